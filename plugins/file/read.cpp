#include "read.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "errand/files/bounded_file.hpp"
#include "errand/json.hpp"
#include "json/utf8.hpp"

namespace errand::file {

namespace {

constexpr std::int64_t kLargest = std::int64_t{1} << 20;

/// What is put out is text; bytes that are none would be changed on the way.
void require_utf8(const std::string& path, std::string_view text) {
    const std::string_view all = text;
    while (!text.empty()) {
        const std::size_t length = utf8_sequence(text);
        if (length == 0)
            throw Error(path + " is not text in UTF-8: byte " + std::to_string(all.size() - text.size() + 1) +
                        " is out of place");
        text.remove_prefix(length);
    }
}

/// Without what ends them; a carriage return before that is a part of it.
Value::List lines_of(std::string_view text) {
    Value::List lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

Value document_in(const std::string& path, const std::string& text) try {
    return parse_json(text);
} catch (const JsonError& error) {
    throw Error(path + " is " + error.what());
}

void put_out(TaskContext& context, const std::string& path, const std::optional<std::string>& text) {
    const std::string& form = context.parameters().text("as");
    if (form == "json")
        context.set_output("json", text ? document_in(path, *text) : Value());
    else if (form == "lines")
        context.set_output("lines", lines_of(text.value_or("")));
    else
        context.set_output("text", text.value_or(""));
}

}  // namespace

TaskDescription Read::describe() {
    return TaskDescription("read", "Put out what is in a file, as text, lines or JSON")
        .requires_parameter("path", Type::path, "The file")
        .takes_parameter("as", Type::text, "What to put out", "text")
        .one_of({"text", "lines", "json"})
        .takes_parameter("largest", Type::size, "How large the file may be", kLargest)
        .takes_parameter("missing", Type::text, "What to do where there is no file: fail, or take it for an empty one",
                         "fail")
        .one_of({"fail", "empty"})
        .puts_out("found", Type::boolean, "Whether there is a file")
        .puts_out("size", Type::integer, "Its size in bytes")
        .puts_out("text", Type::text, "All of it")
        .puts_out("lines", Type::list, "Its lines, without what ends them")
        .puts_out("json", Type::any, "The document in it; null where there is no file")
        .reads_files({"{path}"});
}

Outcome Read::run(TaskContext& context) {
    const Parameters& parameters = context.parameters();
    const std::string& path = parameters.text("path");
    const auto text = read_bounded_file(path, parameters.integer("largest"));
    if (!text && parameters.text("missing") == "fail")
        return Outcome::failure("there is no file " + path + "; 'missing: empty' takes it for an empty one");
    if (text) require_utf8(path, *text);
    put_out(context, path, text);
    const std::size_t size = text.value_or("").size();
    context.set_output("found", text.has_value());
    context.set_output("size", size);
    return Outcome::success(text ? "read " + std::to_string(size) + " bytes from " + path : "there is no file " + path);
}

std::string Read::preview(const TaskFacts& facts) const {
    return "read " + facts.parameters().text("path") + " as " + facts.parameters().text("as");
}

}  // namespace errand::file
