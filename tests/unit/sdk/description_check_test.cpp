#include "errand/description_check.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>
#include <string>

using namespace errand;

BOOST_AUTO_TEST_SUITE(description_check)

namespace {

struct WrongDescription {
    const char* title;
    TaskDescription task;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const WrongDescription& row) { return out << row.title; }
};

TaskDescription described() { return {"t", "Does"}; }

TaskDescription with(Type type, Value otherwise) {
    return described().takes_parameter("p", type, "P", std::move(otherwise));
}

const WrongDescription wrong_descriptions[] = {
    {"no name", {"", "Does"}, "task type '': its name is not made of lower-case letters, digits and hyphens"},
    {"name with a capital",
     {"listAll", "Does"},
     "task type 'listAll': its name is not made of lower-case letters, digits and hyphens"},
    {"name that begins with a hyphen",
     {"-t", "Does"},
     "task type '-t': its name is not made of lower-case letters, digits and hyphens"},
    {"name of a parameter", described().takes_parameter("a b", Type::any, "A"),
     "task type 't': the name of the parameter 'a b' is not made of lower-case letters, digits, '-' and '_'"},
    {"name of an output", described().puts_out("", Type::any, "A"),
     "task type 't': the name of the output '' is not made of lower-case letters, digits, '-' and '_'"},
    {"repeated parameter", with(Type::any, {}).requires_parameter("p", Type::text, "Again"),
     "task type 't': it has two parameters called 'p'"},
    {"repeated output", described().puts_out("o", Type::any, "O").puts_out("o", Type::any, "O"),
     "task type 't': it has two outputs called 'o'"},
    {"secret that is no text", described().takes_parameter("p", Type::integer, "P").is_secret(),
     "task type 't': the parameter 'p' is secret, but no text"},
    {"secret with a default", with(Type::text, "hush").is_secret(),
     "task type 't': the parameter 'p' is secret, and yet its value, or what it may be, can be read in the "
     "description"},
    {"secret in a scope", described().takes_parameter("p", Type::text, "P").is_secret().needs_scopes("r1", {"a:{p}"}),
     "task type 't': the scope 'a:{p}' needs the parameter 'p', which is secret"},
    {"repeated resource server", described().needs_scopes("r1", {"a"}).needs_scopes("r1", {"b"}),
     "task type 't': it needs scopes at 'r1' twice; name them in one call"},
    {"duration as text", with(Type::duration, "1m"),
     "task type 't': the default of the parameter 'p' is text, expected a duration (milliseconds)"},
    {"size as text", with(Type::size, "10MiB"),
     "task type 't': the default of the parameter 'p' is text, expected a size (bytes)"},
    {"negative size", with(Type::size, -1),
     "task type 't': the default of the parameter 'p' is negative, expected a size (bytes)"},
    {"default of another type", with(Type::boolean, -1),
     "task type 't': the default of the parameter 'p' is an integer, expected a boolean"},
    {"default that is not allowed", with(Type::text, "xml").one_of({"text", "json"}),
     "task type 't': the default of the parameter 'p' is none of the values it may have"},
    {"allowed value of another type", with(Type::integer, 1).one_of({1, "2"}),
     "task type 't': one of the values of the parameter 'p' is text, expected an integer"},
    {"default below the range", with(Type::integer, 0).at_least(1),
     "task type 't': the default of the parameter 'p' is not 1 or more"},
    {"default above the range", with(Type::integer, 3).at_least(1).at_most(2),
     "task type 't': the default of the parameter 'p' is not from 1 to 2"},
    {"range of a text", with(Type::text, {}).at_most(2),
     "task type 't': the parameter 'p' has a range, but is no integer"},
    {"range that holds nothing", with(Type::integer, {}).at_least(2).at_most(1),
     "task type 't': the parameter 'p' has a range that holds nothing, from 2 to 1"},
    {"blank in a scope", described().needs_scopes("r1", {"a b"}),
     "task type 't': the scope 'a b' is empty or holds blanks; make each a string of its own"},
    {"blank after a scope's brackets", described().needs_scopes("r1", {"a[b c] d"}),
     "task type 't': the scope 'a[b c] d' is empty or holds blanks; make each a string of its own"},
    {"line break in a scope's brackets", described().needs_scopes("r1", {"a[b\nc]"}),
     "task type 't': the scope 'a[b\nc]' is empty or holds blanks; make each a string of its own"},
    {"scope over an unknown parameter", with(Type::text, {}).needs_scopes("r1", {"a:{p}:{q}"}),
     "task type 't': the scope 'a:{p}:{q}' needs the parameter 'q', which there is not"},
    {"scope over an integer", with(Type::integer, {}).needs_scopes("r1", {"a:{p}"}),
     "task type 't': the scope 'a:{p}' needs the parameter 'p' to be text"},
    {"open brace in a scope", with(Type::text, {}).needs_scopes("r1", {"a:{p"}),
     "task type 't': in the scope 'a:{p' a '{' is not closed"},
    {"file over an unknown parameter", with(Type::path, {}).reads_files({"{p}", "{q}/x"}),
     "task type 't': the path '{q}/x' needs the parameter 'q', which there is not"},
    {"file over a text", with(Type::text, {}).writes_files({"{p}"}),
     "task type 't': the path '{p}' needs the parameter 'p' to be a path"},
};

}  // namespace

BOOST_DATA_TEST_CASE(names_the_first_thing_that_is_wrong, boost::unit_test::data::make(wrong_descriptions), row) {
    BOOST_CHECK_EXCEPTION(errand::abi::DescriptionCheck(row.task).run(), Error, [&](const Error& error) {
        BOOST_TEST(error.what() == row.message);
        return true;
    });
}

BOOST_AUTO_TEST_CASE(lets_a_good_description_pass) {
    const TaskDescription good = TaskDescription("list-2", "Does")
                                     .requires_parameter("id", Type::text, "An id")
                                     .takes_parameter("pause", Type::duration, "Between", std::chrono::minutes(1))
                                     .takes_parameter("size", Type::size, "At most", 10 << 20)
                                     .takes_parameter("ratio", Type::number, "Of both", 1)
                                     .takes_parameter("per_page", Type::integer, "So many", 10)
                                     .at_least(1)
                                     .at_most(100)
                                     .takes_parameter("format", Type::text, "How", "csv")
                                     .one_of({"csv", "json"})
                                     .takes_parameter("file", Type::path, "Where to")
                                     .puts_out("id", Type::text, "The same")
                                     .needs_scopes("r1", {"a:{id}[b:{id} *c]"})
                                     .needs_scopes("r2", {})
                                     .reads_files({"/etc/hosts", "{file}"});
    BOOST_CHECK_NO_THROW(errand::abi::DescriptionCheck(good).run());
}

BOOST_AUTO_TEST_SUITE_END()
