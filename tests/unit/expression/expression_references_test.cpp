#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "expression/expression.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(expression_references)

namespace {

struct Referring {
    const char* text;
    /// `column:name/name`, with a `?` where it may be missing.
    const char* references;

    friend std::ostream& operator<<(std::ostream& out, const Referring& row) { return out << row.text; }
};

const Referring referring[] = {
    {"tasks.list.outputs.count", "0:tasks/list/outputs/count"},
    {"tasks.list-endpoints['any key'].b", "0:tasks/list-endpoints/any key/b"},
    {"items[0].name", "0:items"},
    {"env[params.x].y", "0:env 4:params/x"},
    {"a == 1 || !b && c < [d, 'e']", "0:a 11:b 16:c 21:d"},
    {"json(a.b)", "5:a/b"},
    {"from_json(a).b[c]", "10:a 15:c"},
    {"default(env.X, run.id)", "8:env/X? 15:run/id"},
    {"default(join([a.b, 'c'], d), e)", "14:a/b? 25:d? 29:e"},
    {"default(a, default(b, c))", "8:a? 19:b? 22:c"},
    {"true || null == a.true", "16:a/true"},
    {"'text' == 1", ""},
};

std::string text_of(const std::vector<Expression::Reference>& references) {
    std::string text;
    for (const auto& reference : references) {
        text += (text.empty() ? "" : " ") + std::to_string(reference.column) + ':';
        for (std::size_t i = 0; i < reference.path.size(); ++i) text += (i > 0 ? "/" : "") + reference.path[i];
        if (reference.may_be_missing) text += '?';
    }
    return text;
}

}  // namespace

BOOST_DATA_TEST_CASE(tell_what_is_named_and_where, boost::unit_test::data::make(referring), row) {
    BOOST_TEST(text_of(Expression::parse(row.text).references()) == row.references);
}

BOOST_AUTO_TEST_SUITE_END()
