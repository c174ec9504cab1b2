#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/unique_fd.hpp"
#include "support/gate.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// A task that prints without end until its limit, and one after it that waits, so that the supervisor can be looked
/// at.
struct MuchOutput : Workspace {
    MuchOutput() {
        const std::string limit = "    limits: {output: " + size + "}\n";
        write("job.yaml", "name: job\ntasks:\n  - name: flood\n    uses: hostile.flood-output\n" +
                              (size == kDefault ? "" : limit) + gate.task("look", ", needs: [flood], when: always"));
        configure();
    }
    CommandRequest request() const {
        CommandRequest request = errand({"run", "./job.yaml"});
        request.out = nowhere.get();
        return request;
    }
    std::int64_t bytes_kept() const {
        std::int64_t bytes = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(*this / "home"))
            if (entry.is_regular_file()) bytes += static_cast<std::int64_t>(entry.file_size());
        return bytes;
    }
    /// The most memory that a process had so far, in KiB.
    static std::int64_t peak_memory(pid_t pid) {
        std::ifstream file("/proc/" + std::to_string(pid) + "/status");
        for (std::string word; file >> word;)
            if (word == "VmHWM:") {
                std::int64_t kib = 0;
                file >> kib;
                return kib;
            }
        return -1;
    }

    static constexpr char kDefault[] = "64MiB";
    const char* const given = std::getenv("ERRAND_MUCH_OUTPUT");
    const std::string size = given ? given : kDefault;
    const UniqueFd nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
    Gate gate;
};

BOOST_FIXTURE_TEST_SUITE(much_output, MuchOutput)

BOOST_AUTO_TEST_CASE(fills_neither_memory_nor_disk) {
    Command running(request());
    // Each waits for a minute.
    for (int minutes = 0; minutes < 100 && !gate.wait_for_task(); ++minutes) {
    }
    BOOST_TEST_REQUIRE(gate.wait_for_task());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // A sanitizer has several times as much, for itself.
    constexpr std::int64_t kMostMemory = 32 * 1024;
    BOOST_TEST(peak_memory(running.pid()) > 0);
    BOOST_TEST(peak_memory(running.pid()) < kMostMemory);
#endif
    // The log's beginning and end are a MiB; the rest is the store, and what is known of plugins.
    constexpr std::int64_t kMostKept = std::int64_t{4} << 20;
    constexpr std::int64_t kLeastKept = std::int64_t{512} << 10;
    BOOST_TEST(bytes_kept() > kLeastKept);
    BOOST_TEST(bytes_kept() < kMostKept);
    gate.open();
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.err.find(": printed and logged more than its limit of " + size + "\n") != std::string::npos,
               result.err);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
