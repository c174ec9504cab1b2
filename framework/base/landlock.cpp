#include "base/landlock.hpp"

#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.hpp"

namespace errand {

namespace {

// What the headers of Linux 6.1 do not have yet.
constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;
constexpr std::uint64_t kIoctlDevice = std::uint64_t{1} << 15;
constexpr std::uint64_t kScopeAbstractSockets = std::uint64_t{1} << 0;
constexpr std::uint64_t kScopeSignals = std::uint64_t{1} << 1;

/// As `struct landlock_ruleset_attr` is from version 6. An older kernel takes it as long as what it does not know is 0.
struct RulesetAttributes {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scopes = 0;
};

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kIoctlDevice |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                 LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER;
constexpr std::uint64_t kDevices = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
/// What can be said of something that is no directory.
constexpr std::uint64_t kOfFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                                   LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kIoctlDevice;

std::uint64_t rights_of(int version) {
    std::uint64_t rights = version > 0 ? kWrite | kDevices : 0;
    if (version < 2) rights &= ~std::uint64_t{LANDLOCK_ACCESS_FS_REFER};
    if (version < 3) rights &= ~kTruncate;
    if (version < 5) rights &= ~kIoctlDevice;
    return rights;
}

UniqueFd make_ruleset(int version) {
    if (version == 0) return {};
    const RulesetAttributes attributes = {rights_of(version), 0,
                                          version < 6 ? 0 : kScopeAbstractSockets | kScopeSignals};
    UniqueFd ruleset(static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
    if (!ruleset) throw system_error("landlock_create_ruleset");
    return ruleset;
}

}  // namespace

int landlock_version() {
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return static_cast<int>(std::max(version, 0L));
}

LandlockDomain::LandlockDomain(int version) : handled_(rights_of(version)), ruleset_(make_ruleset(version)) {}

void LandlockDomain::let_in(int file, Access access) {
    if (!ruleset_) return;
    struct stat status = {};
    if (::fstat(file, &status) != 0) throw system_error("fstat");
    landlock_path_beneath_attr rule = {};
    rule.allowed_access = (access == Access::write ? kWrite : kRead) & handled_;
    if (!S_ISDIR(status.st_mode)) rule.allowed_access &= kOfFiles;
    rule.parent_fd = file;
    if (syscall(SYS_landlock_add_rule, ruleset_.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        throw system_error("landlock_add_rule");
}

void LandlockDomain::enter() const {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw system_error("cannot renounce new privileges");
    if (ruleset_ && syscall(SYS_landlock_restrict_self, ruleset_.get(), 0) != 0)
        throw system_error("landlock_restrict_self");
}

}  // namespace errand
