#pragma once

#include <string>

#include "base/unique_fd.hpp"
#include "errand/secret.hpp"

namespace errand {

/// What Poco's connector wants for a URL of PostgreSQL: `host='db' dbname='errand'`, with what errand wants of every
/// connection unless the URL says otherwise.
///
/// Poco takes the words apart at every space, so that no value can have one.
/// \throws StoreError (configuration) if the URL makes no sense, has a value with a space or has a password in it. The
/// message never has the URL then.
/// Source: PostgreSQL 15 manual, section 34.1.
std::string connection_parameters(const std::string& url);

/// A password where libpq reads it, and nobody else: it is in no text that Poco keeps or shows.
class PasswordFile {
public:
    /// \throws StoreError (configuration) if there is a line break in it; std::system_error
    explicit PasswordFile(const Secret& password);

    /// A further parameter, with a space in front. Empty when there is no password.
    /// Lifetime: good while this object is there.
    std::string parameter() const;

private:
    UniqueFd file_;
};

}  // namespace errand
