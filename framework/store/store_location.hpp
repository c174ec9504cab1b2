#pragma once

#include <filesystem>
#include <string>

#include "errand/secret.hpp"

namespace errand {

/// Where a store is, and how to get there.
struct StoreLocation {
    /// The path of an SQLite file, such as `<state>/errand.db`, or `postgresql://[user@]host[:port][/database][?…]`, in
    /// which all may stand that libpq knows, but no password.
    /// Source: PostgreSQL 15 manual, section 34.1.1.2.
    std::string place;
    /// For PostgreSQL; may be empty, as with a socket or a certificate. Never logged.
    Secret password;
    /// Where errand's modules are, `<prefix>/lib/errand`: what a kind of store needs is loaded only when it is used.
    std::filesystem::path modules;
};

}  // namespace errand
