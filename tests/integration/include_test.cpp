#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "support/workspace.hpp"

namespace errand::testing {

/// A job whose tasks are partly those of a fragment beside it.
struct Include : Workspace {
    Include() {
        configure();
        write("jobs/nightly.yaml",
              "name: nightly\n"
              "include: ../shared/report.yaml\n"
              "parameters: {whom: {default: Ada}}\n"
              "tasks:\n"
              "  - {name: work, needs: [prepare], uses: probe.echo, with: {text: working}}\n");
        write_fragment("tasks: [{name: prepare, uses: probe.echo, with: {text: preparing}}]\n");
    }
    void write_fragment(const std::string& tasks) const {
        write("shared/report.yaml",
              "parameters: {whom: {required: true}}\n" + tasks +
                  "always: [{name: report, uses: probe.echo, with: {text: 'done, ${{ params.whom }}'}}]\n");
    }
    /// What errand check says of the job.
    std::string objection() const {
        const CommandResult result = run({"check", "jobs/nightly.yaml"});
        BOOST_TEST(result.exit_code == 78);
        return result.err;
    }
};

BOOST_FIXTURE_TEST_SUITE(include, Include)

BOOST_AUTO_TEST_CASE(runs_a_job_with_the_tasks_of_a_fragment) {
    const CommandResult result = run({"run", "jobs/nightly.yaml"});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.out == "preparing\nworking\ndone, Ada\n");
}

BOOST_AUTO_TEST_CASE(tells_mistakes_in_a_fragment_at_their_place) {
    write_fragment("tasks: [{name: prepare, uses: probe.ech}]\n");
    BOOST_TEST(objection() ==
               "shared/report.yaml:2:31: unknown task type 'probe.ech', did you mean 'probe.echo'?\n"
               "    tasks: [{name: prepare, uses: probe.ech}]\n"
               "                                  ^\n");
}

BOOST_AUTO_TEST_CASE(tells_that_a_fragment_is_not_there) {
    std::filesystem::remove(*this / "shared/report.yaml");
    BOOST_TEST(objection() ==
               "jobs/nightly.yaml:2:10: the fragment cannot be read: shared/report.yaml: No such file or directory\n"
               "    include: ../shared/report.yaml\n"
               "             ^\n");
}

BOOST_AUTO_TEST_CASE(prints_a_schema_of_fragments) {
    const CommandResult result = run({"schema", "--fragment"});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.out.find("\"title\": \"errand job fragment\"") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
