#include "http/response_reader.hpp"

#include <Poco/String.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/units.hpp"

namespace errand {

namespace {

constexpr std::size_t kLongestHead = 64 * 1024;
constexpr std::size_t kLongestLine = 8 * 1024;
constexpr int kMostInterimAnswers = 16;
constexpr std::string_view kNotHttp = "is not HTTP";

std::optional<std::size_t> parse_size_field(std::string_view digits, int base) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, base);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return size;
}

/// \throws BadAnswer when several fields disagree or one is no number: the answer's end would be a guess.
std::optional<std::size_t> content_length(const HttpHeaders& headers) {
    std::optional<std::size_t> length;
    for (const auto& [name, value] : headers) {
        if (Poco::icompare(name, std::string("Content-Length")) != 0) continue;
        const auto found = parse_size_field(Poco::trim(value), 10);
        if (!found || (length && length != found)) throw BadAnswer("has an invalid Content-Length");
        length = found;
    }
    return length;
}

struct StatusLine {
    int status = 0;
    /// 1 of HTTP/1.1.
    int minor_version = 0;
};

/// Poco's own answers know no other statuses than those of its enumeration.
StatusLine parse_status_line(std::string_view line) {
    const auto digit = [&](std::size_t at) {
        if (line[at] < '0' || line[at] > '9') throw BadAnswer(std::string(kNotHttp));
        return line[at] - '0';
    };
    if (line.size() < 12 || !line.starts_with("HTTP/1.") || line[8] != ' ' || (line.size() > 12 && line[12] != ' '))
        throw BadAnswer(std::string(kNotHttp));
    const StatusLine parsed{digit(9) * 100 + digit(10) * 10 + digit(11), digit(7)};
    if (parsed.status < 100) throw BadAnswer(std::string(kNotHttp));
    return parsed;
}

/// Of a field's name. Source: RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
        return std::isalnum(c) != 0 || kMarks.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

/// `text` is lines that end in CR LF. A line that begins with a space goes on with the value before it.
/// Source: RFC 9112 section 5.
HttpHeaders parse_fields(std::string_view text) {
    std::vector<HttpHeaders::Field> fields;
    while (!text.empty() && !text.starts_with("\r\n")) {
        const std::string_view line = text.substr(0, text.find("\r\n"));
        text.remove_prefix(line.size() + 2);
        if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
            throw BadAnswer(std::string(kNotHttp));
        const bool continues = line.front() == ' ' || line.front() == '\t';
        const std::size_t colon = line.find(':');
        if (continues ? fields.empty() : !is_token(line.substr(0, colon)) || colon == std::string_view::npos)
            throw BadAnswer(std::string(kNotHttp));
        if (continues)
            fields.back().second += ' ' + Poco::trim(std::string(line));
        else
            fields.emplace_back(line.substr(0, colon), Poco::trim(std::string(line.substr(colon + 1))));
    }
    HttpHeaders headers;
    for (auto& [name, value] : fields) headers.add(std::move(name), std::move(value));
    return headers;
}

bool keeps_alive(const StatusLine& line, const HttpHeaders& headers) {
    const auto connection = headers.find("Connection");
    if (!connection) return line.minor_version >= 1;
    return Poco::icompare(*connection, std::string("close")) != 0;
}

}  // namespace

HttpResponse ResponseReader::read(std::string_view method) {
    HttpResponse response;
    for (int interim = 0; response.status < 200; ++interim) {
        if (interim > kMostInterimAnswers || response.status == 101) throw BadAnswer("never came to the point");
        response = read_head();
    }
    response.body = read_body(response, method);
    return response;
}

HttpResponse ResponseReader::read_head() {
    std::size_t end = std::string::npos;
    for (;;) {
        // Poco skips what stands before it.
        if (buffer_.compare(0, 5, "HTTP/", std::min<std::size_t>(5, buffer_.size())) != 0)
            throw BadAnswer(std::string(kNotHttp));
        end = buffer_.find("\r\n\r\n");
        if (end != std::string::npos) break;
        if (buffer_.size() > kLongestHead) throw BadAnswer("has headers of more than 64KiB");
        if (!fill()) throw BadAnswer(buffer_.empty() ? "never came" : "broke off in its headers", Failure::broken);
    }
    const std::string head = buffer_.substr(0, end + 4);
    buffer_.erase(0, end + 4);
    const std::size_t fields = head.find("\r\n") + 2;
    const StatusLine line = parse_status_line(std::string_view(head).substr(0, fields - 2));
    HttpResponse response;
    response.status = line.status;
    response.headers = parse_fields(head.substr(fields));
    keeps_alive_ = keeps_alive(line, response.headers);
    return response;
}

std::string ResponseReader::read_body(const HttpResponse& head, std::string_view method) {
    if (method == "HEAD" || method == "CONNECT" || head.status == 204 || head.status == 304) return {};
    if (const auto coding = head.headers.find("Transfer-Encoding")) {
        if (Poco::icompare(*coding, std::string("chunked")) != 0) throw BadAnswer("has an unknown Transfer-Encoding");
        // Two lengths are how answers are smuggled: what follows on such a connection is not to be trusted.
        if (head.headers.find("Content-Length")) keeps_alive_ = false;
        return read_chunks();
    }
    const auto length = content_length(head.headers);
    if (!length) return read_until_closed();
    std::string body;
    read_exactly(body, *length, *length);
    return body;
}

std::string ResponseReader::read_chunks() {
    std::string body;
    for (;;) {
        const std::string line = read_line();
        const auto size = parse_size_field(Poco::trim(line.substr(0, line.find(';'))), 16);
        if (!size) throw BadAnswer("has a chunk without a size");
        if (*size == 0) break;
        read_exactly(body, *size, 0);
        if (!read_line().empty()) throw BadAnswer("has a chunk longer than its size");
    }
    std::size_t trailer = 0;
    for (std::string line = read_line(); !line.empty(); line = read_line())
        if ((trailer += line.size()) > kLongestHead) throw BadAnswer("has trailers of more than 64KiB");
    return body;
}

std::string ResponseReader::read_until_closed() {
    keeps_alive_ = false;
    do {
        if (buffer_.size() > limit_) refuse_size();
    } while (fill());
    return std::exchange(buffer_, {});
}

void ResponseReader::refuse_size() const {
    throw BadAnswer("is larger than " + format_size(static_cast<std::int64_t>(limit_)));
}

/// Appends `count` bytes to `body`. `announced` is the whole length when it is known, for the message.
void ResponseReader::read_exactly(std::string& body, std::size_t count, std::size_t announced) {
    if (count > limit_ - body.size()) refuse_size();
    const std::size_t end = body.size() + count;
    for (;;) {
        const std::size_t taken = std::min(end - body.size(), buffer_.size());
        body.append(buffer_, 0, taken);
        buffer_.erase(0, taken);
        if (body.size() == end) return;
        if (fill()) continue;
        const std::string of = announced == 0 ? "" : " of " + std::to_string(announced);
        throw BadAnswer("broke off after " + std::to_string(body.size()) + of + " bytes", Failure::broken);
    }
}

std::string ResponseReader::read_line() {
    std::size_t end = std::string::npos;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
        if (buffer_.size() > kLongestLine) throw BadAnswer("has a chunk without a size");
        if (!fill()) throw BadAnswer("broke off between two chunks", Failure::broken);
    }
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return line;
}

bool ResponseReader::fill() {
    char bytes[16 * 1024];
    const std::size_t count = source_.read(bytes, sizeof bytes);
    buffer_.append(bytes, count);
    has_begun_ = has_begun_ || count > 0;
    return count > 0;
}

}  // namespace errand
