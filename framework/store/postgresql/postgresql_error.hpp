#pragma once

#include <string>

namespace errand {

/// Makes sure that a server answers. Costs as much as a connection.
/// \throws StoreUnreachable; StoreUnusable
void require_answer(const std::string& name, const std::string& parameters);

/// Says what it means that no connection can be made to `name`.
/// \param message libpq's, perhaps with Poco's words in front
/// \throws StoreUnreachable; StoreUnusable if the server is there, but does not let this user in
[[noreturn]] void throw_connection_error(const std::string& name, const std::string& message);

/// Says what it means that a statement failed, with the remedy.
/// \param message Poco's
/// \param is_connected whether the connection is still there
/// \throws StoreUnreachable; StoreBusy; StoreUnusable
[[noreturn]] void throw_store_error(const std::string& name, const std::string& message, bool is_connected);

}  // namespace errand
