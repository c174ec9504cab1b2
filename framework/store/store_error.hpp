#pragma once

#include "base/error.hpp"

namespace errand {

/// The store cannot do what was asked. what() names the store, says why, and what to do; never a password.
class StoreError : public CommandError {
public:
    using CommandError::CommandError;
};

/// The store is there but cannot be used: disk full, not writable, damaged, locked by another process for too long, or
/// something that contradicts what it holds. Asking again at once does not help.
class StoreUnusable final : public StoreError {
public:
    explicit StoreUnusable(const std::string& message) : StoreError(ExitCode::state, message) {}
};

/// The server of the store cannot be reached, or the connection broke: whether what was under way took effect is not
/// known. Everything may be asked again, after a pause: the store connects anew, and asking twice does no harm.
class StoreUnreachable final : public StoreError {
public:
    explicit StoreUnreachable(const std::string& message) : StoreError(ExitCode::unreachable, message) {}
};

/// A newer errand wrote the store, in a form that this one does not know.
class StoreTooNew final : public StoreError {
public:
    explicit StoreTooNew(const std::string& message) : StoreError(ExitCode::state, message) {}
};

}  // namespace errand
