#include <errand/plugin.hpp>

// Tasks for a service that is not one of Globus.
namespace {

using errand::Outcome;
using errand::TaskContext;
using errand::TaskDescription;
using errand::Type;

/// Asks again and again, for longer than a token lives.
class Read final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("read", "Ask for reports several times")
            .needs_scopes("reports.example", {"reports.read", "reports.write"})
            .takes_parameter("times", Type::integer, "How often", 1)
            .takes_parameter("pause", Type::duration, "After each", 0)
            .requires_parameter("url", Type::url, "Where they are");
    }
    Outcome run(TaskContext& context) override {
        for (std::int64_t i = 0; i < context.parameters().integer("times"); ++i) {
            const int status = context.http().get(context.parameters().text("url"), &context.authorizer()).status;
            context.output() << status << '\n';
            context.sleep_for(context.parameters().duration("pause"));
        }
        return Outcome::success();
    }
};

/// Wants a scope that no server in the tests has.
class Purge final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("purge", "Delete reports")
            .needs_scopes("reports.example", {"reports.read", "reports.delete"});
    }
    Outcome run(TaskContext&) override { return Outcome::success(); }
};

}  // namespace

ERRAND_PLUGIN("reports", "1.0.0", Read, Purge)
