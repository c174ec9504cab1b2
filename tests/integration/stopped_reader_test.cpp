#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <ostream>
#include <string>

#include "support/descriptors.hpp"
#include "support/introductions.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// What a task floods, and who does not read it.
struct Flood {
    const char* type;
    int CommandRequest::*unread;
};

inline std::ostream& operator<<(std::ostream& out, const Flood& flood) { return out << flood.type; }

const Flood floods[] = {{"flood-errors", &CommandRequest::err}, {"flood-output", &CommandRequest::out}};

/// Runs of a task that prints without end, to a pipe whose reader stops.
struct StoppedReader : Workspace {
    StoppedReader() { configure("limits: {grace: 1s}\n"); }

    CommandRequest request(const Flood& flood, const std::string& more = {}) {
        write("job.yaml",
              "name: job\ntasks:\n  - name: bad\n    uses: hostile." + std::string(flood.type) + "\n" + more);
        CommandRequest run = errand({"run", "./job.yaml"});
        run.*flood.unread = pipe.second.get();
        return run;
    }
    /// The init and the worker, once both are there; after that nothing is read.
    std::vector<ProcessIdentity> wait_for_introductions(const Command& command, const Flood& flood) {
        pipe.second.reset();
        if (flood.unread == &CommandRequest::out)
            return introduced(read_line(pipe.first.get()) + "\n" + read_line(pipe.first.get()));
        for (int i = 0; i < 3000 && introduced(command.out()).size() < 2; ++i) usleep(20'000);
        return introduced(command.out());
    }

    DescriptorPair pipe = make_pipe();
};

BOOST_FIXTURE_TEST_SUITE(stopped_reader, StoppedReader)

BOOST_DATA_TEST_CASE(does_not_keep_a_run_from_being_cancelled, boost::unit_test::data::make(floods), flood) {
    Command command(request(flood));
    const auto attempt = wait_for_introductions(command, flood);
    BOOST_TEST(attempt.size() == 2U);
    command.signal(SIGTERM);
    for (int i = 0; i < 3000 && !still_there(attempt).empty(); ++i) usleep(20'000);
    BOOST_TEST(still_there(attempt) == std::vector<pid_t>(), boost::test_tools::per_element());
    command.signal(SIGTERM);
    BOOST_TEST(command.wait().exit_code == 130);
}

BOOST_DATA_TEST_CASE(does_not_keep_a_run_from_its_time_limit, boost::unit_test::data::make(floods), flood) {
    Command command(request(flood, "    time_limit: 1s\n"));
    BOOST_TEST(command.wait().exit_code == 124);
}

BOOST_AUTO_TEST_CASE(is_told_what_happened_when_it_reads_again) {
    Command command(request(floods[0]));
    const auto attempt = wait_for_introductions(command, floods[0]);
    command.signal(SIGTERM);
    for (int i = 0; i < 3000 && !still_there(attempt).empty(); ++i) usleep(20'000);
    const std::string log = read_to_end(pipe.first.get());
    BOOST_TEST(command.wait().exit_code == 130);
    BOOST_TEST(log.find("task 'bad': xxx") != std::string::npos);
    BOOST_TEST(log.substr(log.rfind(": ", log.size() - 1)) == ": cancelled by SIGTERM\n");
}

BOOST_AUTO_TEST_CASE(does_not_keep_the_report_of_a_quiet_run_from_being_cancelled) {
    write("job.yaml", "name: job\ntasks:\n  - {name: bad, uses: hostile.flood-output}\n");
    CommandRequest run = errand({"run", "./job.yaml", "--quiet"});
    run.out = pipe.second.get();
    configure("limits: {output: 1MiB}\n");
    Command command(run);
    BOOST_TEST_REQUIRE(command.wait_until_printed("printed and logged more than its limit"));
    command.signal(SIGTERM);
    BOOST_TEST(command.wait().exit_code == 130);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
