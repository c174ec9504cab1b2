#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <ostream>

#include "auth/token_cache.hpp"
#include "cli/doctor/local_checks.hpp"
#include "support/fake_clock.hpp"
#include "support/finding_text.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

struct LocalChecks {
    /// Of a provider whose secret is there.
    Finding secret(const Value& reference) {
        const ProviderSettings provider = {"globus", {}, "globus", {{"client_secret", reference}}};
        const auto findings = check_secrets(provider, SecretReader(surroundings, spawner, redactor));
        BOOST_TEST_REQUIRE(findings.size() == 1U);
        return findings.front();
    }
    std::string file(const std::string& name, mode_t mode, const std::string& content = "hunter2hunter2") const {
        const std::string path = directory.write(name, content).string();
        ::chmod(path.c_str(), mode);
        return path;
    }

    testing::TemporaryDirectory directory;
    testing::FakeClock clock;
    std::map<std::string, std::string> variables = {{"SECRET", "hunter2hunter2"}};
    Surroundings surroundings{[this](const std::string& name) {
                                  const auto found = variables.find(name);
                                  return found == variables.end() ? std::nullopt : std::optional(found->second);
                              },
                              [] { return std::vector<std::string>(); }, directory.path()};
    PosixSpawner spawner;
    Redactor redactor;
};

BOOST_FIXTURE_TEST_SUITE(local_checks_of_doctor, LocalChecks)

BOOST_AUTO_TEST_CASE(tell_where_a_secret_is_and_never_the_secret) {
    const std::string path = file("secret", 0600);
    BOOST_TEST(testing::line_of(secret(Value::Map{{"file", path}})) ==
               "ok       secret  globus: client_secret is the file '" + path + "', which only its owner can read\n");
    BOOST_TEST(testing::line_of(secret(Value::Map{{"env", "SECRET"}})) ==
               "ok       secret  globus: client_secret is the environment variable SECRET\n");
    BOOST_TEST(testing::line_of(secret(Value::Map{{"command", Value::List{"/bin/echo", "hunter2hunter2"}}})) ==
               "ok       secret  globus: client_secret is what the command '/bin/echo' prints\n");
}

BOOST_AUTO_TEST_CASE(tell_what_is_wrong_with_a_secret) {
    const std::string open = file("open", 0640);
    BOOST_TEST(testing::line_of(secret(Value::Map{{"file", open}})) ==
               "wrong    secret  globus: the secret file '" + open + "' can be read or written by others; chmod 600 '" +
                   open + "'\n");
    const std::string missing = directory.path() / "missing";
    BOOST_TEST(testing::line_of(secret(Value::Map{{"file", missing}})) ==
               "wrong    secret  globus: the secret file '" + missing +
                   "' does not exist; put the secret there, with mode 0600\n");
    BOOST_TEST(testing::line_of(secret(Value::Map{{"env", "NO_SECRET"}})) ==
               "wrong    secret  globus: the environment variable NO_SECRET is not set; it should hold the secret\n");
    BOOST_TEST((secret(Value::Map{{"env", "NO_SECRET"}}).code == ExitCode::configuration));
}

BOOST_AUTO_TEST_CASE(miss_a_program_that_errand_starts) {
    file("errand-task", 0700);
    const auto found = check_programs(directory.path());
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(testing::line_of(found.front()) == "wrong    programs  errand-sandbox: '" + directory.path().string() +
                                                      "/errand-sandbox' is not there, or cannot be run; install errand "
                                                      "again\n");
    file("errand-sandbox", 0700);
    BOOST_TEST(check_programs(directory.path()).empty());
}

BOOST_AUTO_TEST_CASE(look_at_no_secret_that_is_not_configured) {
    const ProviderSettings provider = {"ours", {}, "oauth2", {{"client_id", "me"}}};
    BOOST_TEST(check_secrets(provider, SecretReader(surroundings, spawner, redactor)).empty());
}

BOOST_AUTO_TEST_CASE(tell_whether_runs_have_a_place_to_work) {
    const auto line = [&](const std::string& name) {
        return testing::line_of(check_state_directory(directory.path() / name));
    };
    const std::string path = directory.path() / "state";
    BOOST_TEST(line("state") == "ok       state  '" + path + "' is made by the first run\n");
    std::filesystem::create_directories(path + "/work");
    BOOST_TEST(line("state") == "ok       state  '" + path + "' can be written\n");
    file("a-file", 0600);
    BOOST_TEST(line("a-file/state") == "wrong    state  '" + path.substr(0, path.rfind('/')) +
                                           "/a-file' is no directory; mv '" + directory.path().string() + "/a-file' '" +
                                           directory.path().string() + "/a-file.old'\n");
}

BOOST_AUTO_TEST_CASE(tell_that_runs_have_no_place_to_work) {
    if (::geteuid() == 0) return;  // Who may write anywhere.
    const std::string path = directory.path() / "state";
    const std::string user = std::to_string(::geteuid());
    const std::string install = "; install --directory --owner " + user + " --mode 700 ";
    const std::string runs = path + "/work";
    std::filesystem::create_directories(runs);
    ::chmod(runs.c_str(), 0500);
    const Finding finding = check_state_directory(path);
    BOOST_TEST(testing::line_of(finding) ==
               "wrong    state  '" + path + "/work' cannot be written; chmod 700 '" + path + "/work'\n");
    BOOST_TEST((finding.code == ExitCode::state));
    BOOST_TEST(testing::line_of(check_state_directory(runs + "/deep/er")) ==
               "wrong    state  '" + runs + "/deep/er' cannot be made in '" + runs + "'" + install + "'" + runs +
                   "/deep/er'\n");
    BOOST_TEST(testing::line_of(check_state_directory("/usr")) ==
               "wrong    state  '/usr' cannot be written; chown " + user + " '/usr'\n");
    ::chmod(path.c_str(), 0);
    BOOST_TEST(testing::line_of(check_state_directory(path)) ==
               "wrong    state  '" + path + "/work' cannot be reached: Permission denied; namei -l '" + path +
                   "/work'\n");
    ::chmod(path.c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(tell_that_there_is_no_cache_yet) {
    const auto path = directory.path() / "tokens";
    BOOST_TEST(testing::line_of(check_token_cache(path, clock)) ==
               "ok       cache  '" + path.string() + "' is made when the first token is kept\n");
}

BOOST_AUTO_TEST_CASE(tell_whether_kept_tokens_are_closed_to_others) {
    const auto path = directory.path() / "tokens";
    const CacheDirectory files(path);
    TokenCache(files, clock).store("k", {"globus", "me", "there", {}, GrantFailure{{}, "no", clock.now(), {}}});
    BOOST_TEST(testing::line_of(check_token_cache(path, clock)) ==
               "ok       cache  '" + path.string() + "' is closed to others\n");
    for (const auto& [name, mode, remedy] :
         {std::tuple(path / "k.token", 0644U, "chmod 600"), {path, 0750U, "chmod 700"}}) {
        ::chmod(name.c_str(), mode);
        const Finding finding = check_token_cache(path, clock);
        BOOST_TEST(testing::line_of(finding) == "wrong    cache  the cache '" + name.string() +
                                                    "' is open to others; " + remedy + " '" + name.string() + "'\n");
        BOOST_TEST((finding.code == ExitCode::state));
    }
}

BOOST_AUTO_TEST_CASE(tell_that_a_cache_is_no_directory) {
    const std::string path = file("tokens", 0600);
    BOOST_TEST(testing::line_of(check_token_cache(path, clock)) ==
               "wrong    cache  the cache '" + path + "' cannot be read: Not a directory; ls -ld '" + path + "'\n");
}

BOOST_AUTO_TEST_CASE(tell_that_nothing_can_be_kept) {
    const auto path = directory.path() / "tokens";
    std::filesystem::create_directory(path);
    ::chmod(path.c_str(), 0500);
    BOOST_TEST(testing::line_of(check_token_cache(path, clock)) ==
               (::geteuid() == 0 ? "ok       cache  '" + path.string() + "' is closed to others\n"
                                 : "wrong    cache  '" + path.string() + "' cannot be written; chmod 700 '" +
                                       path.string() + "'\n"));
}

BOOST_AUTO_TEST_CASE(tell_who_can_change_a_directory_of_plugins) {
    const std::string path = directory.path() / "plugins";
    BOOST_TEST(testing::line_of(check_plugin_directory(path)) ==
               "wrong    directory  " + path +
                   ": No such file or directory; correct 'plugins:' in the configuration\n");
    std::filesystem::create_directory(path);
    ::chmod(path.c_str(), 0755);
    BOOST_TEST(testing::line_of(check_plugin_directory(path)) ==
               "ok       directory  " + path + ": only root or this user can change it\n");
    ::chmod(path.c_str(), 0777);
    BOOST_TEST(testing::line_of(check_plugin_directory(path)) == "wrong    directory  " + path + ": " + path +
                                                                     " is writable by others (mode 0777); chmod go-w " +
                                                                     path + '\n');
}

BOOST_AUTO_TEST_CASE(tell_whether_tasks_are_caged) {
    BOOST_TEST(testing::line_of(check_landlock(2)) ==
               "ok       landlock  version 2 of the kernel's: tasks are caged\n");
    BOOST_TEST(testing::line_of(check_landlock(0)) ==
               "warning  landlock  this kernel has no Landlock, so tasks can open any file of the user; boot Linux "
               "5.13 or newer with 'landlock' in the parameter lsm=\n");
    BOOST_TEST((check_landlock(0).code == ExitCode::done));
}

BOOST_AUTO_TEST_CASE(tell_every_problem_of_the_configuration) {
    const auto findings = check_configuration(ConfigError("", {{{"c.yaml", 3, 1}, "unknown key 'x'"}}));
    BOOST_TEST_REQUIRE(findings.size() == 1U);
    BOOST_TEST(testing::line_of(findings.front()) ==
               "wrong    configuration  c.yaml:3:1: unknown key 'x'; correct line 3 of c.yaml\n");
}

BOOST_AUTO_TEST_CASE(tell_what_the_configuration_lacks) {
    Settings settings;
    BOOST_TEST(testing::line_of(check_configuration(settings, "c.yaml")) ==
               "warning  configuration  c.yaml: it has no provider; add one under 'providers:'\n");
    settings.looked_for = {"a", "b"};
    BOOST_TEST(testing::line_of(check_configuration(settings, "")) ==
               "warning  configuration  there is no configuration file; looked for a and b; write one; 'errand run "
               "--sandbox JOB' needs none\n");
    settings.looked_for.clear();
    settings.providers.resize(2);
    BOOST_TEST(testing::line_of(check_configuration(settings, "c.yaml")) ==
               "ok       configuration  c.yaml: 2 providers\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
