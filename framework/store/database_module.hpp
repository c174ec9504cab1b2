#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "store/database.hpp"
#include "store/store_location.hpp"

namespace errand {

/// What a module exports under kOpenDatabase: opens the database, which becomes the caller's, or throws as open_store()
/// does.
using OpenDatabase = Database*(const StoreLocation& location);

inline constexpr char kOpenDatabase[] = "errand_open_database";

/// Opens the database by the module `errand-store-<kind>.so` of the location's directory of modules.
/// \throws StoreUnusable if it is not there or is of another build; else as OpenDatabase does.
std::unique_ptr<Database> open_by_module(const std::string& kind, const StoreLocation& location);

}  // namespace errand
