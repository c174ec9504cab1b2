#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "config/source_text.hpp"
#include "errand/json.hpp"
#include "support/json_schema.hpp"

using namespace errand;

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// As an editor reads YAML, as far as the examples need it: what is not quoted and reads as an integer is one.
Value to_value(const Node& node) {
    switch (node.kind) {
        case Node::Kind::null:
            return {};
        case Node::Kind::scalar: {
            const bool is_integer =
                node.is_plain && node.text.find_first_not_of("0123456789") == std::string::npos && !node.text.empty();
            return is_integer ? Value(std::stoll(node.text)) : Value(node.text);
        }
        case Node::Kind::list: {
            Value::List items;
            for (const Node& item : node.items) items.push_back(to_value(item));
            return items;
        }
        case Node::Kind::map:
            break;
    }
    Value::Map map;
    for (std::size_t i = 0; i < node.items.size(); ++i) map.emplace(node.keys[i].text, to_value(node.items[i]));
    return map;
}

std::string to_json_text(const std::string& yaml) {
    const Sources sources(yaml, "job.yaml");
    Problems problems(sources);
    return to_json(to_value(read_document(sources.at(0), problems)));
}

/// Tests run in the root of the checkout.
const std::string committed = text_of("config/job.schema.json");

}  // namespace

BOOST_AUTO_TEST_SUITE(committed_job_schema)

BOOST_AUTO_TEST_CASE(accepts_the_example_jobs) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("jobs")) {
        if (entry.path().extension() != ".yaml") continue;
        BOOST_TEST(testing::conforms(to_json_text(text_of(entry.path())), committed), entry.path());
        ++count;
    }
    BOOST_TEST(count > 0);
}

BOOST_AUTO_TEST_CASE(refuses_what_the_example_has_not) {
    std::string job = text_of("jobs/list-endpoints.yaml");
    job.replace(job.find("filter_scope"), 12, "filter_scopes");
    BOOST_TEST(!testing::conforms(to_json_text(job), committed));
}

BOOST_AUTO_TEST_SUITE_END()
