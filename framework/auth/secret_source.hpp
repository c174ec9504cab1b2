#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/environment.hpp"
#include "errand/secret.hpp"

namespace errand {

/// Where a client secret is, read when it is needed and not before. May be called more than once, so that a secret
/// that was rotated meanwhile is seen.
using SecretSource = std::function<Secret()>;

/// Takes one line break off the end, which editors and commands put there.
void strip_line_break(std::string& text);

/// Reads a secret from a file that nobody but its owner, root or this user, may touch. One line break at the end is
/// not part of it. The permissions are checked on the file that was opened, not on its name.
/// \throws CommandError (configuration) saying what is wrong with the file and how to put it right.
Secret read_secret_file(const std::filesystem::path& path);

/// Reads a credential that systemd passed to the service (`LoadCredential=`, `SetCredentialEncrypted=`), by its name.
/// One line break at the end is not part of it. systemd keeps others from it, so that its permissions are not looked
/// at. \throws CommandError (configuration) if errand was not started with it, and as read_secret_file() does. Source:
/// systemd.exec(5), $CREDENTIALS_DIRECTORY.
Secret read_secret_credential(const std::string& name, const EnvironmentLookup& environment);

/// \throws CommandError (configuration) if the variable is not set or empty.
Secret read_secret_variable(const std::string& name, const EnvironmentLookup& environment);

}  // namespace errand
