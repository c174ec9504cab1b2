#pragma once

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "errand/json.hpp"
#include "support/eventually.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

inline constexpr char kGreet[] = "tasks:\n  - {name: say, uses: probe.echo, with: {text: hello}}\n";
inline constexpr char kWait[] = "tasks:\n  - {name: wait, uses: probe.echo, with: {wait: 1h}}\n";

/// Runs that are recorded.
struct RecordedRuns : Workspace {
    RecordedRuns() {
        configure("limits: {grace: 1s}\n");
        set("TZ=Europe/Berlin");
        // Else a sanitizer does that in unit tests only.
        set("ASAN_OPTIONS=detect_leaks=1");
    }
    CommandRequest request(const std::string& tasks, std::vector<std::string> more = {}) const {
        write("job.yaml", "name: greet\n" + tasks);
        more.insert(more.begin(), {"run", "./job.yaml"});
        return errand(more);
    }
    CommandResult run_tasks(const std::string& tasks, std::vector<std::string> more = {}) const {
        return run_command(request(tasks, std::move(more)));
    }
    Value history(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"history", "--json"});
        return *parse_json(run(more).out).find("runs");
    }
    Value newest() const { return history().list().at(0); }
    /// A word of several spaces' distance from the next: in columns, one is enough here.
    static std::string in_one_line(const std::string& text) { return std::regex_replace(text, std::regex(" +"), " "); }
    std::string state_of_newest() const { return newest().find("state")->text(); }
    /// Until the newest run is in this state. False if that does not come.
    bool wait_for(const std::string& state) const {
        return eventually([&] {
            const Value runs = history();
            return !runs.list().empty() && runs.list().at(0).find("state")->text() == state;
        });
    }
    /// Until one is told, as its attempts are ended first.
    CommandResult look_for_lost_runs() const {
        CommandResult told;
        BOOST_TEST(eventually([&] {
            told = run({"history", "--json"});
            return !told.err.empty();
        }));
        return told;
    }
    /// What differs from run to run is replaced.
    static std::string steady(std::string text) {
        text = std::regex_replace(text, std::regex("[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-[0-9a-f]{6}"), "RUN");
        text = std::regex_replace(text, std::regex("[0-9]{4}-[0-9-]{5} [0-9:]{8} \\+0[12]:00"), "TIME");
        text = std::regex_replace(text, std::regex("[0-9]{4}-[0-9-]{5}T[0-9:]{8}(\\.[0-9]{3})?Z"), "TIME");
        text = std::regex_replace(text, std::regex("(TOOK|after) +([0-9]+m?s)+"), "$1 A WHILE");
        char host[256] = {};
        gethostname(host, sizeof host - 1);
        return std::regex_replace(text, std::regex(host), "HOST");
    }
};

}  // namespace errand::testing
