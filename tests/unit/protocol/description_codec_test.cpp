#include "protocol/description_codec.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/json.hpp"
#include "support/mutations.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

PluginDescription example_plugin() {
    TaskDescription sync("sync", "Copy a folder");
    for (int i = 0; i <= static_cast<int>(Type::any); ++i) {
        const auto type = static_cast<Type>(i);
        sync.takes_parameter(type_name(type), type, std::string("A parameter: ") + type_name(type));
    }
    sync.requires_parameter("level", Type::integer, "How thorough")
        .one_of({1, 2, 3})
        .at_least(1)
        .at_most(3)
        .takes_parameter("password", Type::text, "Not to be seen")
        .is_secret()
        .puts_out("count", Type::integer, "How many")
        .needs_scopes("transfer.api.globus.org", {"all", "urn:{source}"})
        .needs_scopes("groups.api.globus.org", {})
        .reads_files({"/etc/hosts", "{path}"})
        .writes_files({"/var/tmp"})
        .touches_any_file();
    return {"globus", "1.2.3", {sync, TaskDescription("nothing", "Do nothing")}};
}

BOOST_AUTO_TEST_SUITE(description)

BOOST_AUTO_TEST_CASE(arrives_whole) {
    const DescriptionAnswer answer = decode_description_answer(encode(example_plugin()));
    BOOST_TEST((std::get<PluginDescription>(answer) == example_plugin()));
}

BOOST_AUTO_TEST_CASE(of_a_plugin_without_task_types_arrives_too) {
    const PluginDescription plugin{"empty", "0", {}};
    BOOST_TEST((std::get<PluginDescription>(decode_description_answer(encode(plugin))) == plugin));
}

BOOST_AUTO_TEST_CASE(refusal_arrives_with_its_reason) {
    const DescriptionAnswer answer = decode_description_answer(encode(LibraryRefusal{"x.so: \"no\""}));
    BOOST_TEST(std::get<LibraryRefusal>(answer).why == "x.so: \"no\"");
}

BOOST_AUTO_TEST_CASE(types_have_the_words_of_job_files) {
    BOOST_TEST(type_name(Type::text) == "text");
    BOOST_TEST(type_name(Type::boolean) == "boolean");
    BOOST_TEST(type_name(Type::duration) == "duration");
    BOOST_TEST(type_name(Type::any) == "any");
}

BOOST_AUTO_TEST_SUITE_END()

struct MalformedAnswer {
    const char* text;
    const char* message;
};

std::ostream& operator<<(std::ostream& out, const MalformedAnswer& malformed) { return out << malformed.text; }

const MalformedAnswer malformed_answers[] = {
    {"", "not the answer of errand-task: not JSON: unexpected end of text"},
    {"[1]", "not the answer of errand-task: there is no 'plugin'"},
    {R"({"refused":1})", "not the answer of errand-task: expected text, found an integer"},
    {R"({"plugin":{}})", "not a plugin's description: there is no 'name'"},
    {R"({"plugin":{"name":"x"}})", "not a plugin's description: there is no 'version'"},
    {R"({"plugin":{"name":"x","version":"1"}})", "not a plugin's description: there is no 'tasks'"},
    {R"({"plugin":{"name":"x","version":"1","tasks":{}}})", "not a plugin's description: expected a list, found a map"},
    {R"({"plugin":{"name":"x","version":"1","tasks":[{"name":"t"}]}})",
     "not a plugin's description: there is no 'summary'"},
    {R"({"plugin":{"name":"x","version":"1","tasks":[{"name":"t","summary":"s","parameters":[],
         "outputs":[{"name":"o","type":"colour","help":""}]}]}})",
     "not a plugin's description: unknown type 'colour'"},
};

BOOST_AUTO_TEST_SUITE(malformed_description)

BOOST_DATA_TEST_CASE(is_refused, boost::unit_test::data::make(malformed_answers), malformed) {
    BOOST_TEST(thrown<ProtocolError>([&] { decode_description_answer(malformed.text); }) == malformed.message);
}

BOOST_AUTO_TEST_CASE(never_does_more_than_being_refused) {
    const std::string text = encode(example_plugin());
    testing::Mutations mutations;
    int refused = 0;
    for (int i = 0; i < 1000; ++i) {
        try {
            decode_description_answer(mutations.of(text));
        } catch (const ProtocolError&) {
            ++refused;
        }
    }
    BOOST_TEST(refused > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
