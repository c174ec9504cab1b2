#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/parameters.hpp"

namespace errand::webhook {

/// Where a webhook is posted to, and what may be said of it: of many a webhook the URL is all that protects it.
class Target {
public:
    /// \throws ValueError unless there is one of `url` and `secret_url`, and that is a URL.
    explicit Target(const Parameters& parameters);

    const std::string& url() const { return url_; }
    /// For messages: the URL without its query, which may hold what is not for everybody; nothing of one that is
    /// secret.
    std::string title() const;
    /// `text` with `***` in place of the parts of a secret URL behind its host: the whole, and each part of its path
    /// and its query, as they stand there and decoded. A service may well repeat what it was asked for.
    std::string without_secrets(std::string text) const;

private:
    std::string url_;
    bool is_secret_ = false;
    /// What is hidden, long ones first.
    std::vector<std::string> hidden_;
};

}  // namespace errand::webhook
