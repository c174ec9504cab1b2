#pragma once

#include <filesystem>

namespace errand {

/// Makes the file of an SQLite store, mode 0600, if it is not there, and a directory for it, mode 0700; else looks
/// whether it is safe to use. Never opens a file that is there: closing it would drop the locks that other stores of
/// this process have on it.
/// Source: "How To Corrupt An SQLite Database File", section 2.2, https://www.sqlite.org/howtocorrupt.html
/// \throws StoreUnusable with the remedy
void prepare_store_file(const std::filesystem::path& file);

}  // namespace errand
