#include "config/job_reader.hpp"
#include "fuzz/fuzz_target.hpp"
#include "fuzz/targets.hpp"
#include "protocol/frame.hpp"
#include "protocol/messages.hpp"
#include "support/example_catalog.hpp"

namespace errand::fuzz {

void task_message(std::string_view input) {
    try {
        const std::string frame = encode(decode_task_message(input));
        constexpr std::size_t kHead = 4;
        const std::string again = encode(decode_task_message(std::string_view(frame).substr(kHead)));
        require(again == frame, "a message means the same when it is sent on");
    } catch (const ProtocolError&) {
        return;
    }
}

void job_file(std::string_view input) {
    testing::FakeCatalog catalog = testing::example_catalog();
    try {
        // Whatever it includes is the same again.
        const auto include = [&](const std::filesystem::path&) { return std::string(input); };
        const JobDefinition job = read_job(input, "job.yaml", {catalog, {"globus"}}, include);
        require(!job.name.empty() && !job.tasks.empty(), "a job has a name and a task");
    } catch (const ConfigError& error) {
        require(!error.problems().empty(), "a file that is refused has a problem");
    }
}

}  // namespace errand::fuzz
