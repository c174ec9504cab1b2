#include "runner/redacted_value.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/json.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(redacted_value)

BOOST_AUTO_TEST_CASE(hides_a_secret_in_every_text_and_key) {
    Redactor redactor;
    redactor.add("abcdefgh");
    const Value value = Value::Map{{"x-abcdefgh", Value::List{"abcdefgh", 7, true, nullptr, 1.5, "a bcdefgh"}},
                                   {"map", Value::Map{{"inner", "(abc\\u0064efgh)"}}}};
    const std::string expected = R"j({"map":{"inner":"(***)"},"x-***":["***",7,true,null,1.5,"a bcdefgh"]})j";
    BOOST_TEST(to_json(redacted(value, redactor)) == expected);
    BOOST_TEST(to_json(redacted(value, Redactor())) == to_json(value));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
