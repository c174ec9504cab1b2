#pragma once

#include "base/process_spawner.hpp"
#include "base/redactor.hpp"
#include "config/surroundings.hpp"
#include "errand/secret.hpp"
#include "errand/value.hpp"

namespace errand {

/// Reads the secret that a reference of the configuration leads to (see config/secret_reference.hpp). From then on
/// `redactor` hides it.
/// \throws CommandError (configuration) saying what is wrong there
Secret read_secret(const Value& reference, const Surroundings& surroundings, ProcessSpawner& spawner,
                   Redactor& redactor);

}  // namespace errand
