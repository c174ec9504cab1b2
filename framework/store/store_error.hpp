#pragma once

#include "base/error.hpp"

namespace errand {

/// The store cannot do what was asked. what() names the store, says why, and what to do; never a password.
class StoreError : public CommandError {
public:
    using CommandError::CommandError;
};

/// The store is there but cannot be used: disk full, not writable, damaged, or something that contradicts what it
/// holds. Asking again does not help.
class StoreUnusable final : public StoreError {
public:
    explicit StoreUnusable(const std::string& message) : StoreError(ExitCode::state, message) {}
};

/// The store cannot be used for now, and that may pass. Everything may be asked again, after a pause: asking twice does
/// no harm.
class StoreUnavailable : public StoreError {
public:
    using StoreError::StoreError;
};

/// The server of the store cannot be reached, the connection broke, or the server gave up what it did: whether what was
/// under way took effect is not known. The store connects anew when it is asked again.
class StoreUnreachable final : public StoreUnavailable {
public:
    explicit StoreUnreachable(const std::string& message) : StoreUnavailable(ExitCode::unreachable, message) {}
};

/// Another process has had the store for longer than it is waited for. Nothing took effect.
class StoreBusy final : public StoreUnavailable {
public:
    explicit StoreBusy(const std::string& message) : StoreUnavailable(ExitCode::state, message) {}
};

/// A newer errand wrote the store, in a form that this one does not know.
class StoreTooNew final : public StoreError {
public:
    explicit StoreTooNew(const std::string& message) : StoreError(ExitCode::state, message) {}
};

}  // namespace errand
