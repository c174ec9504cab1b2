#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <list>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <tuple>

#include "base/process_tree.hpp"
#include "effects.hpp"
#include "errand/json.hpp"
#include "support/store_place.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

namespace {

using Moment = std::chrono::duration<double>;

std::uint32_t number_from(const char* variable, std::uint32_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)) : otherwise;
}

/// The processes of errand: all below this one but a server of the test's own.
class Processes {
public:
    /// To be made before any of errand's.
    Processes() : own_(descendants(getpid())) {}

    std::vector<pid_t> all() const {
        std::vector<pid_t> found;
        std::set<pid_t> others(own_.begin(), own_.end());
        for (const pid_t server : own_)
            for (const pid_t process : descendants(server)) others.insert(process);
        for (const pid_t process : descendants(getpid()))
            if (!others.contains(process)) found.push_back(process);
        return found;
    }
    /// Kills any of them, and gives its id; 0 when there is none.
    pid_t kill_any(std::mt19937& random) const {
        const std::vector<pid_t> before = all();
        if (before.empty()) return 0;
        const pid_t victim = before[random() % before.size()];
        // Pinned before it is looked at again, so that a reused process id never hits a stranger.
        const UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, victim, 0)));
        const std::vector<pid_t> now = all();
        if (!process || std::find(now.begin(), now.end(), victim) == now.end()) return 0;
        syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
        return victim;
    }
    /// Reaps those that were handed to this process. False if one is there still after a minute.
    bool wait() const {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        for (;;) {
            const std::vector<pid_t> left = all();
            if (left.empty()) return true;
            for (const pid_t process : left) waitpid(process, nullptr, WNOHANG);
            if (std::chrono::steady_clock::now() >= deadline) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

private:
    const std::vector<pid_t> own_;
};

/// An `errand run --json` that ended: the slot it asked for, and what it said of its run.
struct Asked {
    std::int64_t slot;
    CommandResult result;
    /// Null when it was killed.
    Value report;

    bool was_killed() const { return result.exit_code == 128 + SIGKILL; }
    /// Empty for one that did not begin, and of which there is no record.
    std::string run() const {
        const Value* id = report.is_null() ? nullptr : report.find("run_id");
        return id && id->is_text() ? id->text() : "";
    }
};

/// A run as the store has it, with its attempts.
struct Recorded {
    RunRecord run;
    std::vector<TaskRecord> tasks;
    std::vector<AttemptRecord> attempts;
};

/// The state directory and the store, which all rounds share, so that one may suffer from what another left.
struct Place : Workspace {
    explicit Place(const std::string& kind) : records(kind) {
        adopt_orphans();
        // The search for leaks at the end of a program is a process as well, and a program whose search was killed
        // hangs.
        set("ASAN_OPTIONS=detect_leaks=0");
        configure("limits: {grace: 1s}\n" +
                  (records.is_sqlite() ? "" : "store: {url: '" + records.location().place + "'}\n"));
        write("sweep.yaml", "name: sweep\ntasks:\n  - {name: say, uses: probe.echo}\n");
        BOOST_TEST_REQUIRE(run({"run", "./sweep.yaml"}).exit_code == 0);
    }
    std::unique_ptr<Store> open() const {
        if (!records.is_sqlite()) return records.open(clock);
        return open_store({(*this / "home/.local/state/errand/errand.db").string(), {}, ERRAND_MODULES}, clock);
    }

    SystemClock clock;
    const StorePlace records;
    /// After the server of the store.
    const Processes processes;
};

/// Several runs of one job, some of whose processes are killed, and what is to be true afterwards.
class Round {
public:
    Round(const Place& place, std::uint32_t seed) : place_(place), random_(seed), job_("job-" + std::to_string(seed)) {
        constexpr const char* kOverlaps[] = {"allow", "skip", "queue"};
        place_.write("job.yaml",
                     "name: " + job_ + "\noverlap: " + kOverlaps[random_() % 3] +
                         "\ndefaults:\n  retry: {attempts: 3, delay: 1ms, on: [crash, failed, service]}\ntasks:\n" +
                         task("first", "effect", "succeeds_at: 2") + task("submit", "submit", "succeeds_at: 2") +
                         task("each", "submit", "item: '${{ item }}'", "[first]", "[0, 1]") +
                         task("last", "effect", "succeeds_at: 1", "[each, submit]"));
    }

    /// \param usual how long a round takes, in which one of the moments is chosen
    void play(Moment usual) {
        std::list<std::pair<std::int64_t, Command>> running;
        for (std::int64_t slot = 0; slot < 2; ++slot)
            for (int asker = 0; asker < 2; ++asker)
                running.emplace_back(std::piecewise_construct, std::forward_as_tuple(kFirstSlot + 60 * slot),
                                     std::forward_as_tuple(place_.errand(
                                         {"run", "./job.yaml", "--json", "--scheduled-for", text_of(slot)})));
        for (auto kills = 1 + random_() % 3; kills > 0; --kills) {
            std::this_thread::sleep_for(usual * std::uniform_real_distribution<>()(random_) / 2);
            killed_.insert(place_.processes.kill_any(random_));
        }
        for (auto& [slot, command] : running) keep(slot, command.pid(), command.wait());
    }

    /// As the next command finds it.
    void look() {
        BOOST_TEST(place_.processes.wait(), "a process is left");
        const CommandResult next = place_.run({"run", "./sweep.yaml"});
        BOOST_TEST(next.exit_code == 0, next.err);
        BOOST_TEST(std::filesystem::is_empty(place_.work_directory()), "a working directory is left");
        BOOST_TEST(place_.run({"history"}).exit_code == 0);
        const std::unique_ptr<Store> store = place_.open();
        look_for_directories(*store);
        HistoryFilter filter;
        filter.job = job_;
        for (const RunRecord& run : store->history(filter))
            runs_[run.id] = {run, store->tasks(run.id), store->attempts(run.id)};
        for (const std::string& wrong : store->check_integrity())
            BOOST_TEST(false, "the store is not whole: " << wrong);
    }

    /// None is left of a run that never began, once it is pruned.
    void look_for_directories(Store& store) const {
        std::vector<std::string> runs;
        for (const auto& directory : std::filesystem::directory_iterator(place_.runs_directory())) {
            // As if they had been there for long: young ones are left alone.
            std::filesystem::last_write_time(directory,
                                             std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
            runs.push_back(directory.path().filename());
        }
        const std::vector<std::string> forgotten = store.unknown_runs(runs);
        BOOST_TEST(place_.run({"prune"}).exit_code == 0);
        for (const std::string& run : forgotten)
            BOOST_TEST(!std::filesystem::exists(place_.runs_directory() / run), "the directory of a run is left");
    }

    void check_slots() const {
        std::map<std::int64_t, std::set<std::string>> recorded;
        for (const auto& [id, known] : runs_) recorded[slot_of(known.run)].insert(id);
        for (const auto& [slot, of_slot] : recorded)
            BOOST_TEST(of_slot.size() == 1U, "the slot " << slot << " has the runs " << listed(of_slot));
        for (const Asked& asked : asked_)
            BOOST_TEST((asked.was_killed() || recorded.contains(asked.slot)),
                       "the slot " << asked.slot << " has no run, though it was asked for");
        std::map<std::int64_t, std::set<std::string>> seen;
        for (const Effect& effect : service_.effects()) seen[effect.slot].insert(effect.run);
        for (const auto& [slot, of_slot] : seen)
            BOOST_TEST(of_slot.size() == 1U,
                       "the service saw for the slot " << slot << " the runs " << listed(of_slot));
    }

    void check_states() const {
        std::set<std::string> told;
        for (const Asked& asked : asked_) {
            if (asked.was_killed()) continue;
            told.insert(asked.run());
            check_told(asked);
        }
        for (const auto& [id, known] : runs_) {
            BOOST_TEST(is_final(known.run.state), "the run " << id << " is " << to_string(known.run.state));
            const bool is_lost = known.run.state == RunState::lost;
            BOOST_TEST((!is_lost || !told.contains(id)), "the run " << id << " is lost, but ended with a word");
            if (known.run.state == RunState::succeeded) check_success(known);
        }
    }

    void check_effects() const {
        std::map<Effect, int> times;
        for (const Effect& effect : service_.effects()) ++times[effect];
        for (const auto& [effect, count] : times) {
            BOOST_TEST(count == 1, effect << " had " << count << " effects");
            const auto run = runs_.find(effect.run);
            BOOST_TEST_REQUIRE((run != runs_.end()), effect << " had an effect, but there is no such run");
            BOOST_TEST(has_attempt(run->second, effect), effect << " had an effect that is not recorded");
            BOOST_TEST(slot_of(run->second.run) == effect.slot);
        }
    }

    /// What did not succeed is done over, and nothing is submitted that was before.
    void do_over() {
        for (const auto& [id, known] : runs_) {
            if (known.run.state == RunState::succeeded) continue;
            const CommandResult again = place_.run({"retry", id, "--failed", "--quiet"});
            BOOST_TEST(again.exit_code == 0, "the run " << id << " cannot be done over: " << again.err);
        }
        std::map<std::tuple<std::int64_t, std::string, std::int64_t>, std::set<std::string>> submitted;
        for (const Effect& effect : service_.effects())
            if (!effect.id.empty()) submitted[{effect.slot, effect.task, effect.item}].insert(effect.id);
        for (const auto& [what, ids] : submitted)
            BOOST_TEST(ids.size() == 1U, std::get<1>(what) << '[' << std::get<2>(what) << "] of the slot "
                                                           << std::get<0>(what) << " was submitted as " << listed(ids));
        BOOST_TEST(submitted.size() == 3 * runs_.size());
    }

    void tell() const {
        for (const auto& [id, known] : runs_) {
            BOOST_TEST_MESSAGE("  " << id << ' ' << to_string(known.run.state) << ": " << known.run.reason);
            for (const AttemptRecord& attempt : known.attempts)
                BOOST_TEST_MESSAGE("    " << attempt.key.task << '[' << attempt.key.item.value_or(-1) << "] "
                                          << attempt.attempt << ' ' << attempt.state << ' ' << attempt.message);
        }
        for (const Asked& asked : asked_)
            BOOST_TEST_MESSAGE("  " << asked.slot << " ended with " << asked.result.exit_code << ' ' << asked.run());
    }

private:
    static constexpr std::int64_t kFirstSlot = 1'772'323'200;  // 2026-03-01T00:00:00Z

    static std::string text_of(std::int64_t slot) { return "2026-03-01T00:0" + std::to_string(slot) + ":00Z"; }
    static std::int64_t slot_of(const RunRecord& run) {
        return std::chrono::system_clock::to_time_t(run.scheduled_for.value());
    }
    static std::string listed(const std::set<std::string>& runs) {
        std::string text;
        for (const std::string& run : runs) text += (text.empty() ? "" : ", ") + run;
        return text;
    }
    static bool has_attempt(const Recorded& known, const Effect& effect) {
        return std::any_of(known.attempts.begin(), known.attempts.end(), [&](const AttemptRecord& attempt) {
            return attempt.key.task == effect.task && attempt.key.item.value_or(-1) == effect.item &&
                   attempt.attempt == effect.attempt;
        });
    }

    std::string task(const std::string& name, const std::string& type, const std::string& parameter,
                     const std::string& needs = "[]", const std::string& items = {}) const {
        return "  - name: " + name + "\n    uses: probe." + type + "\n    needs: " + needs + "\n    with: {url: '" +
               service_.url() + "', " + parameter + "}\n" + (items.empty() ? "" : "    foreach: " + items + "\n");
    }

    void keep(std::int64_t slot, pid_t pid, const CommandResult& result) {
        asked_.push_back({slot, result, {}});
        const bool does_not_end = asked_.back().was_killed() && !killed_.contains(pid);
        BOOST_TEST(!does_not_end, "a command does not end; it said: " << result.err);
        if (!asked_.back().was_killed()) asked_.back().report = parse_json(result.out);
    }

    /// What a command says of its run, and what is recorded of it.
    void check_told(const Asked& asked) const {
        const std::string id = asked.run();
        const auto found = runs_.find(id);
        const bool is_recorded = found != runs_.end();
        constexpr int kNotStarted = 75;
        if (asked.result.exit_code == kNotStarted) {
            BOOST_TEST((!is_recorded || found->second.run.state == RunState::skipped), "the run " << id << " began");
            return;
        }
        BOOST_TEST_REQUIRE(is_recorded, "the run " << id << " is not recorded: " << asked.result.err);
        BOOST_TEST(found->second.run.exit_code.value_or(-1) == asked.result.exit_code, "of the run " << id);
        BOOST_TEST((found->second.run.state == RunState::succeeded) == (asked.result.exit_code == 0));
    }

    void check_success(const Recorded& known) const {
        std::set<std::pair<std::string, std::int64_t>> done;
        for (const Effect& effect : service_.effects())
            if (effect.run == known.run.id) done.insert({effect.task, effect.item});
        BOOST_TEST(done.size() == 5U, "the run " << known.run.id << " succeeded with " << done.size() << " effects");
        for (const TaskRecord& task : known.tasks)
            BOOST_TEST(task.state == "succeeded", "the run " << known.run.id << " succeeded without " << task.key.task);
    }

    const Place& place_;
    std::mt19937 random_;
    const std::string job_;
    const EffectService service_;
    std::set<pid_t> killed_;
    std::vector<Asked> asked_;
    std::map<std::string, Recorded> runs_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kill_test)

BOOST_AUTO_TEST_CASE(a_record_is_true_whatever_is_killed_when) {
    const char* const named = std::getenv("ERRAND_KILL_STORE");
    const std::string kind = named ? named : "sqlite";
    const std::vector<std::string> kinds = store_kinds();
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
        BOOST_TEST_MESSAGE("skipped: there is no " << kind << " here");
        return;
    }
    const Place place(kind);
    const std::uint32_t seed = number_from("ERRAND_KILL_SEED", std::random_device()() % 1'000'000'000);
    const std::uint32_t rounds = number_from("ERRAND_KILL_ROUNDS", 50);
    Moment usual(number_from("ERRAND_KILL_USUAL_MS", 3000) / 1000.0);
    for (std::uint32_t number = 0; number < rounds; ++number) {
        // To repeat this round alone: ERRAND_KILL_ROUNDS=1 ERRAND_KILL_SEED=<this seed>
        BOOST_TEST_CONTEXT("round " << number << ", of the seed " << seed + number) {
            const auto began = std::chrono::steady_clock::now();
            Round round(place, seed + number);
            round.play(usual);
            usual = std::chrono::steady_clock::now() - began;
            round.look();
            round.check_slots();
            round.check_states();
            round.check_effects();
            round.do_over();
            BOOST_TEST_MESSAGE("round " << number << ", of the seed " << seed + number << ", took " << usual.count());
            round.tell();
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing
