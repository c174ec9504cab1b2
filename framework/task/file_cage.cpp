#include "task/file_cage.hpp"

#include <fcntl.h>

#include <string>

#include "base/error.hpp"
#include "base/landlock.hpp"
#include "base/unique_fd.hpp"
#include "task/declared_path.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;
using Access = LandlockDomain::Access;

/// Not all of /usr: /usr/local/etc is where some keep what is secret.
constexpr const char* kPrograms[] = {"/bin",
                                     "/sbin",
                                     "/lib",
                                     "/lib32",
                                     "/lib64",
                                     "/libx32",
                                     "/usr/bin",
                                     "/usr/sbin",
                                     "/usr/games",
                                     "/usr/include",
                                     "/usr/lib",
                                     "/usr/lib32",
                                     "/usr/lib64",
                                     "/usr/libx32",
                                     "/usr/libexec",
                                     "/usr/share",
                                     "/usr/local/bin",
                                     "/usr/local/sbin",
                                     "/usr/local/lib",
                                     "/usr/local/libexec",
                                     "/usr/local/share"};

/// What the C library and OpenSSL read. Of /etc nothing else, since errand's own configuration may be there.
constexpr const char* kLookups[] = {
    "/etc/ld.so.cache",   "/etc/ld.so.preload",     "/etc/resolv.conf", "/etc/hosts",
    "/etc/nsswitch.conf", "/etc/host.conf",         "/etc/gai.conf",    "/etc/services",
    "/etc/protocols",     "/etc/networks",          "/etc/passwd",      "/etc/group",
    "/etc/localtime",     "/etc/timezone",          "/etc/ssl/certs",   "/etc/ssl/openssl.cnf",
    "/dev/random",        "/dev/urandom",           "/proc/cpuinfo",    "/proc/meminfo",
    "/proc/stat",         "/sys/devices/system/cpu"};

constexpr const char* kSinks[] = {"/dev/null", "/dev/zero", "/dev/full"};

/// Lets in what is there.
void let_in(LandlockDomain& domain, const fs::path& path, Access access = Access::read) {
    if (const UniqueFd file(::open(path.c_str(), O_PATH | O_CLOEXEC)); file) domain.let_in(file.get(), access);
}

/// The directory of the file that /etc/resolv.conf leads to: what keeps it current puts new ones in its place.
void let_in_resolver(LandlockDomain& domain) {
    std::error_code absent;
    const fs::path directory = fs::canonical("/etc/resolv.conf", absent).parent_path();
    if (directory.string().starts_with("/run/")) let_in(domain, directory);
}

bool is_library(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.ends_with(".so") || name.find(".so.") != std::string::npos;
}

void let_in_libraries(LandlockDomain& domain, const fs::path& plugin) {
    let_in(domain, plugin);
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(plugin.parent_path(), unreadable))
        if (is_library(entry) && entry.is_regular_file(unreadable)) let_in(domain, entry);
}

/// What /proc says of this process. Kept open, so that the kernel keeps what the rule is about.
void let_in_itself(LandlockDomain& domain) {
    UniqueFd itself(::open("/proc/self", O_PATH | O_CLOEXEC));
    if (!itself) return;
    domain.let_in(itself.get(), Access::read);
    itself.release();
}

void let_in_declared(LandlockDomain& domain, const FileAccess& files) {
    for (const std::string& path : files.write)
        if (const UniqueFd file = open_declared(path, WhenAbsent::make)) domain.let_in(file.get(), Access::write);
    for (const std::string& path : files.read)
        if (const UniqueFd file = open_declared(path, WhenAbsent::leave)) domain.let_in(file.get(), Access::read);
}

}  // namespace

void enter_file_cage(const CageDoors& doors) {
    if (doors.files.any) return;
    LandlockDomain domain(landlock_version());
    for (const char* path : kPrograms) let_in(domain, path);
    for (const char* path : kLookups) let_in(domain, path);
    for (const char* path : kSinks) let_in(domain, path, Access::write);
    let_in_resolver(domain);
    let_in_itself(domain);
    for (const std::string& place : doors.ca_places) let_in(domain, place);
    let_in_libraries(domain, doors.library);
    if (!doors.working_directory.empty()) let_in(domain, doors.working_directory, Access::write);
    let_in_declared(domain, doors.files);
    domain.enter();
}

}  // namespace errand
