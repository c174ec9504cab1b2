#include "http/answer_source.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <vector>

namespace errand {

using namespace std::chrono_literals;

/// Brings a byte each time, and keeps how long it was allowed to take.
class PatientConnection final : public Connection {
public:
    void write(std::string_view /*bytes*/, const Deadline& /*deadline*/) override {}
    std::size_t read(char* buffer, std::size_t /*size*/, const Deadline& deadline) override {
        allowed.push_back(deadline.allowed());
        *buffer = 'x';
        return 1;
    }
    bool is_stale() override { return false; }

    std::vector<std::chrono::milliseconds> allowed;
};

BOOST_AUTO_TEST_SUITE(answer_source)

BOOST_AUTO_TEST_CASE(waits_less_for_the_first_bytes_than_for_the_others) {
    PatientConnection connection;
    AnswerSource source(connection, Deadline(30s), Deadline(60s));
    char byte = 0;
    for (int i = 0; i < 3; ++i) BOOST_TEST(source.read(&byte, 1) == 1u);
    BOOST_TEST((connection.allowed == std::vector<std::chrono::milliseconds>{30s, 60s, 60s}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
