#include "target.hpp"

#include <algorithm>
#include <cctype>

#include "errand/answer/visible.hpp"

namespace errand::webhook {

namespace {

/// A shorter part of a path says nothing, and is in many words.
constexpr std::size_t kLeastHidden = 4;

bool is_url(std::string_view text) { return text.substr(0, 8) == "https://" || text.substr(0, 7) == "http://"; }

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() &&
                               std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                               std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
        decoded += is_escape ? static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)) : text[i];
        if (is_escape) i += 2;
    }
    return decoded;
}

/// A URL in the forms in which it is shown, and what of it a service may repeat by itself.
std::vector<std::string> parts_of(std::string_view url) {
    const std::size_t host = url.find("://") + 3;
    const std::size_t path = std::min(url.find_first_of("/?#", host), url.size());
    const std::size_t query = std::min(url.find_first_of("?#", path), url.size());
    const std::size_t fragment = std::min(url.find('#', query), url.size());
    std::vector<std::string> parts = {std::string(url), std::string(url.substr(0, fragment)),
                                      std::string(url.substr(0, query)), std::string(url.substr(path, fragment - path)),
                                      std::string(url.substr(path, query - path))};
    for (std::size_t at = path; at < url.size();) {
        const std::size_t end = std::min(url.find_first_of("/?#&=", at), url.size());
        parts.emplace_back(url.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::vector<std::string> hidden_parts(std::string_view url) {
    std::vector<std::string> hidden;
    for (const std::string& part : parts_of(url))
        for (const std::string& spelling : {part, percent_decoded(part)})
            if (spelling.size() >= kLeastHidden) hidden.push_back(spelling);
    std::stable_sort(hidden.begin(), hidden.end(),
                     [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    return hidden;
}

}  // namespace

Target::Target(const Parameters& parameters) : is_secret_(parameters.has("secret_url")) {
    if (parameters.has("url") == is_secret_)
        throw ValueError(is_secret_ ? "there are both 'url' and 'secret_url'; give one of them"
                                    : "there is neither 'url' nor 'secret_url'; give one of them");
    url_ = is_secret_ ? std::string(parameters.secret("secret_url").reveal()) : parameters.text("url");
    if (!is_url(url_)) throw ValueError("what 'secret_url' leads to is no URL: it must begin with https://");
    if (parameters.has("suffix")) url_ += parameters.text("suffix");
    if (is_secret_) hidden_ = hidden_parts(url_);
}

std::string Target::title() const {
    if (is_secret_) return "the secret URL";
    return visible(std::string_view(url_).substr(0, url_.find_first_of("?#")), 500);
}

std::string Target::without_secrets(std::string text) const {
    for (const std::string& part : hidden_)
        for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += 3)
            text.replace(at, part.size(), "***");
    return text;
}

}  // namespace errand::webhook
