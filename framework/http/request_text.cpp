#include "http/request_text.hpp"

#include <Poco/String.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/logger.hpp"
#include "errand/error.hpp"
#include "http/content_coding.hpp"

namespace errand {

namespace {

bool is_token(const std::string& text) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) || kMarks.find(static_cast<char>(c)) != std::string_view::npos);
    });
}

void check_field(const HttpHeaders::Field& field) {
    constexpr std::array kOwnFields = {"Host", "Accept-Encoding", "Content-Length", "Connection", "Transfer-Encoding"};
    const auto& [name, value] = field;
    if (!is_token(name)) throw Error("'" + printable(name, 64) + "' cannot be the name of a header");
    for (const char* own : kOwnFields)
        if (Poco::icompare(name, own) == 0) throw Error("the header " + name + " is set by errand itself");
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
        throw Error("the value of the header " + name + " must not hold a line break or a zero byte");
}

bool announces_body(const HttpRequest& request) {
    const std::string& method = request.method;
    return !request.body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace

std::string request_text(const HttpRequest& request, const HttpUrl& url, const std::string& user_agent) {
    if (!is_token(request.method)) throw Error("'" + printable(request.method, 64) + "' cannot be an HTTP method");
    std::string text = request.method + ' ' + url.target + " HTTP/1.1\r\nHost: " + url.authority +
                       "\r\nAccept-Encoding: " + kAcceptedCodings + "\r\n";
    for (const HttpHeaders::Field& field : request.headers) {
        check_field(field);
        text += field.first + ": " + field.second + "\r\n";
    }
    if (!request.headers.find("User-Agent")) text += "User-Agent: " + user_agent + "\r\n";
    if (announces_body(request)) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "\r\n" + request.body;
}

}  // namespace errand
