#include <sys/stat.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "errand/json.hpp"
#include "support/file_text.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using errand::parse_json;
using errand::Value;
using errand::testing::CommandResult;
using errand::testing::text_of;
using errand::testing::Workspace;

namespace {

constexpr char kListEndpoints[] = R"(globus.list-endpoints
  List the endpoints and collections that a search finds
  parameters
    filter_scope     Which endpoints to look among (text, default my-endpoints)
                     one of all, administered-by-me, my-endpoints, my-gcp-endpoints, recently-used, in-use, shared-by-me, shared-with-me
    filter_fulltext  Words that the endpoint's name, description or owner contains (text)
    limit            List at most this many; all by default (integer, from 1 to 1000)
    format           How to print them (text, default text)
                     one of text, json, csv
  outputs
    count      How many endpoints were found (integer)
    endpoints  Their id, display_name, entity_type and owner_string (list)
  scopes at transfer.api.globus.org
    urn:globus:auth:scope:transfer.api.globus.org:all
)";

/// A workspace with a copy of a plugin, and what errand has kept of its description.
struct WithCopy : Workspace {
    WithCopy() {
        fs::create_directory(path() / "plugins");
        ::chmod((path() / "plugins").c_str(), 0755);
        fs::copy_file(ERRAND_TEST_PLUGINS "/probe.so", library);
        ::chmod(library.c_str(), 0755);
        write("config/errand.yaml", "plugins: [../plugins]\n");
    }
    /// Replaces the summaries in what is kept, so that it shows whether that is used.
    void mark_what_is_kept() const {
        for (const auto& entry : fs::directory_iterator(path() / "home/.cache/errand/plugins")) {
            std::string text = text_of(entry.path());
            const std::string key = R"("summary":")";
            for (std::size_t at = 0; (at = text.find(key, at)) != std::string::npos; at += key.size())
                text.insert(at + key.size(), "Kept: ");
            std::ofstream(entry.path(), std::ios::binary) << text;
        }
    }
    bool is_told_from_what_is_kept() const {
        const CommandResult result = run({"plugins", "probe"});
        BOOST_TEST(result.exit_code == 0);
        return result.out.find("\n  Kept: ") != std::string::npos;
    }

    const fs::path library = path() / "plugins/probe.so";
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(plugins_command, Workspace)

BOOST_AUTO_TEST_CASE(lists_the_task_types) {
    const CommandResult result = run({"plugins"});
    BOOST_TEST(result.out ==
               "file.read              Put out what is in a file, as text, lines or JSON\n"
               "file.write             Write text or JSON into a file, or add it at its end\n"
               "globus.list-endpoints  List the endpoints and collections that a search finds\n"
               "http.request           Send a request to any HTTP API, signed where the job names scopes\n"
               "mail.send              Send a mail by an SMTP server\n"
               "shell.command          Run a program or a shell script\n"
               "webhook.post           Tell something to a webhook, whose URL may be secret\n");
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(shows_a_plugin) {
    const CommandResult result = run({"plugins", "globus"});
    const auto library = fs::path(ERRAND_PROGRAM).parent_path().parent_path() / "lib/errand/plugins/globus.so";
    BOOST_TEST(result.out == "globus 0.1.0  " + library.string() + "\n\n" + kListEndpoints);
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(shows_a_task_type) {
    const CommandResult result = run({"plugins", "globus.list-endpoints"});
    BOOST_TEST(result.out == kListEndpoints);
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(shows_them_to_machines) {
    const CommandResult all = run({"plugins", "--json"});
    const CommandResult one = run({"plugins", "globus", "--json"});
    BOOST_TEST(all.exit_code == 0);
    BOOST_TEST(one.exit_code == 0);
    const Value plugin = parse_json(one.out);
    const Value plugins = parse_json(all.out);
    BOOST_TEST(std::count(plugins.list().begin(), plugins.list().end(), plugin) == 1);
    BOOST_TEST(plugin.find("name")->text() == "globus");
    BOOST_TEST(plugin.find("tasks")->list().front().find("name")->text() == "list-endpoints");
}

BOOST_AUTO_TEST_CASE(suggests_the_nearest_plugin) {
    const CommandResult result = run({"plugins", "globis"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == "errand: there is no plugin 'globis', did you mean 'globus'?\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_CASE(suggests_the_nearest_task_type) {
    const CommandResult result = run({"plugins", "globus.list-endpoint"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err ==
               "errand: the plugin 'globus' has no task type 'list-endpoint', did you mean 'list-endpoints'?\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_CASE(does_not_take_a_path_for_a_name) {
    const CommandResult result = run({"plugins", "../plugins/globus"});
    BOOST_TEST(result.err == "errand: there is no plugin '../plugins/globus'\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(description_of_a_plugin, WithCopy)

BOOST_AUTO_TEST_CASE(is_kept_so_that_a_second_start_loads_nothing) {
    BOOST_TEST(!is_told_from_what_is_kept());
    mark_what_is_kept();
    BOOST_TEST(is_told_from_what_is_kept());
}

BOOST_AUTO_TEST_CASE(is_taken_anew_when_the_library_was_touched) {
    BOOST_TEST(!is_told_from_what_is_kept());
    mark_what_is_kept();
    fs::last_write_time(library, fs::last_write_time(library) + std::chrono::seconds(1));
    BOOST_TEST(!is_told_from_what_is_kept());
}

BOOST_AUTO_TEST_CASE(is_taken_anew_when_the_library_was_replaced_with_its_old_time) {
    BOOST_TEST(!is_told_from_what_is_kept());
    mark_what_is_kept();
    const auto time = fs::last_write_time(library);
    fs::copy_file(ERRAND_TEST_PLUGINS "/probe.so", path() / "new.so");
    ::chmod((path() / "new.so").c_str(), 0755);
    fs::rename(path() / "new.so", library);
    fs::last_write_time(library, time);
    BOOST_TEST(!is_told_from_what_is_kept());
}

BOOST_AUTO_TEST_CASE(is_not_taken_from_what_others_could_have_written) {
    BOOST_TEST(!is_told_from_what_is_kept());
    mark_what_is_kept();
    for (const auto& entry : fs::directory_iterator(path() / "home/.cache/errand/plugins"))
        ::chmod(entry.path().c_str(), 0666);
    BOOST_TEST(!is_told_from_what_is_kept());
}

BOOST_AUTO_TEST_CASE(is_taken_without_a_place_to_keep_it) {
    write("home/.cache", "a file in place of the directory");
    BOOST_TEST(!is_told_from_what_is_kept());
    BOOST_TEST(!is_told_from_what_is_kept());
}

BOOST_AUTO_TEST_SUITE_END()
