#include "errand/value.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>

using namespace errand;

namespace {

struct Kind {
    Value value;
    const char* kind;

    friend std::ostream& operator<<(std::ostream& out, const Kind& row) { return out << row.kind; }
};

const Kind kinds[] = {
    {Value(), "null"},
    {nullptr, "null"},
    {true, "a boolean"},
    {0, "an integer"},
    {7U, "an integer"},
    {std::size_t{7}, "an integer"},
    {1.5, "a number"},
    {1.0F, "a number"},
    {"x", "text"},
    {std::string("x"), "text"},
    {std::string_view("x"), "text"},
    {Value::List{1}, "a list"},
    {Value::Map{{"a", 1}}, "a map"},
};

struct WrongKind {
    std::function<void(const Value&)> access;
    Value value;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const WrongKind& row) { return out << row.message; }
};

const WrongKind wrong_kinds[] = {
    {[](const Value& v) { v.boolean(); }, 1, "expected a boolean, found an integer"},
    {[](const Value& v) { v.integer(); }, 1.0, "expected an integer, found a number"},
    {[](const Value& v) { v.number(); }, "1", "expected a number, found text"},
    {[](const Value& v) { v.text(); }, nullptr, "expected text, found null"},
    {[](const Value& v) { v.list(); }, Value::Map{}, "expected a list, found a map"},
    {[](const Value& v) { v.map(); }, Value::List{}, "expected a map, found a list"},
};

}  // namespace

BOOST_DATA_TEST_CASE(knows_its_kind, boost::unit_test::data::make(kinds), row) {
    BOOST_TEST(row.value.kind() == row.kind);
    BOOST_TEST(row.value.is_null() == (row.kind == std::string("null")));
}

BOOST_DATA_TEST_CASE(refuses_to_be_read_as_another_kind, boost::unit_test::data::make(wrong_kinds), row) {
    BOOST_CHECK_EXCEPTION(row.access(row.value), ValueError, [&row](const ValueError& error) {
        BOOST_TEST(error.what() == std::string(row.message));
        return true;
    });
}

BOOST_AUTO_TEST_CASE(an_integer_reads_as_a_number) {
    BOOST_TEST(Value(3).is_number());
    BOOST_TEST(Value(3).number() == 3.0);
}

BOOST_AUTO_TEST_CASE(compares_by_content_and_kind) {
    BOOST_CHECK(Value(Value::List{1, "a"}) == Value(Value::List{1, "a"}));
    BOOST_CHECK(Value(1) != Value(1.0));
    BOOST_CHECK(Value("1") != Value(1));
    BOOST_CHECK(Value() != Value(false));
}

BOOST_AUTO_TEST_CASE(keeps_a_duration_as_milliseconds) {
    BOOST_CHECK(Value(std::chrono::minutes(1)) == Value(60'000));
    BOOST_CHECK(Value(std::chrono::microseconds(1'999)) == Value(1));
}

BOOST_AUTO_TEST_CASE(copies_deeply) {
    const Value first = Value::Map{{"a", Value::List{1}}};
    Value second = first;
    second.map()["a"].list().push_back(2);
    BOOST_TEST(first.find("a")->list().size() == 1U);
    BOOST_TEST(second.find("a")->list().size() == 2U);
}

BOOST_AUTO_TEST_CASE(finds_members_of_maps_only) {
    BOOST_TEST(Value(Value::Map{{"a", 1}}).find("a")->integer() == 1);
    BOOST_TEST(!Value(Value::Map{{"a", 1}}).find("b"));
    BOOST_TEST(!Value("a").find("a"));
}
