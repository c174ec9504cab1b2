#include <boost/test/unit_test.hpp>
#include <string>

#include "errand/json.hpp"
#include "support/file_text.hpp"
#include "support/workspace.hpp"

using errand::parse_json;
using errand::Value;
using errand::testing::CommandResult;
using errand::testing::text_of;
using errand::testing::Workspace;

BOOST_FIXTURE_TEST_SUITE(schema_command, Workspace)

BOOST_AUTO_TEST_CASE(prints_what_is_in_the_checkout) {
    const CommandResult result = run({"schema"});
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST((result.out == text_of(ERRAND_SOURCE_DIR "/config/job.schema.json")),
               "config/job.schema.json is not what `errand schema` prints; renew it in the root of the checkout with\n "
               " " ERRAND_PROGRAM " schema > config/job.schema.json");
}

BOOST_AUTO_TEST_CASE(knows_the_plugins_of_the_configuration) {
    write("config/errand.yaml", "plugins: [" ERRAND_TEST_PLUGINS "]\n");
    const CommandResult result = run({"schema"});
    BOOST_TEST(result.exit_code == 0);
    const Value schema = parse_json(result.out);
    bool is_there = false;
    for (const Value& rule : schema.find("definitions")->find("task")->find("allOf")->list())
        is_there = is_there || to_json(*rule.find("if")).find("\"probe.") != std::string::npos;
    BOOST_TEST(is_there);
}

BOOST_AUTO_TEST_CASE(says_which_plugin_is_refused) {
    const std::string directory = ERRAND_TEST_PLUGINS "/refused/not_a_plugin";
    write("config/errand.yaml", "plugins: [" + directory + "]\n");
    const CommandResult result = run({"schema"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == "errand: " + directory +
                                 "/not_a_plugin.so: not an errand plugin: it exports no 'errand_plugin_descriptor'; "
                                 "ERRAND_PLUGIN(…) in one of its sources makes it\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_SUITE_END()
