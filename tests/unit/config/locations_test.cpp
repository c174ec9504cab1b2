#include "config/locations.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "base/error.hpp"
#include "support/temporary_directory.hpp"

using namespace errand;
namespace fs = std::filesystem;

namespace {

struct World : testing::TemporaryDirectory {
    Surroundings surroundings() {
        Surroundings world;
        world.environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        };
        world.working_directory = path() / "here";
        world.system_directory = path() / "etc";
        world.is_root = is_root;
        return world;
    }
    std::optional<fs::path> found(const std::optional<fs::path>& named = {}) {
        return find_config_file(named, surroundings());
    }

    std::map<std::string, std::string> environment = {{"HOME", (path() / "home").string()}};
    bool is_root = false;
};

std::string not_found(const std::string& job, const Settings& settings) {
    try {
        return find_job(job, settings).string();
    } catch (const CommandError& error) {
        BOOST_TEST((error.code() == ExitCode::configuration));
        return error.what();
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(locations, World)

BOOST_AUTO_TEST_CASE(the_nearest_configuration_counts) {
    BOOST_TEST(!found());
    write("etc/errand.yaml", "");
    BOOST_TEST(found().value() == path() / "etc/errand.yaml");
    write("home/.config/errand/errand.yaml", "");
    BOOST_TEST(found().value() == path() / "home/.config/errand/errand.yaml");
    environment["XDG_CONFIG_HOME"] = (path() / "xdg").string();
    BOOST_TEST(found().value() == path() / "etc/errand.yaml");
    write("xdg/errand/errand.yaml", "");
    BOOST_TEST(found().value() == path() / "xdg/errand/errand.yaml");
    write("here/config/errand.yaml", "");
    BOOST_TEST(found().value() == path() / "here/config/errand.yaml");
    environment["ERRAND_CONFIG"] = "other.yaml";
    BOOST_TEST(found().value() == path() / "here/other.yaml");
    BOOST_TEST(found("/named.yaml").value() == "/named.yaml");
}

BOOST_AUTO_TEST_CASE(tells_where_a_configuration_was_looked_for) {
    const std::string directory = path().string();
    BOOST_TEST(no_config_file(config_file_places(surroundings())) ==
               "there is no configuration file; looked for " + directory + "/here/config/errand.yaml, " + directory +
                   "/home/.config/errand/errand.yaml and " + directory + "/etc/errand.yaml");
    environment.clear();
    Settings settings;
    settings.looked_for = config_file_places(surroundings());
    BOOST_TEST(not_found("a", settings) == "there is no job 'a': there is no configuration file; looked for " +
                                               directory + "/here/config/errand.yaml and " + directory +
                                               "/etc/errand.yaml; give the path of its file");
}

BOOST_AUTO_TEST_CASE(empty_and_relative_variables_do_not_count) {
    write("home/.config/errand/errand.yaml", "");
    environment["ERRAND_CONFIG"] = "";
    environment["XDG_CONFIG_HOME"] = "relative";
    BOOST_TEST(found().value() == path() / "home/.config/errand/errand.yaml");
}

BOOST_AUTO_TEST_CASE(finds_jobs_by_path_and_by_name) {
    write("one/a.yaml", "");
    write("two/a.yaml", "");
    write("two/backup.yml", "");
    Settings settings;
    settings.jobs = {{path() / "missing", {}}, {path() / "one", {}}, {path() / "two", {}}};
    BOOST_TEST(find_job("a", settings) == path() / "one/a.yaml");
    BOOST_TEST(find_job("backup", settings) == path() / "two/backup.yml");
    for (const char* direct : {"./a", "dir/a", "a.yaml", "a.yml"}) BOOST_TEST(find_job(direct, settings) == direct);
    const std::string directory = path().string();
    BOOST_TEST(not_found("backpu", settings) == "there is no job 'backpu' in " + directory +
                                                    "/missing (which does not exist), " + directory + "/one, " +
                                                    directory + "/two, did you mean 'backup'?");
    BOOST_TEST(not_found("a", {}) ==
               "there is no job 'a'; the configuration names no directories of jobs, so give the path of its file");
}

BOOST_AUTO_TEST_CASE(one_name_is_one_file_whatever_its_suffix) {
    write("one/a.yml", "");
    write("one/a.b.yml", "");
    write("two/a.yaml", "");
    write("two/b.yml", "");
    write("two/notes.txt", "");
    Settings settings;
    settings.jobs = {{path() / "one", {}}, {path() / "two", {}}};
    BOOST_TEST(find_job("a", settings) == path() / "one/a.yml");
    BOOST_TEST(find_job("a.b", settings) == path() / "one/a.b.yml");
    write("one/a.yaml", "");
    const std::string a = path() / "one/a";
    BOOST_TEST(not_found("a", settings) ==
               "two files claim to be the job 'a': " + a + ".yaml and " + a + ".yml; rename or remove one");
    const std::vector<fs::path> files = {path() / "one/a.b.yml", path() / "one/a.yaml", path() / "one/a.yml",
                                         path() / "two/a.yaml", path() / "two/b.yml"};
    BOOST_TEST((all_job_files(settings) == files));
    BOOST_TEST((all_job_names(settings) == std::vector<std::string>{"a.b", "a", "a", "a", "b"}));
}

BOOST_AUTO_TEST_CASE(keeps_state_and_cache_where_they_belong) {
    BOOST_TEST(state_directory(surroundings()) == path() / "home/.local/state/errand");
    BOOST_TEST(cache_directory(surroundings()) == path() / "home/.cache/errand");
    environment["XDG_STATE_HOME"] = "/xdg/state";
    environment["XDG_CACHE_HOME"] = "/xdg/cache";
    BOOST_TEST(state_directory(surroundings()) == "/xdg/state/errand");
    BOOST_TEST(cache_directory(surroundings()) == "/xdg/cache/errand");
    is_root = true;
    BOOST_TEST(state_directory(surroundings()) == "/var/lib/errand");
    BOOST_TEST(cache_directory(surroundings()) == "/var/cache/errand");
    environment["STATE_DIRECTORY"] = "/var/lib/ours:/var/lib/other";
    environment["CACHE_DIRECTORY"] = "/var/cache/ours";
    BOOST_TEST(state_directory(surroundings()) == "/var/lib/ours");
    BOOST_TEST(cache_directory(surroundings()) == "/var/cache/ours");
}

BOOST_AUTO_TEST_CASE(says_what_to_set_when_there_is_no_home) {
    environment.clear();
    BOOST_CHECK_EXCEPTION(state_directory(surroundings()), CommandError, [](const CommandError& error) {
        BOOST_TEST(error.what() ==
                   "neither STATE_DIRECTORY, XDG_STATE_HOME nor HOME is set to an absolute path; set one of them");
        return error.code() == ExitCode::state;
    });
}

BOOST_AUTO_TEST_SUITE_END()
