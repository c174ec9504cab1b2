#include "command.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <ostream>
#include <string>

#include "errand/files/descriptor.hpp"
#include "errand/json.hpp"
#include "errand/testing.hpp"
#include "support/temporary_directory.hpp"

namespace errand::shell {

namespace fs = std::filesystem;
using testing::TaskResult;
using Kind = Outcome::Kind;

struct Shell : testing::TaskHarness<Command> {
    /// Gives the members of a JSON object as parameters.
    Shell& with(const char* parameters) {
        const Value given = parse_json(parameters);
        for (const auto& [name, value] : given.map()) parameter(name, value);
        return *this;
    }
    TaskResult run_script(const char* script) { return parameter("script", script).run(); }
};

struct Printed {
    const char* title;
    const char* parameters;
    const char* printed;

    friend std::ostream& operator<<(std::ostream& out, const Printed& row) { return out << row.title; }
};

const Printed printed_texts[] = {
    {"arguments as they are", R"({"argv": ["printf", "%s|", "a b", "$HOME", "*", "", 7]})", "a b|$HOME|*||7|"},
    {"a program with its path", R"({"argv": ["/bin/echo", "hello"]})", "hello\n"},
    {"a script", R"({"script": "for i in 1 2; do echo $i; done"})", "1\n2\n"},
    {"no input", R"({"argv": ["cat"]})", ""},
    {"its input", R"({"argv": ["cat"], "stdin": "a\nb"})", "a\nb"},
    {"variables", R"({"script": "echo \"$A $B\"", "environment": {"A": "x y", "B": 2}})", "x y 2\n"},
    {"a variable in place of the task's", R"({"script": "echo $PATH", "environment": {"PATH": "/bin"}})", "/bin\n"},
    {"the directory", R"({"script": "pwd", "directory": "/usr/bin"})", "/usr/bin\n"},
    {"a program found by its own path", R"({"argv": ["echo", "x"], "environment": {"PATH": "/nowhere::/bin"}})", "x\n"},
    {"what the end of a pipeline prints", R"({"script": "echo early; echo late &"})", "early\nlate\n"},
    {"a group of its own", R"({"script": "ps -o pgid= -p $$ | grep -qw $$; echo own"})", "own\n"},
};

BOOST_FIXTURE_TEST_SUITE(command, Shell)

BOOST_DATA_TEST_CASE(prints, boost::unit_test::data::make(printed_texts), row) {
    const TaskResult result = with(row.parameters).run();
    BOOST_TEST(result.outcome.ok(), result.outcome.message);
    BOOST_TEST(result.printed == row.printed);
    BOOST_TEST(to_json(result.outputs.at("stdout")) == to_json(Value(row.printed)));
    BOOST_TEST(result.outputs.at("exit_code").integer() == 0);
    BOOST_TEST(result.outputs.count("json") == 0U);
}

BOOST_AUTO_TEST_CASE(fails_as_its_program_does) {
    const TaskResult result = with(R"({"argv": ["sh", "-c", "echo x; exit 3"]})").run();
    BOOST_CHECK(result.outcome.kind == Kind::failure);
    BOOST_TEST(result.outcome.message == "'sh' exited with 3");
    BOOST_TEST(to_json(result.outputs) == R"({"exit_code":3,"stdout":"x\n"})");
}

BOOST_AUTO_TEST_CASE(ends_a_script_at_the_first_mistake) {
    BOOST_TEST(run_script("false; echo on").printed == "");
    const TaskResult result = run_script("echo $nothing; echo on");
    BOOST_TEST(result.printed == "");
    BOOST_TEST(result.outcome.message == "the script exited with 2");
}

BOOST_AUTO_TEST_CASE(tells_the_signal_that_ended_it) {
    const TaskResult result = run_script("kill -TERM $$");
    BOOST_TEST(result.outcome.message == "the script was ended by SIGTERM");
    BOOST_TEST(result.outputs.at("exit_code").integer() == 143);
}

BOOST_AUTO_TEST_CASE(takes_exit_codes_as_the_job_does) {
    const TaskResult result = with(R"({"exit_codes": {"75": "unreachable"}})").run_script("exit 75");
    BOOST_CHECK(result.outcome.kind == Kind::service_unreachable);
    BOOST_TEST(result.outcome.message == "the script exited with 75, which the job takes for unreachable");
}

BOOST_AUTO_TEST_CASE(puts_out_a_document) {
    const TaskResult result = with(R"({"json": true})").run_script("echo '{\"a\": [1]}'");
    BOOST_TEST(to_json(result.outputs) == R"({"exit_code":0,"json":{"a":[1]},"stdout":"{\"a\": [1]}\n"})");
    BOOST_TEST(run_script("echo '{'").outcome.message.rfind("what the script printed is not JSON: ", 0) == 0U);
    BOOST_TEST(run_script("echo '{'; exit 1").outcome.message == "the script exited with 1");
    BOOST_TEST(run_script("head -c 1048577 /dev/zero").outcome.message ==
               "the script printed 1048577 bytes, more than 'json' takes, which is 1048576");
}

BOOST_AUTO_TEST_CASE(puts_out_the_beginning_of_what_is_long) {
    const TaskResult result = run_script("echo begins; printf %070000d 1");
    BOOST_TEST(result.printed.size() == 70007U);
    BOOST_TEST(result.outputs.at("stdout").text() == "begins\n");
    BOOST_TEST_REQUIRE(result.log.size() == 1U);
    BOOST_CHECK(result.log.at(0).level == LogLevel::warning);
    BOOST_TEST(result.log.at(0).message ==
               "the output 'stdout' has only the beginning of the 70007 bytes that were printed");
}

BOOST_AUTO_TEST_CASE(does_not_mind_a_program_that_reads_nothing) {
    parameter("stdin", std::string(1 << 20, 'x'));
    BOOST_TEST(run_script("true").outcome.ok());
}

BOOST_AUTO_TEST_CASE(waits_no_longer_than_a_second_for_what_holds_the_pipe) {
    // Its end is in the harness's hands, not in that of an init which ends what is left.
    const TaskResult result = run_script("sleep 60 & echo $!");
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(::kill(std::stoi(result.printed), SIGKILL) == 0);
}

BOOST_AUTO_TEST_CASE(gives_a_program_three_descriptors) {
    // As a library of the task could have left it.
    const Descriptor inherited(::fcntl(STDIN_FILENO, F_DUPFD, 7));
    const std::string script = "for fd in 4 5 6 " + std::to_string(inherited.get()) +
                               "; do [ ! -e /proc/$$/fd/$fd ]; done; [ -e /proc/$$/fd/3 ] && echo token || echo none";
    BOOST_TEST(run_script(script.c_str()).printed == "none\n");
    scopes("api.example.org", {"items:read"}).parameter("token", true);
    BOOST_TEST(run_script(script.c_str()).printed == "token\n");
}

BOOST_AUTO_TEST_CASE(offers_a_token_by_descriptor_only) {
    scopes("api.example.org", {"items:read"}).parameter("token", true);
    const TaskResult result =
        run_script("read -r token <&\"$ERRAND_TOKEN_FD\"; echo \"$token\"; cat <&3; env; echo $0 $*");
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.printed.rfind("test-token-1\n", 0) == 0U);
    BOOST_TEST(result.printed.find("test-token", 1) == std::string::npos);
    BOOST_TEST(result.printed.find("\nERRAND_TOKEN_FD=3\n") != std::string::npos);
    BOOST_TEST(result.printed.find("\nscript\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(offers_no_token_unless_it_is_asked_to) {
    scopes("api.example.org", {"items:read"});
    const TaskResult result = run_script("[ ! -e /proc/$$/fd/3 ]; echo ${ERRAND_TOKEN_FD-none}");
    BOOST_TEST(result.printed == "none\n");
}

BOOST_AUTO_TEST_CASE(offers_the_token_that_the_job_picks) {
    scopes("one.example.org", {"a"}).scopes("two.example.org", {"b"});
    with(R"({"token": true, "resource_server": "two.example.org"})");
    authorizer("two.example.org").reject("Bearer test-token-1");
    BOOST_TEST(run_script("cat <&3").printed == "test-token-2\n");
}

BOOST_AUTO_TEST_CASE(is_not_caged_unless_the_job_says_so) { BOOST_TEST(description().files.any); }

BOOST_AUTO_TEST_SUITE_END()

struct BadCommand {
    const char* title;
    const char* parameters;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadCommand& row) { return out << row.title; }
};

const BadCommand bad_commands[] = {
    {"nothing to do", "{}", "there is neither 'argv' nor 'script'; give one of them"},
    {"two things to do", R"({"argv": ["true"], "script": "true"})",
     "there are both 'argv' and 'script'; give one of them"},
    {"no program", R"({"argv": []})", "'argv' names no program"},
    {"an empty program", R"({"argv": [""]})", "'argv' names no program"},
    {"an argument that is no text", R"({"argv": ["echo", 1.5]})",
     "word 2 of 'argv' is a number, expected text; quote it"},
    {"a zero byte", R"({"argv": ["echo", "a\u0000b"]})", "word 2 of 'argv' has a zero byte"},
    {"a zero byte in a script", R"({"script": "echo\u0000"})", "'script' has a zero byte"},
    {"a variable that is no text", R"({"script": "true", "environment": {"A": true}})",
     "the variable A is a boolean, expected text; quote it"},
    {"a variable that cannot be", R"({"script": "true", "environment": {"A=B": "x"}})",
     "'environment' has 'A=B', which cannot be the name of a variable"},
    {"a variable of errand's", R"({"script": "true", "environment": {"ERRAND_ATTEMPT": "x"}})",
     "'environment' has ERRAND_ATTEMPT, and names that begin with ERRAND_ are errand's own"},
    {"an exit code that is none", R"({"script": "true", "exit_codes": {"x": "success"}})",
     "'exit_codes' has 'x', expected an exit code from 0 to 255"},
    {"a token without scopes", R"({"script": "true", "token": true})",
     "'token' offers an access token, but the job names no 'scopes' for the task"},
    {"a program that is nowhere", R"({"argv": ["no-such-program"], "environment": {"PATH": "/bin:/usr/bin"}})",
     "cannot start 'no-such-program': it is in no directory of PATH, which is '/bin:/usr/bin'; name it in full, or set "
     "PATH in 'environment'"},
    {"a path that leads nowhere", R"({"argv": ["/no/such/program"]})",
     "cannot start '/no/such/program': No such file or directory"},
    {"what is no program", R"({"argv": ["/etc/passwd"]})",
     "cannot start '/etc/passwd': Permission denied; it must be executable, and where the job has 'files', one of "
     "them"},
    {"a directory that is not there", R"({"script": "true", "directory": "/no/such"})",
     "cannot work in the directory /no/such: No such file or directory"},
};

BOOST_AUTO_TEST_SUITE(bad_command)

BOOST_DATA_TEST_CASE(starts_nothing, boost::unit_test::data::make(bad_commands), row) {
    Shell shell;
    const TaskResult result = shell.with(row.parameters).run();
    BOOST_CHECK(result.outcome.kind == Kind::failure);
    BOOST_TEST(result.outcome.message == row.message);
    BOOST_TEST(result.printed == "");
    BOOST_TEST(result.outputs.empty());
}

BOOST_FIXTURE_TEST_CASE(is_too_long, Shell) {
    BOOST_TEST(
        parameter("script", std::string(1 << 18, ' ')).run().outcome.message ==
        "cannot start the script: Argument list too long; no argument or variable has more than 128 KiB, nor all of "
        "them more than the system allows; give what is long by 'stdin' or in a file");
}

BOOST_FIXTURE_TEST_CASE(tells_what_a_script_file_lacks, Shell) {
    const testing::TemporaryDirectory directory;
    const auto start = [&](const char* content) {
        const fs::path file = directory.write("script", content);
        fs::permissions(file, fs::perms(0700));
        const std::string message = parameter("argv", Value::List{file.string()}).run().outcome.message;
        return message.substr(message.find(": "));
    };
    BOOST_TEST(start("#!/no/such/shell\n") ==
               ": No such file or directory; the file is there, but the interpreter that it names is not");
    BOOST_TEST(start("echo x\n") == ": Exec format error; a script begins with a line such as #!/bin/sh");
}

BOOST_FIXTURE_TEST_CASE(says_what_would_be_started, Shell) {
    BOOST_TEST(with(R"({"argv": ["rsync", "-a", "here", "there"], "directory": "/srv"})").preview().message ==
               "start 'rsync' with 3 arguments, in /srv");
    Shell script;
    script.scopes("one.example.org", {"a"});
    BOOST_TEST(script.with(R"({"script": "true", "token": true})").preview().message ==
               "start the script, which may read a token for one.example.org");
    BOOST_TEST(script.with(R"({"argv": ["true"]})").preview().message ==
               "there are both 'argv' and 'script'; give one of them");
}

BOOST_FIXTURE_TEST_CASE(must_say_whose_token_it_wants, Shell) {
    scopes("one.example.org", {"a"}).scopes("two.example.org", {"b"});
    with(R"({"script": "true", "token": true})");
    BOOST_TEST(
        run().outcome.message ==
        "the job names scopes at several resource servers; say with 'resource_server' which of them the token is "
        "for");
    BOOST_TEST(parameter("resource_server", "x").run().outcome.message ==
               "the job names no scopes at the resource server 'x'; add them to 'scopes' of the task");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::shell
