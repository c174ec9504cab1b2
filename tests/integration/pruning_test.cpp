#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "base/directory_lock.hpp"
#include "support/recorded_runs.hpp"

namespace errand::testing {

BOOST_FIXTURE_TEST_SUITE(pruning, RecordedRuns)

BOOST_AUTO_TEST_CASE(removes_what_need_not_be_kept) {
    for (int i = 0; i < 3; ++i) run_tasks(kGreet);
    const auto runs = *this / "home/.local/state/errand/runs";
    const auto count = [&] {
        return std::distance(std::filesystem::directory_iterator(runs), std::filesystem::directory_iterator());
    };
    BOOST_TEST(count() == 3);
    const CommandResult pruned = run({"prune", "--max-runs", "1"});
    BOOST_TEST(std::regex_match(pruned.out, std::regex("removed 2 runs, and [0-9]+ bytes of what they printed and "
                                                       "logged\n")),
               pruned.out + pruned.err);
    BOOST_TEST(run({"prune"}).out == "removed no runs\n");
    BOOST_TEST(count() == 1);
    BOOST_TEST(history().list().size() == 1U);
}

BOOST_AUTO_TEST_CASE(removes_what_was_left_behind_once_it_is_old) {
    using std::filesystem::file_time_type;
    run_tasks(kGreet);
    const std::string known = newest().find("run_id")->text();
    const auto make = [&](const std::string& name, std::chrono::hours age) {
        std::filesystem::create_directory(runs_directory() / name);
        if (name.ends_with("full")) write("home/.local/state/errand/runs/" + name + "/say.1.0", "hello");
        std::filesystem::last_write_time(runs_directory() / name, file_time_type::clock::now() - age);
    };
    constexpr std::chrono::hours kOld(24 * 91);
    make("young-empty", std::chrono::hours(0));
    make("empty", std::chrono::hours(1));
    make("full", std::chrono::hours(1));
    make("old-full", kOld);
    make("old-held-full", kOld);
    make(".old-other-full", kOld);
    std::filesystem::last_write_time(runs_directory() / known, file_time_type::clock::now() - kOld);
    const UniqueFd held = hold_directory(runs_directory() / "old-held-full");
    BOOST_TEST(run({"prune", "--json"}).out == "{\n  \"bytes\": 5,\n  \"runs\": 0\n}\n");
    std::set<std::string> left;
    for (const auto& directory : std::filesystem::directory_iterator(runs_directory()))
        left.insert(directory.path().filename());
    BOOST_TEST((left == std::set<std::string>{known, ".old-other-full", "full", "old-held-full", "young-empty"}));
    configure("limits: {grace: 1s}\nhistory: {max_size: 4}\n");
    run({"prune"});
    BOOST_TEST(!std::filesystem::exists(runs_directory() / "full"));
}

BOOST_AUTO_TEST_CASE(keeps_no_more_of_what_tasks_print_than_it_is_told) {
    run_tasks(kGreet);
    run_tasks(kGreet);
    configure("limits: {grace: 1s}\nhistory: {max_size: 1B}\n");
    const CommandResult wrong = run({"prune"});
    BOOST_TEST(wrong.exit_code == 78);
    configure("limits: {grace: 1s}\nhistory: {max_size: 60}\n");
    BOOST_TEST(run({"prune"}).out.find("removed 2 runs, and ") == 0U);
    BOOST_TEST(run({"history", "greet"}).out == "no runs of 'greet'\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
