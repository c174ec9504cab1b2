#include "catalog/plugin_describer.hpp"

#include <boost/test/unit_test.hpp>

#include "describing.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct DescribingWithScripts : testing::Describing {
    /// Why a library is refused, of which errand-task says what `script` does.
    std::string refusal(const std::string& script) {
        PluginDescriber describer(task_program(script), spawner);
        return thrown<CommandError>([&] { describer.describe("/plugins/x.so"); });
    }
};

BOOST_FIXTURE_TEST_SUITE(plugin_describer, DescribingWithScripts)

BOOST_AUTO_TEST_CASE(gives_what_the_library_says_of_itself) {
    PluginDescriber describer(good_task_program(), spawner);
    const PluginDescription plugin = describer.describe("/plugins/x.so");
    BOOST_TEST(plugin.name == "x");
    BOOST_TEST(plugin.version == "1.0");
    BOOST_TEST_REQUIRE(plugin.tasks.size() == 1U);
    BOOST_TEST(plugin.tasks.front().name == "list");
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(passes_on_the_refusal) {
    BOOST_TEST(refusal(R"(echo "{\"refused\":\"$2: $1\"}" >&3)") == "/plugins/x.so: --describe");
}

BOOST_AUTO_TEST_CASE(refuses_a_library_that_ends_the_process) {
    BOOST_TEST(
        refusal("exit 3") ==
        "/plugins/x.so: ended while it was loaded, exit code 3; look at its constructors of global objects and at "
        "describe()");
    BOOST_TEST(refusal("kill -SEGV $$") ==
               "/plugins/x.so: ended while it was loaded, killed by SIGSEGV (Segmentation fault); look at its "
               "constructors of global objects and at describe()");
}

BOOST_AUTO_TEST_CASE(refuses_a_library_that_answers_something_else) {
    for (const char* script : {"echo hello >&3", "echo '{}' >&3", R"(echo '{"plugin":{"name":"x"}}' >&3)"})
        BOOST_TEST(refusal(script) == "/plugins/x.so: does not describe itself in the way that this errand's SDK does");
}

BOOST_AUTO_TEST_CASE(refuses_a_library_that_never_stops_talking) {
    BOOST_TEST(refusal("exec /usr/bin/yes >&3") ==
               "/plugins/x.so: took more than 1MiB of text to describe itself; look at its constructors of global "
               "objects and at describe()");
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(refuses_a_library_that_takes_too_much_memory) {
    const auto program =
        task_program(R"(awk 'BEGIN { s = "x"; while (length(s) < 2 ^ 26) s = s s; for (;;) ; }'; exit 0)");
    PluginDescriber describer(program, spawner, std::int64_t{32} << 20);
    BOOST_TEST(thrown<CommandError>([&] { describer.describe("/plugins/x.so"); }) ==
               "/plugins/x.so: took more than 32MiB of memory to describe itself; look at its constructors of global "
               "objects and at describe()");
    BOOST_TEST(descendants(::getpid()).empty());
}

BOOST_AUTO_TEST_CASE(starts_it_with_no_environment) {
    ::setenv("ERRAND_TEST_SECRET", "hunter2", 1);
    BOOST_TEST(refusal(R"(echo "{\"refused\":\"'$ERRAND_TEST_SECRET' $HOME\"}" >&3)") == "'' ");
    ::unsetenv("ERRAND_TEST_SECRET");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(real_errand_task, testing::Describing)

BOOST_AUTO_TEST_CASE(describes_a_plugin) {
    PluginDescriber describer(ERRAND_TASK_PROGRAM, spawner);
    const PluginDescription plugin = describer.describe(ERRAND_TEST_PLUGINS "/probe.so");
    BOOST_TEST(plugin.name == "probe");
    BOOST_TEST(plugin.tasks.at(0).name == "echo");
}

BOOST_AUTO_TEST_CASE(refuses_a_plugin) {
    PluginDescriber describer(ERRAND_TASK_PROGRAM, spawner);
    const std::string library = ERRAND_TEST_PLUGINS "/refused/throws_in_describe/throws_in_describe.so";
    BOOST_TEST(thrown<CommandError>([&] { describer.describe(library); }) ==
               library + ": a task type's describe() threw: no words");
}

BOOST_AUTO_TEST_CASE(is_all_that_is_lost_when_a_plugin_crashes) {
    PluginDescriber describer(ERRAND_TASK_PROGRAM, spawner);
    const std::string library = ERRAND_TEST_PLUGINS "/refused/crashes_when_loaded/crashes_when_loaded.so";
    BOOST_TEST(thrown<CommandError>([&] { describer.describe(library); }) ==
               library +
                   ": ended while it was loaded, killed by SIGSEGV (Segmentation fault); look at its "
                   "constructors of global objects and at describe()");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
