#include "include_rules.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "include_scanner.hpp"

using namespace errand::testing;

namespace {

struct Example {
    const char* title;
    std::vector<SourceFile> files;
    std::vector<std::string> violations;

    friend std::ostream& operator<<(std::ostream& out, const Example& row) { return out << row.title; }
};

const Example examples[] = {
    {"allowed",
     {{"framework/http/a.cpp",
       "#include \"http/a.hpp\"\n#include <Poco/String.h>\n#include <sys/stat.h>\n"
       "#include \"base/clock.hpp\"\n#include \"errand/http_client.hpp\"\n#include <vector>\n"},
      {"plugins/mail/mail.cpp",
       "#include \"errand/globus/query.hpp\"\n#include <Poco/Net/MailMessage.h>\n"
       "#include \"message.hpp\"\n#include \"errand/json.hpp\"\n"},
      {"plugins/mail/mail_test.cpp", "#include \"errand/testing.hpp\"\n#include <boost/test/unit_test.hpp>\n"}},
     {}},
    {"a room beyond its row",
     {{"framework/job/a.cpp", "\n\n#include \"config/b.hpp\"\n"}},
     {"framework/job/a.cpp:3: may not include config/b.hpp: job may include base, expression, json, schedule, sdk"}},
    {"base in a room for plugin authors",
     {{"framework/globus/a.cpp", "#include \"base/logger.hpp\"\n"}},
     {"framework/globus/a.cpp:1: may not include base/logger.hpp: globus may include answer, json, sdk"}},
    {"json is not sdk",
     {{"framework/http/a.hpp", "#include \"errand/json.hpp\"\n"}},
     {"framework/http/a.hpp:1: may not include errand/json.hpp: http may include base, sdk"}},
    {"anything in sdk",
     {{"framework/sdk/include/errand/a.hpp", "#include \"base/secret.hpp\"\n#include <Poco/URI.h>\n"}},
     {"framework/sdk/include/errand/a.hpp:1: may not include base/secret.hpp: sdk may include nothing",
      "framework/sdk/include/errand/a.hpp:2: may not include Poco/URI.h: only these rooms may: auth, http, json, "
      "sandbox, "
      "store"}},
    {"the inside of the framework in a plugin",
     {{"plugins/mail/a.cpp", "#include \"http/connection.hpp\"\n"}},
     {"plugins/mail/a.cpp:1: may not include http/connection.hpp: plugins may include answer, files, globus, json, "
      "sdk"}},
    {"Poco's JSON elsewhere",
     {{"framework/auth/a.cpp", "#include <Poco/JSON/Parser.h>\n"}},
     {"framework/auth/a.cpp:1: may not include Poco/JSON/Parser.h: only these rooms may: json"}},
    {"YAML elsewhere",
     {{"framework/cli/a.cpp", "#include <yaml-cpp/yaml.h>\n"}},
     {"framework/cli/a.cpp:1: may not include yaml-cpp/yaml.h: only these rooms may: config"}},
    {"dlopen elsewhere",
     {{"framework/runner/a.cpp", "#include <dlfcn.h>\n"}},
     {"framework/runner/a.cpp:1: may not include dlfcn.h: only these rooms may: plugin_host, store"}},
    {"a database elsewhere",
     {{"framework/runner/a.cpp", "#include <Poco/Data/Session.h>\n#include <libpq-fe.h>\n"}},
     {"framework/runner/a.cpp:1: may not include Poco/Data/Session.h: only these rooms may: store",
      "framework/runner/a.cpp:2: may not include libpq-fe.h: only these rooms may: store"}},
    {"a library that nobody decided on",
     {{"framework/runner/a.cpp", "#include <fmt/format.h>\n"}},
     {"framework/runner/a.cpp:1: may not include fmt/format.h: it is in no list of this test"}},
    {"what is for tests",
     {{"framework/auth/a.cpp", "#include \"support/fake_clock.hpp\"\n#include \"errand/testing.hpp\"\n"},
      {"plugins/mail/a.cpp", "#include \"errand/testing/fake_authorizer.hpp\"\n"}},
     {"framework/auth/a.cpp:1: may not include support/fake_clock.hpp: it is for tests",
      "framework/auth/a.cpp:2: may not include errand/testing.hpp: it is for tests",
      "plugins/mail/a.cpp:1: may not include errand/testing/fake_authorizer.hpp: it is for tests"}},
    {"another folder by the back door",
     {{"framework/job/a.cpp", "#include \"../config/b.hpp\"\n"}},
     {"framework/job/a.cpp:1: may not include ../config/b.hpp: it names a folder by '..'"}},
    {"a folder that is no room",
     {{"framework/utils/a.cpp", ""}},
     {"framework/utils/a.cpp:1: 'utils' is not a room that this test knows"}},
    {"a target beyond the row",
     {{"framework/job/CMakeLists.txt", "errand_module(job\n  DEPENDS errand::sdk errand::config)\n"}},
     {"framework/job/CMakeLists.txt:2: may not link errand::config: job may include base, expression, json, schedule, "
      "sdk"}},
    {"files in a circle",
     {{"framework/job/a.hpp", "#include \"job/b.hpp\"\n"},
      {"framework/job/b.hpp", "#include \"job/c.hpp\"\n"},
      {"framework/job/c.hpp", "#include \"job/b.hpp\"\n"}},
     {"files include each other: framework/job/b.hpp -> framework/job/c.hpp -> framework/job/b.hpp"}},
    {"rooms in a circle",
     {{"framework/job/a.hpp", "#include \"schedule/a.hpp\"\n"},
      {"framework/job/b.hpp", ""},
      {"framework/schedule/a.hpp", ""},
      {"framework/schedule/b.hpp", "#include \"job/b.hpp\"\n"}},
     {"framework/schedule/b.hpp:1: may not include job/b.hpp: schedule may include base",
      "rooms include each other: job -> schedule -> job"}},
};

}  // namespace

BOOST_DATA_TEST_CASE(finds_what_breaks_the_rules, boost::unit_test::data::make(examples), row) {
    BOOST_TEST(include_violations(row.files) == row.violations, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(reads_includes_and_nothing_that_looks_like_one) {
    const std::vector<Include> found = scan_includes(
        "#include <a>\n"
        "  # include \"b/c.hpp\"  // why\n"
        "// #include \"no\"\n"
        "/*\n#include \"no\"\n*/\n"
        "const char* text = \"\\\"\\\n#include <no>\";\n"
        "const char* raw = R\"x(\n#include \"no\"\n)\" )x\";\n"
        "constexpr int kMillion = 1'000'000;\n"
        "constexpr char kQuote = '\"';\n"
        "#include \"d\"\n"
        "#include MACRO\n"
        "#include \"e\"");
    const std::vector<Include> expected = {{1, "a"}, {2, "b/c.hpp"}, {14, "d"}, {16, "e"}};
    BOOST_CHECK(found == expected);
}

BOOST_AUTO_TEST_CASE(the_project_keeps_its_rules) {
    const std::vector<SourceFile> files = read_sources(".");
    BOOST_TEST(files.size() > 50U);
    for (const std::string& violation : include_violations(files)) BOOST_ERROR(violation);
}
