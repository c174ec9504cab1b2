#pragma once

#include "base/process_spawner.hpp"
#include "base/redactor.hpp"
#include "config/surroundings.hpp"
#include "errand/secret.hpp"
#include "errand/value.hpp"

namespace errand {

/// Reads the secrets that references of the configuration and of jobs lead to (see config/secret_reference.hpp), and
/// has them redacted from then on.
///
/// Thread-safety: read() may be called concurrently. Lifetime: what it is made of outlives it.
class SecretReader {
public:
    /// \param give_up_descriptor readable when there is no use in waiting for a command; none if negative
    SecretReader(const Surroundings& surroundings, ProcessSpawner& spawner, Redactor& redactor,
                 int give_up_descriptor = -1)
        : surroundings_(surroundings),
          spawner_(spawner),
          redactor_(redactor),
          give_up_descriptor_(give_up_descriptor) {}

    /// \throws CommandError (configuration) saying what is wrong there; Cancelled
    Secret read(const Value& reference) const;

private:
    Secret find(const Value& reference) const;
    Secret ask_command(const Value::List& arguments) const;

    const Surroundings& surroundings_;
    ProcessSpawner& spawner_;
    Redactor& redactor_;
    const int give_up_descriptor_;
};

}  // namespace errand
