#include "errand/globus/offset_pages.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "errand/testing.hpp"
#include "support/golden.hpp"

using namespace errand;
using namespace errand::globus;

namespace {

/// A page with the documents {"n": first} … as many as `count`.
std::string page(std::int64_t first, std::int64_t count, bool has_next_page) {
    Value::List documents;
    for (std::int64_t n = first; n < first + count; ++n) documents.push_back(Value::Map{{"n", n}});
    return to_json(Value::Map{{"DATA", std::move(documents)}, {"has_next_page", has_next_page}});
}

struct Service {
    OffsetPages pages(const PageRange& range = {}) { return OffsetPages(client, "list", {}, range); }

    /// The numbers of all documents that `list` gives.
    static std::vector<std::int64_t> all(OffsetPages& list) {
        std::vector<std::int64_t> numbers;
        while (const auto documents = list.next())
            for (const Value& document : *documents) numbers.push_back(document.find("n")->integer());
        return numbers;
    }

    /// What comes after the path in the requests so far.
    std::vector<std::string> queries() const {
        std::vector<std::string> found;
        for (const HttpRequest& request : http.requests()) found.push_back(request.url.substr(24));
        return found;
    }

    testing::ScriptedHttpClient http;
    testing::FakeAuthorizer authorizer{"example.org"};
    ServiceClient client{http, authorizer, "https://example.org"};
};

PageRange range(std::optional<std::int64_t> limit, std::optional<std::int64_t> offset = {}) {
    PageRange made;
    made.limit = limit;
    made.offset = offset;
    return made;
}

struct BadPage {
    const char* title;
    std::string body;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadPage& row) { return out << row.title; }
};

const BadPage bad_pages[] = {
    {"not JSON", "<html>", "GET https://example.org/list answered 200 with a body that is not JSON: "},
    {"cut off", R"({"DATA": [)",
     "GET https://example.org/list answered 200 with a body that is not JSON: unexpected end of text"},
    {"a list", "[]", "GET https://example.org/list answered a list where a page, a map, was expected"},
    {"no DATA", R"({"has_next_page": false})", "GET https://example.org/list answered a page without 'DATA'"},
    {"DATA no list", R"({"DATA": {}, "has_next_page": false})",
     "GET https://example.org/list answered a page whose 'DATA' is a map and not a list"},
    {"DATA with text", R"({"DATA": ["x"], "has_next_page": false})",
     "GET https://example.org/list answered a page with text in 'DATA' where a map was expected"},
    {"no has_next_page", R"({"DATA": []})", "GET https://example.org/list answered a page without 'has_next_page'"},
    {"has_next_page no boolean", R"({"DATA": [], "has_next_page": "false"})",
     "GET https://example.org/list answered a page whose 'has_next_page' is text and not a boolean"},
    {"empty but more", R"({"DATA": [], "has_next_page": true})",
     "GET https://example.org/list answered an empty page at offset 0 and says that there are more"},
};

}  // namespace

BOOST_DATA_TEST_CASE(tells_what_is_wrong_with_a_page, boost::unit_test::data::make(bad_pages), row) {
    Service service;
    service.http.answer(200, row.body);
    OffsetPages list = service.pages();
    BOOST_CHECK_EXCEPTION(list.next(), Error, [&row](const Error& error) {
        // Of text that is not JSON at all, the parser's reason is its own affair.
        BOOST_TEST(std::string(error.what()).substr(0, std::string(row.message).size()) == row.message);
        return true;
    });
}

BOOST_FIXTURE_TEST_CASE(gives_all_pages_one_by_one, Service) {
    http.answer(200, page(0, 100, true)).answer(200, page(100, 100, true)).answer(200, page(200, 50, false));
    OffsetPages list = pages();
    BOOST_TEST(http.requests().empty());
    BOOST_TEST(list.next()->size() == 100U);
    BOOST_TEST(http.requests().size() == 1U);
    BOOST_TEST(list.next()->size() == 100U);
    BOOST_TEST(list.next()->size() == 50U);
    BOOST_TEST(!list.next().has_value());
    BOOST_TEST(!list.was_cut());
    BOOST_TEST(queries() == (std::vector<std::string>{"?limit=100", "?limit=100&offset=100", "?limit=100&offset=200"}),
               boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_empty_list_is_one_empty_page, Service) {
    http.answer(200, page(0, 0, false));
    OffsetPages list = pages();
    BOOST_TEST(list.next()->empty());
    BOOST_TEST(!list.next().has_value());
}

BOOST_FIXTURE_TEST_CASE(asks_only_for_what_the_limit_leaves, Service) {
    http.answer(200, page(0, 100, true)).answer(200, page(100, 50, true));
    OffsetPages list = pages(range(150));
    BOOST_TEST(all(list).size() == 150U);
    BOOST_TEST(!list.was_cut());
    BOOST_TEST(queries() == (std::vector<std::string>{"?limit=100", "?limit=50&offset=100"}),
               boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(gives_no_more_than_the_limit_even_if_the_service_does, Service) {
    http.answer(200, page(0, 100, true));
    OffsetPages list = pages(range(3));
    BOOST_TEST(all(list).size() == 3U);
}

BOOST_FIXTURE_TEST_CASE(loses_nothing_of_a_page_that_is_larger_than_asked_for, Service) {
    http.answer(200, page(0, 150, false)).answer(200, page(100, 50, false));
    OffsetPages list = pages();
    BOOST_TEST(all(list).size() == 150U);
    BOOST_TEST(queries().back() == "?limit=100&offset=100");
}

BOOST_FIXTURE_TEST_CASE(goes_on_after_short_pages, Service) {
    http.answer(200, page(0, 30, true)).answer(200, page(30, 10, false));
    OffsetPages list = pages();
    BOOST_TEST(all(list).size() == 40U);
    BOOST_TEST(queries().back() == "?limit=100&offset=30");
}

struct Cap {
    const char* title;
    PageRange range;
    bool has_more;
    bool was_cut;
    std::size_t count;

    friend std::ostream& operator<<(std::ostream& out, const Cap& row) { return out << row.title; }
};

const Cap caps[] = {
    {"more than the cap", {}, true, true, 1000},
    {"just the cap", {}, false, false, 1000},
    {"a limit of the cap", range(1000), true, false, 1000},
    {"a limit beyond the cap", range(1500), true, true, 1000},
    {"a limit beyond all bounds", range(INT64_MAX, 900), true, true, 100},
    {"an offset", range({}, 900), true, true, 100},
    {"an offset and a limit beyond the cap", range(200, 900), true, true, 100},
    {"an offset and a limit up to the cap", range(100, 900), true, false, 100},
};

BOOST_DATA_TEST_CASE(tells_when_the_cap_cut_the_list, boost::unit_test::data::make(caps), row) {
    Service service;
    const std::int64_t first = row.range.offset.value_or(0);
    for (std::int64_t n = first; n < 1000; n += 100) service.http.answer(200, page(n, 100, n < 900 || row.has_more));
    OffsetPages list = service.pages(row.range);
    BOOST_TEST(Service::all(list).size() == row.count);
    BOOST_TEST(list.was_cut() == row.was_cut);
    BOOST_TEST(service.http.answers_left() == 0U);
}

BOOST_FIXTURE_TEST_CASE(does_not_go_round_in_circles, Service) {
    http.answer(200, page(0, 100, true)).repeat();
    OffsetPages list = pages();
    list.next();
    BOOST_CHECK_EXCEPTION(list.next(), Error, [](const Error& error) {
        BOOST_TEST(error.what() == "GET https://example.org/list answered the same page again at offset 100");
        return true;
    });
    BOOST_TEST(http.requests().size() == 2U);
}

struct BadRange {
    PageRange range;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadRange& row) { return out << row.message; }
};

const BadRange bad_ranges[] = {
    {range(0), "limit 0 is less than 1"},
    {range(-1), "limit -1 is less than 1"},
    {range({}, -1), "offset -1 is not from 0 to 999: the service shows at most 1000 documents of a list"},
    {range({}, 1000), "offset 1000 is not from 0 to 999: the service shows at most 1000 documents of a list"},
};

BOOST_DATA_TEST_CASE(refuses_a_range_that_nothing_can_fill, boost::unit_test::data::make(bad_ranges), row) {
    Service service;
    BOOST_CHECK_EXCEPTION(service.pages(row.range), Error, [&row](const Error& error) {
        BOOST_TEST(error.what() == std::string(row.message));
        return true;
    });
}

BOOST_AUTO_TEST_CASE(pages_as_recorded) {
    const auto behaviour = testing::golden("golden_behaviour.json");
    if (!behaviour) return;
    int checked = 0;
    for (const Value& row : behaviour->find("paging")->list()) {
        // The recorded client loops for ever where a page makes no progress; ours does not, on purpose.
        if (row.find("paginator")->text() != "HasNextPaginator" || row.find("ok") == nullptr) continue;
        Service service;
        for (const Value& recorded : row.find("pages")->list()) {
            Value::List documents;
            for (const Value& item : recorded.find("DATA")->list()) documents.push_back(Value::Map{{"n", item}});
            service.http.answer(200, to_json(Value::Map{{"DATA", std::move(documents)},
                                                        {"has_next_page", *recorded.find("has_next_page")}}));
        }
        PageRange made;
        made.page_size = std::stoll(row.find("params")->find("page_size")->text());
        made.cap = std::stoll(row.find("params")->find("max_total_results")->text());
        OffsetPages list = service.pages(made);
        const auto numbers = Service::all(list);
        BOOST_CHECK(Value(Value::List(numbers.begin(), numbers.end())) == *row.find("ok"));
        std::vector<std::string> expected;
        for (const Value& call : row.find("calls")->list()) {
            const Value* offset = call.find("offset");
            expected.push_back("?limit=" + std::to_string(call.find("limit")->integer()) +
                               (offset ? "&offset=" + std::to_string(offset->integer()) : ""));
        }
        BOOST_TEST(service.queries() == expected, boost::test_tools::per_element());
        ++checked;
    }
    BOOST_TEST(checked == 2);
}
