#include "auth/echo_guard.hpp"

#include "auth/form_encoding.hpp"
#include "base/logger.hpp"

namespace errand {

namespace {

constexpr std::size_t kLongestWords = 300;
constexpr std::size_t kShortestToHide = 4;
constexpr std::string_view kMask = "***";

void hide(std::string& words, std::string_view hidden) {
    if (hidden.size() < kShortestToHide) return;
    for (std::size_t at = 0; (at = words.find(hidden, at)) != std::string::npos; at += kMask.size())
        words.replace(at, hidden.size(), kMask);
}

}  // namespace

EchoGuard::EchoGuard(const FormRequest& sent, const Secret& proof) {
    if (const auto header = sent.headers.find("Authorization")) {
        hidden_.emplace_back(header->substr(header->find(' ') + 1));
    }
    for (const auto& [name, value] : sent.fields)
        if (name == "client_assertion" || name == "token") hidden_.emplace_back(value);
    hidden_.emplace_back(form_encoded(proof.reveal()));
    hidden_.push_back(proof);
}

std::string EchoGuard::shown(std::string words) const {
    for (const Secret& secret : hidden_) hide(words, secret.reveal());
    return printable(words, kLongestWords);
}

}  // namespace errand
