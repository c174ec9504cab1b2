#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <regex>
#include <string>

#include "errand/abi.hpp"
#include "support/file_text.hpp"
#include "support/normalised.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

constexpr char kRefused[] = ERRAND_TEST_PLUGINS "/refused";
constexpr char kGoodPlugin[] = ERRAND_TEST_PLUGINS "/probe.so";

struct Refusal {
    const char* plugin;
    std::string why;

    friend std::ostream& operator<<(std::ostream& out, const Refusal& row) { return out << row.plugin; }
};

const Refusal refusals[] = {
    {"not_a_plugin",
     "not an errand plugin: it exports no 'errand_plugin_descriptor'; ERRAND_PLUGIN(…) in one of its sources makes it"},
    {"other_magic", "not an errand plugin: its 'errand_plugin_descriptor' returns something else"},
    {"other_abi", "built for version 999 of the plugin ABI, this errand has version " ERRAND_ABI_TEXT(
                      ERRAND_ABI_VERSION) "; rebuild it with this errand's SDK"},
    {"other_toolchain", std::string("built with 'clang abi 1 strings 0 containers plain', this errand with '") +
                            errand::abi::kToolchain + "'; rebuild it with the same compiler"},
    {"missing_symbol",
     "a symbol is missing: nothing that the library is linked with defines 'errand_test_function_that_is_nowhere'; "
     "link what does, or rebuild it with this errand's SDK"},
    {"crashes_when_loaded",
     "ended while it was loaded, killed by SIGSEGV (Segmentation fault); look at its constructors of global objects "
     "and at describe()"},
    {"hangs_when_loaded",
     "did not describe itself within 10s; look at its constructors of global objects and at describe()"},
    {"misnamed",
     "the plugin in it is called 'another_name'; a library has its plugin's name: rename it to another_name.so"},
    {"throws_in_describe", "a task type's describe() threw: no words"},
    {"twice_the_same", "it has two task types called 'nothing'"},
    {"wrong_default",
     "task type 'wait': the default of the parameter 'pause' is text, expected a duration (milliseconds)"},
};

/// A workspace with directories of plugins of its own.
struct WithPlugins : Workspace {
    WithPlugins() { make_directory("plugins"); }

    void make_directory(const std::string& name) const {
        fs::create_directory(path() / name);
        ::chmod((path() / name).c_str(), 0755);
    }
    std::string copy(const std::string& name) const {
        const fs::path to = path() / name;
        fs::copy_file(kGoodPlugin, to);
        ::chmod(to.c_str(), 0755);
        return to;
    }
    CommandResult look_at(const std::string& plugin, const std::string& directories) const {
        write("config/errand.yaml", "plugins: [" + directories + "]\n");
        return run({"plugins", plugin});
    }
    void check_refused(const CommandResult& result, const std::string& message) const {
        BOOST_TEST(result.err == "errand: " + message + "\n");
        BOOST_TEST(result.out == "");
        BOOST_TEST(result.exit_code == 78);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refused_plugin, WithPlugins)

BOOST_DATA_TEST_CASE(is_told_with_the_reason, boost::unit_test::data::make(refusals), row) {
    const std::string directory = std::string(kRefused) + "/" + row.plugin;
    check_refused(look_at(row.plugin, directory), directory + "/" + row.plugin + ".so: " + row.why);
}

BOOST_AUTO_TEST_CASE(is_told_where_a_job_uses_it) {
    const std::string directory = std::string(kRefused) + "/twice_the_same";
    write("config/errand.yaml", "plugins: [" + directory + "]\n");
    write("job.yaml", "name: job\ntasks:\n  - {name: a, uses: twice_the_same.nothing}\n");
    for (const char* command : {"check", "run"}) {
        const CommandResult result = run({command, "./job.yaml"});
        BOOST_TEST(result.err.find("./job.yaml:3:21: " + directory +
                                   "/twice_the_same.so: it has two task types called 'nothing'\n") !=
                   std::string::npos);
        BOOST_TEST(result.out == "");
        BOOST_TEST(result.exit_code == 78);
    }
}

BOOST_AUTO_TEST_CASE(does_not_hide_the_others) {
    write("config/errand.yaml", std::string("plugins: [") + kRefused + "/twice_the_same]\n");
    const CommandResult result = run({"plugins"});
    BOOST_TEST(result.out ==
               "file.read              Put out what is in a file, as text, lines or JSON\n"
               "file.write             Write text or JSON into a file, or add it at its end\n"
               "globus.list-endpoints  List the endpoints and collections that a search finds\n"
               "http.request           Send a request to any HTTP API, signed where the job names scopes\n"
               "mail.send              Send a mail by an SMTP server\n"
               "shell.command          Run a program or a shell script\n"
               "webhook.post           Tell something to a webhook, whose URL may be secret\n");
    BOOST_TEST(result.err == std::string("errand: ") + kRefused +
                                 "/twice_the_same/twice_the_same.so: it has two task types called 'nothing'\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_CASE(is_one_that_was_cut) {
    const std::string library = copy("plugins/probe.so");
    const auto whole = std::to_string(fs::file_size(library));
    for (const std::uintmax_t left : {fs::file_size(library) / 2, std::uintmax_t{100}}) {
        fs::resize_file(library, left);
        check_refused(look_at("probe", "../plugins"), library + ": cut short: only " + std::to_string(left) + " of " +
                                                          whole + " bytes are there; copy or build it again");
    }
}

BOOST_AUTO_TEST_CASE(is_one_that_others_could_change) {
    const std::string library = copy("plugins/probe.so");
    ::chmod(library.c_str(), 0664);
    check_refused(look_at("probe", "../plugins"),
                  library + " is writable by others (mode 0664); chmod go-w " + library);
}

BOOST_AUTO_TEST_CASE(is_told_before_anything_runs_though_its_description_is_kept) {
    copy("plugins/probe.so");
    write("config/errand.yaml", "plugins: [../plugins]\n");
    write("job.yaml", "name: job\ntasks:\n  - {name: a, uses: probe.echo}\n");
    BOOST_TEST(run({"check", "./job.yaml"}).exit_code == 0);
    const std::string directory = path() / "plugins";
    ::chmod(directory.c_str(), 0775);
    for (const char* command : {"check", "run"}) {
        const CommandResult result = run({command, "./job.yaml"});
        BOOST_TEST(result.err == "./job.yaml:3:21: " + directory + "/probe.so: " + directory +
                                     " is writable by others (mode 0775); chmod go-w " + directory +
                                     "\n      - {name: a, uses: probe.echo}\n                        ^\n");
        BOOST_TEST(result.exit_code == 78);
    }
}

BOOST_AUTO_TEST_CASE(is_bad_configuration_even_when_found_by_the_attempt) {
    const std::string library = copy("plugins/probe.so");
    write("config/errand.yaml", "plugins: [../plugins]\n");
    write("job.yaml", "name: job\ntasks:\n  - {name: a, uses: probe.ecco}\n");
    run({"plugins", "probe"});
    // A description that is kept tells of a task type that the library does not have.
    for (const auto& kept : fs::directory_iterator(path() / "home/.cache/errand/plugins")) {
        const std::string name = "home/.cache/errand/plugins/" + kept.path().filename().string();
        write(name, std::regex_replace(errand::testing::text_of(kept), std::regex("\"echo\""), "\"ecco\""));
    }
    const CommandResult result = run({"run", "./job.yaml"});
    BOOST_TEST(errand::testing::normalised(result.err, *this) ==
               "TIME error: task 'a' misconfigured after DURATION: WORKSPACE/plugins/probe.so: it has no task type "
               "called 'ecco'\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_CASE(is_one_that_others_could_replace) {
    const std::string library = copy("plugins/probe.so");
    const std::string directory = path() / "plugins";
    ::chmod(directory.c_str(), 0777);
    check_refused(look_at("probe", "../plugins"),
                  library + ": " + directory + " is writable by others (mode 0777); chmod go-w " + directory);
}

BOOST_AUTO_TEST_CASE(is_one_of_two_with_the_same_name) {
    make_directory("more");
    const std::string first = copy("plugins/probe.so");
    const std::string second = copy("more/probe.so");
    check_refused(look_at("probe", "../plugins, ../more"), "two libraries claim to be the plugin 'probe': " + first +
                                                               " and " + second + "; rename or remove one");
}

BOOST_AUTO_TEST_CASE(is_no_reason_to_refuse_the_same_directory_twice) {
    copy("plugins/probe.so");
    BOOST_TEST(look_at("probe", "../plugins, ../plugins").exit_code == 0);
}

BOOST_AUTO_TEST_CASE(is_not_looked_for_where_nothing_is) {
    const CommandResult result = look_at("probe", "../absent");
    BOOST_TEST(result.err == (path() / "config/errand.yaml").string() + ":1:11: there is no plugin directory " +
                                 (path() / "absent").string() + "\n    plugins: [../absent]\n              ^\n");
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_SUITE_END()
