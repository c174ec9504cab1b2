#pragma once

#include <string>

#include "runner/attempt_settings.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// A journal that keeps things when a test says so.
class SlowJournal final : public RunJournal {
public:
    void task_begins(const TaskDefinition&) override {}
    Ticket attempt_begins(const TaskDefinition&, int attempt) override {
        told += "begins " + std::to_string(attempt) + "\n";
        return 1;
    }
    void attempt_ended(const TaskDefinition&, int attempt, const AttemptResult& result) override {
        told += "ended " + std::to_string(attempt) + " " + state_name(result.state) + "\n";
    }
    void task_ended(const TaskDefinition&, const AttemptResult&) override {}
    Ticket checkpoint_saved(const TaskDefinition&, const Value&) override {
        told += "checkpoint\n";
        return 2;
    }
    Fate fate(Ticket) override { return fate_of_all; }
    int descriptor() const override { return -1; }
    News take_news() override { return {}; }

    std::string told;
    Fate fate_of_all = Fate::waiting;
};

/// Keeps what is logged.
class LogObserver final : public RunObserver {
public:
    void stage_begins(std::size_t) override {}
    void items_begin(const TaskDefinition&, std::size_t) override {}
    void attempt_started(const TaskDefinition&, int) override {}
    void retry_planned(const TaskDefinition&, int, const AttemptResult&, std::chrono::milliseconds) override {}
    void progressed(const TaskDefinition&, const Progress&) override {}
    void logged(const TaskDefinition&, LogLevel, std::string_view message) override {
        log += std::string(message) + "\n";
    }
    void task_ended(const TaskDefinition&, const AttemptResult&, int) override {}
    void troubled(std::string_view) override {}
    Clock::SteadyTime about_to_wait() override { return Clock::SteadyTime::max(); }
    OutletBuffer& output_outlet() override { return nowhere; }
    void will_print() override {}
    void output_failed(int) override {}
    OutletBuffer& log_outlet() override { return nowhere; }

    OutletBuffer nowhere{-1};
    std::string log;
};

/// What an attempt of the task `copy` finds around it, but for its processes.
struct AttemptSurroundings {
    explicit AttemptSurroundings(ProcessSpawner& spawner)
        : world{spawner, clock, observer, journal, background, redactor, read_secret} {
        settings.work_directory = directory.path() / "work";
        task.name = "copy";
    }
    AttemptRequest request() const { return {task, {}, {"job", "copy", "run", 1, {}}, "/nowhere/plugin.so"}; }

    const TemporaryDirectory directory;
    FakeClock clock;
    TaskDefinition task;
    SlowJournal journal;
    LogObserver observer;
    Event give_up;
    BackgroundWork background{give_up};
    Redactor redactor;
    ReadSecret read_secret;
    AttemptSettings settings;
    AttemptWorld world;
};

}  // namespace errand::testing
