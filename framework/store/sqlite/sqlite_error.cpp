#include "store/sqlite/sqlite_error.hpp"

#include <Poco/Data/SQLite/SQLiteException.h>
#include <sys/statvfs.h>

#include <cstdint>
#include <string_view>

#include "store/store_error.hpp"

namespace errand {

namespace {

namespace sqlite = Poco::Data::SQLite;

/// What to do about what SQLite says.
/// Source: the texts of sqlite3_errstr(), SQLite 3.40.
struct Remedy {
    std::string_view said;
    std::string_view advice;
};
constexpr Remedy kFull = {"database or disk is full", "make room on its disk"};
constexpr Remedy kRemedies[] = {
    kFull,
    {"attempt to write a readonly database",
     "let this user write to it and its directory, and look whether its disk is "
     "read-only"},
    {"disk I/O error", "look whether its disk is full, over quota or failing"},
    {"unable to open database file", "let this user write to its directory, and look whether its disk is read-only"},
    {"database disk image is malformed", "restore it from a copy, or move it away to begin anew"},
    {"file is not a database", "restore it from a copy, or move it away to begin anew"},
};

/// Whether there is not even room for the file that SQLite shares as memory: it calls that an I/O error.
/// Source: SQLite's "WAL-mode File Format", section 2.1.
bool is_full(const std::string& path) {
    constexpr std::uint64_t kSharedMemory = 32 * 1024;
    struct statvfs disk = {};
    return statvfs(path.c_str(), &disk) == 0 && std::uint64_t{disk.f_bavail} * disk.f_frsize < kSharedMemory;
}

}  // namespace

std::string store_name(const std::string& path) { return "the store '" + path + "'"; }

bool is_locked(const Poco::Exception& error) {
    return dynamic_cast<const sqlite::DBLockedException*>(&error) ||
           dynamic_cast<const sqlite::TableLockedException*>(&error) ||
           dynamic_cast<const sqlite::LockProtocolException*>(&error);
}

void throw_store_error(const std::string& path, const Poco::Exception& error) {
    const std::string name = store_name(path);
    if (is_locked(error))
        throw StoreBusy(name + " is locked by another process, and has been for " + std::to_string(kPatienceSeconds) +
                        " s; fuser -v on it tells which");
    const auto refuse = [&](const Remedy& remedy) {
        throw StoreUnusable(name + " cannot be used: " + std::string(remedy.said) + "; " + std::string(remedy.advice));
    };
    if (dynamic_cast<const sqlite::IOErrorException*>(&error) && is_full(path)) refuse(kFull);
    for (const Remedy& remedy : kRemedies)
        if (error.message().find(remedy.said) != std::string::npos) refuse(remedy);
    throw StoreUnusable(name + " cannot be used: " + error.displayText());
}

}  // namespace errand
