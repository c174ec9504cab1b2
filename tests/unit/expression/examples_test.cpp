#include <boost/test/unit_test.hpp>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "errand/json.hpp"
#include "expression/expression.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(expression_examples)

BOOST_AUTO_TEST_CASE(the_page_of_the_language_tells_the_truth) {
    std::ifstream file("framework/docs/EXPRESSIONS.md");
    BOOST_TEST_REQUIRE(file.good());
    const std::string page(std::istreambuf_iterator<char>(file), {});
    const std::size_t scope_start = page.find("```json\n") + 8;
    const Value scope = parse_json(page.substr(scope_start, page.find("```", scope_start) - scope_start));

    static const std::regex row("\\| `(.*)` \\| `(.*)` \\|");
    std::istringstream lines(page.substr(page.find("## Examples")));
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        std::smatch cells;
        if (!std::regex_match(line, cells, row)) continue;
        // A bar would end the cell.
        const std::string text = std::regex_replace(cells.str(1), std::regex(R"(\\\|)"), "|");
        BOOST_TEST(to_json(Expression::parse(text).evaluate(scope.map())) == cells.str(2), text);
        ++count;
    }
    BOOST_TEST(count == 17);
}

BOOST_AUTO_TEST_SUITE_END()
