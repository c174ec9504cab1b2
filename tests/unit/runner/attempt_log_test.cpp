#include "runner/attempt_log.hpp"

#include <boost/test/unit_test.hpp>
#include <regex>
#include <string>

#include "job/job_definition.hpp"
#include "runner/attempt_log_reader.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

/// A log that is written and read.
struct Logged {
    std::string read(AttemptLogReader& reader) const {
        std::string text;
        reader.read(
            [&](const std::string& name, std::string_view line) { text += name + ": " + std::string(line) + "\n"; });
        return text;
    }
    std::string read_all(const std::string& task = {}) const {
        AttemptLogReader reader(directory.path(), task);
        return read(reader);
    }
    std::size_t bytes() const {
        std::size_t total = 0;
        for (const auto& entry : std::filesystem::directory_iterator(directory.path())) total += entry.file_size();
        return total;
    }

    testing::TemporaryDirectory directory;
    testing::FakeClock clock;
    AttemptLog log{directory.path(), "copy", 1, clock};
    std::string time = "2026-03-01T06:00:00.000Z";
};

BOOST_FIXTURE_TEST_SUITE(attempt_log, Logged)

BOOST_AUTO_TEST_CASE(keeps_lines_with_their_time_and_kind) {
    log.write("out", "one\ntwo\n");
    log.write("warning", "three");
    const std::string text = read_all();
    BOOST_TEST(text.size() == 3 * (std::string("copy.1: ").size() + time.size()) +
                                  std::string(" out one\n out two\n warning three\n").size());
    BOOST_TEST(text.find("Z out one\ncopy.1: ") != std::string::npos);
    BOOST_TEST(text.find("Z warning three\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(makes_control_characters_visible) {
    log.write("out", "a\x1b[31mb\r\n");
    BOOST_TEST(read_all().find(" out a\\x1b[31mb\\x0d\n") != std::string::npos, read_all());
}

BOOST_AUTO_TEST_CASE(keeps_the_beginning_and_the_end_of_much) {
    const std::string line(1000, 'x');
    for (int i = 0; i < 20'000; ++i) log.write("out", std::to_string(i) + " " + line);
    BOOST_TEST(bytes() <= static_cast<std::size_t>(AttemptLog::kHead + AttemptLog::kTail));
    BOOST_TEST(bytes() >= static_cast<std::size_t>(AttemptLog::kHead + AttemptLog::kTail / 2));
    const std::string text = read_all();
    BOOST_TEST(text.find(" out 0 x") != std::string::npos);
    BOOST_TEST(text.find(" out 19999 x") != std::string::npos);
    const std::size_t cut = text.find(" left out here ...\n");
    BOOST_TEST(cut != std::string::npos);
    BOOST_TEST(text.find(" left out here ...\n", cut + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_followed_while_it_is_written) {
    AttemptLogReader reader(directory.path(), {});
    BOOST_TEST(read(reader) == "");
    log.write("out", "one");
    BOOST_TEST(read(reader).find(" out one\n") != std::string::npos);
    BOOST_TEST(read(reader) == "");
    const std::string line(1000, 'x');
    std::size_t lines = 0;
    for (int i = 0; i < 3000; ++i) {
        log.write("out", line);
        lines += reader.read([](const std::string&, std::string_view text) {
            BOOST_TEST(text.find("left out") == std::string_view::npos);
        });
    }
    BOOST_TEST(lines == 3000U);
}

BOOST_AUTO_TEST_CASE(is_read_by_task) {
    TaskDefinition task;
    task.name = "copy";
    task.item = {3, "c.dat"};
    AttemptLog item(directory.path(), display_name(task), 2, clock);
    // What a task may be called as well.
    AttemptLog other(directory.path(), "copy-3", 2, clock);
    log.write("out", "a");
    item.write("out", "b");
    other.write("out", "c");
    const auto lines = [&](const std::string& wanted) {
        return std::regex_replace(read_all(wanted), std::regex("[0-9-]+T[0-9:.]+Z"), "TIME");
    };
    BOOST_TEST(lines("copy") == "copy.1: TIME out a\ncopy[3].2: TIME out b\n");
    BOOST_TEST(lines("copy-3") == "copy-3.2: TIME out c\n");
    BOOST_TEST(lines("nothing") == "");
}

BOOST_AUTO_TEST_CASE(keeps_nothing_without_a_directory_and_tells_of_one_that_is_gone) {
    AttemptLog nowhere({}, "copy", 1, clock);
    nowhere.write("out", "a");
    BOOST_TEST(nowhere.error() == 0);
    AttemptLog gone(directory.path() / "gone", "copy", 1, clock);
    gone.write("out", "a");
    BOOST_TEST(gone.error() == ENOENT);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
