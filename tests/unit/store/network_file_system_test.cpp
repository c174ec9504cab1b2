#include "store/network_file_system.hpp"

#include <sys/sysmacros.h>

#include <boost/test/unit_test.hpp>

namespace errand {

namespace {

constexpr char kMounts[] =
    "22 28 0:21 / /proc rw,nosuid - proc proc rw\n"
    "28 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "40 28 0:44 / /home rw,relatime shared:7 - fuse.sshfs ada@db:/home rw,user_id=0\n"
    "41 28 0:45 / /mnt/with\\040space rw - fuseblk /dev/sdb1 rw\n";

struct FileSystemRow {
    const char* title;
    long magic;
    dev_t device;
    const char* name;
};
const FileSystemRow kFileSystemRows[] = {
    {"ext4", 0xEF53, ::makedev(254, 0), nullptr},
    {"tmpfs", 0x01021994, ::makedev(0, 30), nullptr},
    {"NFS", 0x6969, ::makedev(0, 50), "nfs"},
    {"CIFS, as a 32-bit number with a sign", static_cast<int>(0xFF534D42), ::makedev(0, 50), "cifs"},
    {"SMB 2", 0xFE534D42, ::makedev(0, 50), "smb2"},
    {"Ceph", 0x00C36400, ::makedev(0, 50), "ceph"},
    {"AFS", 0x5346414F, ::makedev(0, 50), "afs"},
    {"sshfs", 0x65735546, ::makedev(0, 44), "fuse.sshfs"},
    {"a disk by FUSE", 0x65735546, ::makedev(0, 45), nullptr},
    {"FUSE that is in no list", 0x65735546, ::makedev(0, 46), nullptr},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(network_file_systems)

BOOST_AUTO_TEST_CASE(are_told_from_local_ones) {
    for (const FileSystemRow& row : kFileSystemRows) {
        BOOST_TEST_CONTEXT(row.title) {
            const auto found = network_file_system(row.magic, row.device, kMounts);
            BOOST_TEST(found.value_or("local") == (row.name ? row.name : "local"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_directory_of_this_host_is_on_none) {
    BOOST_TEST(network_file_system("/proc").value_or("local") == "local");
    BOOST_CHECK_THROW(network_file_system("/nowhere"), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
