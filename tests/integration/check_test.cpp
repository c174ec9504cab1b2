#include <boost/test/unit_test.hpp>
#include <string>

#include "support/workspace.hpp"

using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

constexpr char kGood[] = "name: list\ntasks:\n  - {name: list, uses: globus.list-endpoints}\n";

std::string good_job(const std::string& name) { return "name: " + name + std::string(kGood).substr(10); }

constexpr char kBad[] =
    "name: list\n"
    "taks: []\n"
    "tasks:\n"
    "  - name: list\n"
    "    uses: globus.list-endpoint\n"
    "  - name: more\n"
    "    uses: globus.list-endpoints\n"
    "    with: {limit: many}\n";

constexpr char kWhatIsBad[] =
    "./bad.yaml:2:1: unknown key 'taks', did you mean 'tasks'?\n"
    "    taks: []\n"
    "    ^\n"
    "./bad.yaml:5:11: unknown task type 'globus.list-endpoint', did you mean 'globus.list-endpoints'?\n"
    "        uses: globus.list-endpoint\n"
    "              ^\n"
    "./bad.yaml:8:19: expected an integer, found 'many'\n"
    "        with: {limit: many}\n"
    "                      ^\n";

constexpr char kGlobus[] = "{type: globus, client_id: c, client_secret: {env: SECRET}}";

struct WithJobs : Workspace {
    WithJobs() {
        write("good.yaml", kGood);
        write("bad.yaml", kBad);
    }
    void provide(const std::string& providers) const {
        write("config/errand.yaml", "jobs: [../jobs, ../more]\nproviders:\n" + providers);
    }
    void check_prints(const CommandResult& result, const std::string& out, const std::string& err, int exit_code) {
        BOOST_TEST(result.out == out);
        BOOST_TEST(result.err == err);
        BOOST_TEST(result.exit_code == exit_code);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(check_command, WithJobs)

BOOST_AUTO_TEST_CASE(calls_a_good_job_good) {
    check_prints(run({"check", "./good.yaml"}), "./good.yaml: good\n", "", 0);
}

BOOST_AUTO_TEST_CASE(says_more_when_asked) {
    check_prints(run({"check", "-v", "./good.yaml"}),
                 "./good.yaml: good\n"
                 "  list: globus.list-endpoints, urn:globus:auth:scope:transfer.api.globus.org:all, no files\n",
                 "", 0);
}

BOOST_AUTO_TEST_CASE(shows_the_scopes_that_the_job_names_and_allows) {
    write("scopes.yaml",
          "name: list\ntasks:\n  - name: list\n    uses: globus.list-endpoints\n"
          "    scopes: {transfer.api.globus.org: ['urn:all[urn:b *urn:c]'], groups: [urn:view]}\n"
          "    allow_scopes: [urn:x, 'urn:y[urn:z]']\n");
    check_prints(run({"check", "-v", "./scopes.yaml"}),
                 "./scopes.yaml: good\n"
                 "  list: globus.list-endpoints, urn:all[urn:b *urn:c] urn:view, if asked for urn:x urn:y[urn:z], no "
                 "files\n",
                 "", 0);
}

BOOST_AUTO_TEST_CASE(shows_every_problem_at_its_place) {
    check_prints(run({"check", "./bad.yaml"}), "", kWhatIsBad, 78);
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_bad_job) {
    check_prints(run({"check", "./bad.yaml", "./good.yaml"}), "./good.yaml: good\n", kWhatIsBad, 78);
}

BOOST_AUTO_TEST_CASE(misses_a_directory_of_jobs) {
    write("config/errand.yaml", "jobs: [../jobs, ../jbos]\n");
    write("jobs/a.yaml", kGood);
    const std::string jbos = (path() / "jbos").string();
    check_prints(run({"check"}), (path() / "jobs/a.yaml").string() + ": good\n",
                 (path() / "config/errand.yaml").string() + ":1:17: the directory of jobs '" + jbos +
                     "' cannot be read: No such file or directory; make it, or correct 'jobs:'\n",
                 78);
    check_prints(
        run({"run", "b"}), "",
        "errand: there is no job 'b' in " + (path() / "jobs").string() + ", " + jbos + " (which does not exist)\n", 78);
}

BOOST_AUTO_TEST_CASE(looks_at_the_jobs_of_all_directories) {
    provide("  globus: " + std::string(kGlobus) + "\n");
    write("jobs/b.yaml", good_job("b"));
    write("jobs/a.yaml", good_job("a"));
    write("more/c.yml", good_job("c"));
    write("more/b.yaml", good_job("b"));
    write("more/notes.txt", "not a job");
    const auto jobs = path() / "jobs";
    check_prints(run({"check"}),
                 (jobs / "a.yaml").string() + ": good\n" + (jobs / "b.yaml").string() + ": good\n" +
                     (path() / "more/b.yaml").string() + ": good\n" + (path() / "more/c.yml").string() + ": good\n",
                 "", 0);
    check_prints(run({"check", "a"}), "a: good\n", "", 0);
}

BOOST_AUTO_TEST_CASE(says_when_two_jobs_have_one_name) {
    provide("  globus: " + std::string(kGlobus) + "\n");
    write("jobs/a.yaml", good_job("list"));
    write("more/b.yaml", good_job("list"));
    const std::string a = path() / "jobs/a.yaml";
    const std::string b = path() / "more/b.yaml";
    check_prints(run({"check"}), a + ": good\n",
                 b + ": the job in " + a +
                     " has the name 'list' too, so that runs of both would be taken for those of one job; give one "
                     "another\n",
                 78);
}

BOOST_AUTO_TEST_CASE(says_when_two_files_have_one_name) {
    provide("  globus: " + std::string(kGlobus) + "\n");
    write("jobs/b.yml", kGood);
    check_prints(run({"check", "b"}), "b: good\n", "", 0);
    write("jobs/b.yaml", kGood);
    write("more/c.yml", kGood);
    const std::string b = path() / "jobs/b";
    const std::string both =
        "two files claim to be the job 'b': " + b + ".yaml and " + b + ".yml; rename or remove one\n";
    check_prints(run({"check", "b"}), "", both, 78);
    check_prints(run({"run", "b"}), "", "errand: " + both, 78);
    check_prints(run({"check"}), (path() / "more/c.yml").string() + ": good\n", both + both, 78);
    check_prints(run({"check", "jobs/b.yml"}), "jobs/b.yml: good\n", "", 0);
}

BOOST_AUTO_TEST_CASE(says_when_there_is_nothing_to_look_at) {
    check_prints(run({"check"}), "",
                 "errand: there is no configuration file; looked for " + (path() / "config/errand.yaml").string() +
                     ", " + (path() / "home/.config/errand/errand.yaml").string() +
                     " and /etc/errand/errand.yaml; give the paths of job files to check them without one\n",
                 0);
    write("config/errand.yaml", "");
    check_prints(run({"check"}), "", "errand: there is no job in the directories of 'jobs:' in the configuration\n", 0);
}

BOOST_AUTO_TEST_CASE(names_a_job_that_is_not_there) {
    provide("  globus: " + std::string(kGlobus) + "\n");
    write("jobs/nightly.yaml", kGood);
    check_prints(run({"check", "nightli"}), "",
                 "there is no job 'nightli' in " + (path() / "jobs").string() + ", " + (path() / "more").string() +
                     " (which does not exist), did you mean 'nightly'?\n",
                 78);
    check_prints(run({"check", "./absent.yaml"}), "",
                 "the job file cannot be read: ./absent.yaml: No such file or directory\n", 78);
}

BOOST_AUTO_TEST_CASE(stops_at_a_bad_configuration) {
    write("config/errand.yaml", "plugin: [x]\n");
    check_prints(run({"check", "./good.yaml"}), "",
                 (path() / "config/errand.yaml").string() +
                     ":1:1: unknown key 'plugin', did you mean 'plugins'?\n    plugin: [x]\n    ^\n",
                 78);
}

BOOST_AUTO_TEST_CASE(says_when_several_providers_would_do) {
    provide("  one: " + std::string(kGlobus) + "\n  two: " + kGlobus + "\n");
    check_prints(run({"check", "./good.yaml"}), "",
                 "./good.yaml: task 'list' could use any of the providers one, two; say which with 'provider:' in the "
                 "task or the job\n",
                 78);
    write("good.yaml", kGood + std::string("provider: two\n"));
    check_prints(run({"check", "./good.yaml"}), "./good.yaml: good\n", "", 0);
}

BOOST_AUTO_TEST_CASE(says_when_no_provider_would_do) {
    provide(
        "  other: {type: oauth2, token_url: 'https://login.example.org/token', client_id: c,"
        " client_secret: {env: SECRET}, scopes: [read]}\n");
    check_prints(run({"check", "./good.yaml"}), "",
                 "./good.yaml: task 'list' needs tokens for transfer.api.globus.org, and no provider in the "
                 "configuration can get them; add one under 'providers:'\n",
                 78);
}

BOOST_AUTO_TEST_SUITE_END()
