#include "json_pointer.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/json.hpp"
#include "support/thrown.hpp"

namespace errand::http {

using testing::thrown;

/// Source: RFC 6901 section 5.
constexpr char kDocument[] = R"({
    "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8
})";

struct Pointed {
    const char* pointer;
    const char* value;

    friend std::ostream& operator<<(std::ostream& out, const Pointed& row) { return out << row.pointer; }
};

const Pointed pointed[] = {
    {"/foo", R"(["bar","baz"])"},
    {"/foo/0", R"("bar")"},
    {"/foo/1", R"("baz")"},
    {"/", "0"},
    {"/a~1b", "1"},
    {"/c%d", "2"},
    {"/e^f", "3"},
    {"/g|h", "4"},
    {"/i\\j", "5"},
    {"/k\"l", "6"},
    {"/ ", "7"},
    {"/m~0n", "8"},
};

const char* const nowhere[] = {
    "/bar",     "/foo/2",  "/foo/-",   "/foo/",   "/foo/00",  "/foo/01", "/foo/+1", "/foo/-1",
    "/foo/0x0", "/foo/1 ", "/foo/bar", "/foo/0/", "/foo/0/0", "//",      "/m~01n",  "/foo/18446744073709551616",
};

struct BadPointer {
    const char* pointer;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadPointer& row) { return out << row.pointer; }
};

const BadPointer bad_pointers[] = {
    {"foo", "'foo' is no JSON Pointer: it must begin with '/'"},
    {"#/foo", "'#/foo' is no JSON Pointer: it must begin with '/'"},
    {"/m~n", "'/m~n' is no JSON Pointer: only 0 or 1 may follow a '~'; write '~' itself as ~0"},
    {"/m~", "'/m~' is no JSON Pointer: only 0 or 1 may follow a '~'; write '~' itself as ~0"},
    {"/~/0", "'/~/0' is no JSON Pointer: only 0 or 1 may follow a '~'; write '~' itself as ~0"},
};

BOOST_AUTO_TEST_SUITE(json_pointer)

BOOST_DATA_TEST_CASE(finds_a_value, boost::unit_test::data::make(pointed), row) {
    const Value document = parse_json(kDocument);
    const Value* found = JsonPointer(row.pointer).find(document);
    BOOST_TEST_REQUIRE(found != nullptr);
    BOOST_TEST(to_json(*found) == row.value);
}

BOOST_AUTO_TEST_CASE(finds_the_whole_document) {
    const Value document = parse_json(kDocument);
    BOOST_TEST(JsonPointer("").find(document) == &document);
}

BOOST_AUTO_TEST_CASE(tells_a_null_from_nothing) {
    const Value document = parse_json(R"({"a": null})");
    BOOST_TEST_REQUIRE(JsonPointer("/a").find(document) != nullptr);
    BOOST_TEST(JsonPointer("/a").find(document)->is_null());
}

BOOST_AUTO_TEST_CASE(undoes_tilde_1_before_tilde_0) {
    const Value document = parse_json(R"({"~1": 1, "/": 2})");
    BOOST_TEST_REQUIRE(JsonPointer("/~01").find(document) != nullptr);
    BOOST_CHECK(*JsonPointer("/~01").find(document) == Value(1));
}

BOOST_DATA_TEST_CASE(finds_nothing_where_nothing_is, boost::unit_test::data::make(nowhere), pointer) {
    BOOST_TEST((JsonPointer(pointer).find(parse_json(kDocument)) == nullptr));
}

BOOST_DATA_TEST_CASE(refuses_what_is_none, boost::unit_test::data::make(bad_pointers), row) {
    BOOST_TEST(thrown<ValueError>([&] { JsonPointer{row.pointer}; }) == row.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::http
