#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "store/database.hpp"

namespace errand {

/// A step from one form of the store to the next.
struct Migration {
    /// From 1, without gaps.
    std::int64_t version;
    /// Statements with semicolons between them, none inside of them. `TEXT_KEY` becomes the database's key_type().
    const char* sql;
};

/// All that this errand knows, in their order.
std::span<const Migration> migrations();

/// The version of the last one that the database has had; zero where it has had none, as one that was just made.
/// \throws StoreTooNew if it is none of `known`.
std::int64_t form_of(Database& database, std::span<const Migration> known);

/// Applies those of `known` that the database has not had, all or none, while no other process does. Costs one look
/// when there are none.
/// \throws StoreTooNew if the database has had one that is not known.
void migrate(Database& database, std::span<const Migration> known);

}  // namespace errand
