#include "store/network_file_system.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/error.hpp"

namespace errand {

namespace {

struct Kind {
    std::uint32_t magic;
    std::string_view name;
};

/// Source: statfs(2), and linux/magic.h.
constexpr Kind kNetwork[] = {
    {0x6969, "nfs"},        {0x517B, "smb"},      {0xFE534D42, "smb2"},   {0xFF534D42, "cifs"},
    {0x00C36400, "ceph"},   {0x5346414F, "afs"},  {0x6B414653, "afs"},    {0x73757245, "coda"},
    {0x564C, "ncp"},        {0x01021997, "9p"},   {0x0BD00BD0, "lustre"}, {0x47504653, "gpfs"},
    {0x19830326, "beegfs"}, {0x01161970, "gfs2"}, {0x7461636F, "ocfs2"},  {0x20030528, "orangefs"},
};
constexpr std::uint32_t kFuse = 0x65735546;

/// What programs make over a network, as the kernel names it; a disk by FUSE, such as NTFS, is none of these.
constexpr std::string_view kNetworkPrograms[] = {
    "fuse.sshfs",       "fuse.glusterfs", "fuse.ceph-fuse", "fuse.s3fs",     "fuse.rclone",   "fuse.davfs",
    "fuse.davfs2",      "fuse.gcsfuse",   "fuse.juicefs",   "fuse.moosefs",  "fuse.mfsmount", "fuse.curlftpfs",
    "fuse.vmhgfs-fuse", "fuse.seaweedfs", "fuse.lizardfs",  "fuse.mount-s3", "fuse.blobfuse", "fuse.blobfuse2",
};

/// The type of the file system on a device. Empty when it is not there.
std::string type_of(dev_t device, std::string_view mounts) {
    const std::string wanted = std::to_string(major(device)) + ':' + std::to_string(minor(device));
    std::istringstream lines{std::string(mounts)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string id;
        std::string parent;
        std::string found;
        words >> id >> parent >> found;
        constexpr std::string_view kSeparator = " - ";
        const auto at = line.find(kSeparator);
        if (found != wanted || at == std::string::npos) continue;
        const auto start = at + kSeparator.size();
        return line.substr(start, line.find(' ', start) - start);
    }
    return {};
}

}  // namespace

std::optional<std::string> network_file_system(long magic, dev_t device, std::string_view mounts) {
    const auto number = static_cast<std::uint32_t>(magic);
    for (const Kind& kind : kNetwork)
        if (kind.magic == number) return std::string(kind.name);
    if (number != kFuse) return std::nullopt;
    const std::string type = type_of(device, mounts);
    const bool is_network =
        std::find(std::begin(kNetworkPrograms), std::end(kNetworkPrograms), type) != std::end(kNetworkPrograms);
    return is_network ? std::optional(type) : std::nullopt;
}

std::optional<std::string> network_file_system(const std::filesystem::path& directory) {
    struct statfs file_system = {};
    struct stat status = {};
    if (::statfs(directory.c_str(), &file_system) != 0 || ::stat(directory.c_str(), &status) != 0)
        throw system_error(directory.string());
    std::ifstream mounts("/proc/self/mountinfo");
    return network_file_system(static_cast<long>(file_system.f_type), status.st_dev,
                               std::string(std::istreambuf_iterator<char>(mounts), {}));
}

}  // namespace errand
