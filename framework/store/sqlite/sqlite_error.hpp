#pragma once

#include <Poco/Exception.h>

#include <string>

namespace errand {

/// How long to wait until other processes are done with writing.
inline constexpr int kPatienceSeconds = 60;

/// Whether another process had what was needed.
bool is_locked(const Poco::Exception& error);

/// Says what an exception of Poco's SQLite means for the store in the file `path`, with the remedy.
/// \throws StoreUnusable; StoreBusy
[[noreturn]] void throw_store_error(const std::string& path, const Poco::Exception& error);

/// "the store '/var/lib/errand/errand.db'"
std::string store_name(const std::string& path);

}  // namespace errand
