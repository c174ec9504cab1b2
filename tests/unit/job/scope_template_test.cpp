#include "job/scope_template.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace errand;

namespace {

struct Row {
    const char* scope;
    const char* expected;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.scope; }
};

const Value::Map parameters = {{"id", "c0-1.x_y:z/w"}, {"other", "B"}, {"blank", "a b"},
                               {"bracket", "a]"},      {"empty", ""},  {"number", 5}};

const Row filled[] = {
    {"openid", "openid"},
    {"{id}", "c0-1.x_y:z/w"},
    {"urn:all[*https://scopes/{id}/data_access]", "urn:all[*https://scopes/c0-1.x_y:z/w/data_access]"},
    {"{other}{other}-{id}}", "BB-c0-1.x_y:z/w}"},
};

const Row refused[] = {
    {"x{missing}", "the scope 'x{missing}' needs the parameter 'missing'"},
    {"x{number}", "the scope 'x{number}' needs the parameter 'number' to be text"},
    {"x{blank}", "the scope 'x{blank}' needs the parameter 'blank' to hold only letters, digits and ._:/-"},
    {"x{bracket}", "the scope 'x{bracket}' needs the parameter 'bracket' to hold only letters, digits and ._:/-"},
    {"x{empty}", "the scope 'x{empty}' needs the parameter 'empty' to hold only letters, digits and ._:/-"},
    {"x{id", "the plugin describes the scope 'x{id', in which a '{' is not closed"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(scope_template)

BOOST_DATA_TEST_CASE(puts_parameters_in_their_places, boost::unit_test::data::make(filled), row) {
    BOOST_TEST(fill_scope(row.scope, parameters) == row.expected);
}

BOOST_DATA_TEST_CASE(refuses_what_could_widen_the_scope, boost::unit_test::data::make(refused), row) {
    BOOST_CHECK_EXCEPTION(fill_scope(row.scope, parameters), ValueError, [&](const ValueError& error) {
        BOOST_TEST(error.what() == row.expected);
        return true;
    });
}

BOOST_AUTO_TEST_SUITE_END()
