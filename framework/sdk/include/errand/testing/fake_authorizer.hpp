#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errand/access_token_authorizer.hpp"
#include "errand/error.hpp"

namespace errand::testing {

/// An authorizer that asks nobody: `Bearer test-token-1`, and the next number after each renewal.
///
/// Thread-safety: all members may be called concurrently.
class FakeAuthorizer final : public AccessTokenAuthorizer {
public:
    explicit FakeAuthorizer(std::string resource_server) : resource_server_(std::move(resource_server)) {}

    std::string authorization_header() override {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (refusal_) throw CredentialsRefused(*refusal_);
        return header();
    }
    void reject(std::string_view rejected) override {
        const std::lock_guard<std::mutex> lock(mutex_);
        ++rejects_;
        if (rejected == header()) ++renewals_;
    }
    /// Does nothing: the client of the harness never asks for it.
    bool widen(const std::vector<std::string>& /*scopes*/) override { return false; }
    std::string client_id() const override {
        const std::lock_guard<std::mutex> lock(mutex_);
        return client_id_;
    }
    std::string resource_server() const override { return resource_server_; }
    std::string scopes() const override {
        const std::lock_guard<std::mutex> lock(mutex_);
        return scopes_;
    }
    std::chrono::system_clock::time_point expires_at() const override {
        const std::lock_guard<std::mutex> lock(mutex_);
        return expires_at_;
    }

    /// How often reject() was called.
    int rejects() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return rejects_;
    }
    /// How many of the rejects named the current token and so led to a new one.
    int renewals() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return renewals_;
    }

    void set_client_id(std::string client_id) {
        const std::lock_guard<std::mutex> lock(mutex_);
        client_id_ = std::move(client_id);
    }
    void set_scopes(std::string scopes) {
        const std::lock_guard<std::mutex> lock(mutex_);
        scopes_ = std::move(scopes);
    }
    void set_expires_at(std::chrono::system_clock::time_point expires_at) {
        const std::lock_guard<std::mutex> lock(mutex_);
        expires_at_ = expires_at;
    }
    /// From now on authorization_header() throws CredentialsRefused with this message.
    void refuse(std::string message) {
        const std::lock_guard<std::mutex> lock(mutex_);
        refusal_ = std::move(message);
    }

private:
    std::string header() const { return "Bearer test-token-" + std::to_string(renewals_ + 1); }

    const std::string resource_server_;
    mutable std::mutex mutex_;
    std::string client_id_ = "00000000-0000-4000-8000-00000000c1d0";
    std::string scopes_;
    /// 2100-01-01, so that nothing in a test depends on the day it runs.
    std::chrono::system_clock::time_point expires_at_ =
        std::chrono::system_clock::time_point(std::chrono::seconds(4'102'444'800));
    std::optional<std::string> refusal_;
    int rejects_ = 0;
    int renewals_ = 0;
};

}  // namespace errand::testing
