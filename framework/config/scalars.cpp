#include "config/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/suggestion.hpp"
#include "base/units.hpp"
#include "job/url_text.hpp"

namespace errand {

namespace {

void report(const Node& node, std::string_view wanted, Problems& problems) {
    problems.add(node.offset, "expected " + std::string(wanted) + ", found " + node.kind_name());
}

void report_text(const Node& node, std::string_view wanted, Problems& problems) {
    problems.add(node.offset, "expected " + std::string(wanted) + ", found '" + node.text + "'");
}

/// The whole of `text` as a T; an error otherwise.
template <class T>
std::errc parse_whole(std::string_view text, T& value) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end != text.data() + text.size() ? std::errc::invalid_argument : error;
}

bool report_unreadable_number(const Node& node, std::string_view wanted, Problems& problems) {
    if (node.kind == Node::Kind::scalar && !node.is_plain) {
        problems.add(node.offset, "expected " + std::string(wanted) + ", found text; leave out the quotes");
    } else if (node.kind != Node::Kind::scalar) {
        report(node, wanted, problems);
    } else if (has_leading_zero(node.text)) {
        problems.add(node.offset,
                     "'" + node.text + "' has a leading zero; some read that as octal, so write it without");
    } else {
        return false;
    }
    return true;
}

}  // namespace

bool has_leading_zero(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

std::optional<std::string> read_text(const Node& node, Problems& problems) {
    if (node.kind == Node::Kind::scalar) return node.text;
    report(node, "text", problems);
    return std::nullopt;
}

std::optional<std::int64_t> read_integer(const Node& node, Problems& problems) {
    if (report_unreadable_number(node, "an integer", problems)) return std::nullopt;
    std::int64_t value = 0;
    const std::errc error = parse_whole(node.text, value);
    if (error == std::errc()) return value;
    if (error == std::errc::result_out_of_range) {
        problems.add(node.offset, "the integer is too large");
    } else {
        report_text(node, "an integer", problems);
    }
    return std::nullopt;
}

std::optional<std::int64_t> read_integer_within(const Node& node, std::int64_t least, std::int64_t most,
                                                Problems& problems) {
    const auto integer = read_integer(node, problems);
    if (!integer || (*integer >= least && *integer <= most)) return integer;
    problems.add(node.offset, "expected an integer from " + std::to_string(least) + " to " + std::to_string(most) +
                                  ", found '" + node.text + "'");
    return std::nullopt;
}

std::optional<double> read_number(const Node& node, Problems& problems) {
    if (report_unreadable_number(node, "a number", problems)) return std::nullopt;
    double value = 0;
    if (parse_whole(node.text, value) == std::errc() && std::isfinite(value)) return value;
    report_text(node, "a number", problems);
    return std::nullopt;
}

std::optional<bool> read_boolean(const Node& node, Problems& problems) {
    if (node.kind != Node::Kind::scalar) {
        report(node, "true or false", problems);
    } else if (!node.is_plain) {
        problems.add(node.offset, "expected true or false, found text; leave out the quotes");
    } else if (node.text == "true" || node.text == "false") {
        return node.text == "true";
    } else {
        report_text(node, "true or false", problems);
    }
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> read_duration(const Node& node, Problems& problems) {
    if (node.kind != Node::Kind::scalar) {
        report(node, "a duration such as 5m or 2h30m", problems);
        return std::nullopt;
    }
    const auto duration = parse_duration(node.text);
    if (!duration) report_text(node, "a duration such as 5m or 2h30m", problems);
    return duration;
}

std::optional<std::chrono::milliseconds> read_time_limit(const Node& node, Problems& problems) {
    const auto limit = read_duration(node, problems);
    if (limit && limit->count() == 0) problems.add(node.offset, "a time limit must be longer than nothing");
    return limit;
}

std::optional<std::int64_t> read_size(const Node& node, Problems& problems) {
    if (node.kind != Node::Kind::scalar) {
        report(node, "a size such as 10MiB", problems);
        return std::nullopt;
    }
    const auto size = has_leading_zero(node.text) ? std::nullopt : parse_size(node.text);
    if (!size) report_text(node, "a size such as 10MiB", problems);
    return size;
}

std::optional<std::string> read_url(const Node& node, Problems& problems) {
    constexpr std::string_view kWanted = "a URL such as https://example.org/path";
    if (node.kind != Node::Kind::scalar) {
        report(node, kWanted, problems);
        return std::nullopt;
    }
    if (is_url(node.text)) return node.text;
    report_text(node, kWanted, problems);
    return std::nullopt;
}

std::filesystem::path absolute_path(const std::string& path, const Node& node, const Problems& problems) {
    return (problems.sources().at(node.offset).directory() / path).lexically_normal();
}

std::optional<std::filesystem::path> read_path(const Node& node, Problems& problems) {
    const auto text = read_text(node, problems);
    if (!text) return std::nullopt;
    if (text->empty()) {
        problems.add(node.offset, "the path is empty");
    } else if (text->starts_with('~')) {
        problems.add(node.offset, "'~' is not replaced here; write the path in full, or relative to this file");
    } else if (text->find('\0') != std::string::npos) {
        problems.add(node.offset, "a path cannot hold a NUL");
    } else {
        return absolute_path(*text, node, problems);
    }
    return std::nullopt;
}

std::optional<std::string> read_one_of(const Node& node, const std::vector<std::string>& known, std::string_view what,
                                       Problems& problems) {
    const auto text = read_text(node, problems);
    if (!text || std::find(known.begin(), known.end(), *text) != known.end()) return text;
    std::string message = "unknown " + std::string(what) + " '" + *text + "'";
    const std::string nearest = suggestion(*text, known);
    if (!nearest.empty()) {
        message += nearest;
    } else {
        for (std::size_t i = 0; i < known.size(); ++i) message += (i == 0 ? "; known are " : ", ") + known[i];
    }
    problems.add(node.offset, message);
    return std::nullopt;
}

std::optional<std::string> read_name(const Node& node, Problems& problems) {
    const auto name = read_text(node, problems);
    if (!name) return std::nullopt;
    const auto is_letter_or_digit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool is_name =
        !name->empty() && name->size() <= 64 && is_letter_or_digit(name->front()) &&
        std::all_of(name->begin(), name->end(), [&](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
    if (is_name) return name;
    problems.add(node.offset, "'" + *name + "' is not a name: lower-case letters, digits, '-' and '_', at most 64, " +
                                  "beginning with a letter or digit");
    return std::nullopt;
}

const std::vector<Node>& read_list(const Node& node, Problems& problems) {
    static const std::vector<Node> kNone;
    if (node.kind == Node::Kind::list) return node.items;
    report(node, "a list", problems);
    return kNone;
}

}  // namespace errand
