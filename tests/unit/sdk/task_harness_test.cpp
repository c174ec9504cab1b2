#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <stdexcept>
#include <string>

#include "errand/testing.hpp"

using namespace errand;
using namespace errand::testing;
using namespace std::chrono_literals;

namespace {

/// What the task under test does in its run(): each test sets it.
std::function<Outcome(TaskContext&)> work;

class Probe final : public Task {
public:
    static TaskDescription describe() {
        return TaskDescription("probe", "Do what the test says")
            .requires_parameter("name", Type::text, "A name")
            .takes_parameter("format", Type::text, "A format", "text")
            .one_of({"text", "json"})
            .takes_parameter("password", Type::text, "A secret")
            .is_secret()
            .takes_parameter("wait", Type::duration, "How long", 1000)
            .takes_parameter("limit", Type::integer, "How many")
            .at_least(1)
            .at_most(10)
            .puts_out("count", Type::integer, "How many there were")
            .needs_scopes("first.example.org", {"scope:{name}:all", "scope:read"})
            .needs_scopes("second.example.org", {"other"});
    }
    Outcome run(TaskContext& context) override { return work(context); }
};

class ThrowsOnDescribe final : public Task {
public:
    static TaskDescription describe() { throw std::runtime_error("no idea"); }
    Outcome run(TaskContext&) override { return Outcome::success(); }
};

class WronglyDescribed final : public Task {
public:
    static TaskDescription describe() {
        return TaskDescription("wait", "Waits").takes_parameter("pause", Type::duration, "How long", "1m");
    }
    Outcome run(TaskContext&) override { return Outcome::success(); }
};

class ThrowsOnConstruction final : public Task {
public:
    ThrowsOnConstruction() { throw std::runtime_error("not today"); }
    static TaskDescription describe() { return TaskDescription("fragile", "Never starts"); }
    Outcome run(TaskContext&) override { return Outcome::success(); }
};

TaskHarness<Probe>& named(TaskHarness<Probe>& harness) { return harness.parameter("name", "a"); }

template <class Exception>
auto says(std::string message) {
    return [message = std::move(message)](const Exception& error) {
        BOOST_TEST(error.what() == message);
        return true;
    };
}

}  // namespace

BOOST_AUTO_TEST_CASE(gives_a_secret_parameter_where_secrets_are_and_nowhere_else) {
    TaskHarness<Probe> harness;
    named(harness).parameter("password", "hush");
    work = [](TaskContext& context) {
        const Parameters& parameters = context.parameters();
        BOOST_TEST(parameters.has("password"));
        BOOST_TEST(parameters.secret("password").reveal() == "hush");
        BOOST_TEST(parameters.values().count("password") == 0U);
        BOOST_CHECK_EXCEPTION(parameters.text("password"), ValueError,
                              says<ValueError>("secret() gives the parameter 'password'"));
        BOOST_CHECK_EXCEPTION(parameters.secret("name"), ValueError,
                              says<ValueError>("there is no secret parameter 'name'"));
        return Outcome::success();
    };
    BOOST_TEST(harness.run().outcome.ok());
}

BOOST_AUTO_TEST_CASE(gives_the_task_its_parameters_with_the_defaults_filled_in) {
    work = [](TaskContext& context) {
        const Parameters& parameters = context.parameters();
        BOOST_TEST(parameters.text("name") == "a");
        BOOST_TEST(parameters.text("format") == "text");
        BOOST_TEST(parameters.duration("wait").count() == 5000);
        BOOST_TEST(!parameters.has("limit"));
        return Outcome::success("done");
    };
    TaskHarness<Probe> harness;
    const TaskResult result = harness.parameter("name", "a").parameter("wait", 5s).run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.outcome.message == "done");
}

struct BadParameters {
    const char* title;
    Value::Map given;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadParameters& row) { return out << row.title; }
};

const BadParameters bad_parameters[] = {
    {"required one missing", {}, "task 'probe' requires the parameter 'name'"},
    {"unknown", {{"name", "a"}, {"nam", "b"}}, "task 'probe' has no parameter 'nam'"},
    {"wrong type", {{"name", 7}}, "parameter 'name' of task 'probe': expected text, found an integer"},
    {"null", {{"name", nullptr}}, "parameter 'name' of task 'probe': expected text, found null"},
    {"not allowed",
     {{"name", "a"}, {"format", "xml"}},
     "parameter 'format' of task 'probe': 'xml' is none of 'text', 'json'"},
    {"below its range", {{"name", "a"}, {"limit", 0}}, "parameter 'limit' of task 'probe': 0 is not from 1 to 10"},
    {"above its range", {{"name", "a"}, {"limit", 11}}, "parameter 'limit' of task 'probe': 11 is not from 1 to 10"},
    {"duration as text",
     {{"name", "a"}, {"wait", "5m"}},
     "parameter 'wait' of task 'probe': expected a duration (milliseconds), found text"},
};

BOOST_DATA_TEST_CASE(refuses_parameters_as_errand_does, boost::unit_test::data::make(bad_parameters), row) {
    TaskHarness<Probe> harness;
    for (const auto& [name, value] : row.given) harness.parameter(name, value);
    BOOST_CHECK_EXCEPTION(harness.run(), ValueError, says<ValueError>(row.message));
}

BOOST_AUTO_TEST_CASE(keeps_what_the_task_gives_back) {
    work = [](TaskContext& context) {
        context.output() << "hello\n";
        context.log(LogLevel::warning, "careful");
        context.set_output("count", 1);
        context.set_output("count", 2);
        context.report_progress({1, 2, "things"});
        context.sleep_for(1h);
        return Outcome::failure("in the end");
    };
    TaskHarness<Probe> harness;
    const TaskResult result = named(harness).run();
    BOOST_CHECK(result.outcome.kind == Outcome::Kind::failure);
    BOOST_TEST(result.outcome.message == "in the end");
    BOOST_TEST(result.printed == "hello\n");
    BOOST_CHECK(result.log == (std::vector<LogLine>{{LogLevel::warning, "careful"}}));
    BOOST_CHECK(result.outputs == (Value::Map{{"count", 2}}));
    BOOST_TEST(result.progress.at(0).what == "things");
    BOOST_CHECK(result.sleeps == std::vector<std::chrono::milliseconds>{1h});
}

struct Throws {
    const char* title;
    std::function<void()> act;
    Outcome::Kind kind;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Throws& row) { return out << row.title; }
};

const Throws exceptions[] = {
    {"refused", [] { throw CredentialsRefused("a"); }, Outcome::Kind::credentials_refused, "a"},
    {"unreachable", [] { throw ServiceUnreachable("b"); }, Outcome::Kind::service_unreachable, "b"},
    {"cancelled", [] { throw Cancelled("c"); }, Outcome::Kind::cancelled, "c"},
    {"any other", [] { throw std::logic_error("d"); }, Outcome::Kind::failure, "d"},
    {"not an exception", [] { throw 7; }, Outcome::Kind::failure, "threw something that is not a std::exception"},
};

BOOST_DATA_TEST_CASE(turns_exceptions_into_outcomes, boost::unit_test::data::make(exceptions), row) {
    work = [&row](TaskContext&) {
        row.act();
        return Outcome::success();
    };
    TaskHarness<Probe> harness;
    const Outcome outcome = named(harness).run().outcome;
    BOOST_CHECK(outcome.kind == row.kind);
    BOOST_TEST(outcome.message == row.message);
}

struct Refusal {
    const char* title;
    std::function<void(TaskContext&)> act;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Refusal& row) { return out << row.title; }
};

const Refusal refusals[] = {
    {"output", [](TaskContext& context) { context.set_output("total", 1); }, "task 'probe' declares no output 'total'"},
    {"resource server", [](TaskContext& context) { context.authorizer("third.example.org"); },
     "task 'probe' declares no scopes at 'third.example.org'"},
    {"service", [](TaskContext& context) { context.service_url("groups"); }, "the provider knows no service 'groups'"},
    {"plain http", [](TaskContext& context) { context.http().get("http://example.org/"); },
     "'http://example.org/' may not be used: it must start with https://, or be on a loopback address"},
};

BOOST_DATA_TEST_CASE(refuses_what_was_not_declared, boost::unit_test::data::make(refusals), row) {
    work = [&row](TaskContext& context) {
        row.act(context);
        return Outcome::success();
    };
    TaskHarness<Probe> harness;
    const Outcome outcome = named(harness).run().outcome;
    BOOST_CHECK(outcome.kind == Outcome::Kind::failure);
    BOOST_TEST(outcome.message == row.message);
}

BOOST_AUTO_TEST_CASE(hands_out_an_authorizer_for_each_declared_resource_server) {
    work = [](TaskContext& context) {
        BOOST_TEST(context.authorizer().resource_server() == "first.example.org");
        BOOST_TEST(context.authorizer().scopes() == "scope:a:all scope:read");
        BOOST_TEST(context.authorizer().client_id() == "me");
        BOOST_TEST(context.authorizer("second.example.org").scopes() == "other");
        return Outcome::success();
    };
    TaskHarness<Probe> harness;
    harness.authorizer().set_client_id("me");
    BOOST_TEST(named(harness).run().outcome.ok());
    BOOST_CHECK_EXCEPTION(harness.authorizer("third"), Error,
                          says<Error>("task 'probe' declares no scopes at 'third'"));
}

BOOST_AUTO_TEST_CASE(takes_scopes_as_a_job_names_them) {
    work = [](TaskContext& context) {
        const std::vector<std::string> servers = {"first.example.org", "second.example.org", "third.example.org"};
        BOOST_TEST(context.resource_servers() == servers, boost::test_tools::per_element());
        BOOST_TEST(context.authorizer().scopes() == "scope:a");
        BOOST_TEST(context.authorizer("second.example.org").scopes() == "other");
        BOOST_TEST(context.authorizer("third.example.org").scopes() == "more scope:a");
        return Outcome::success();
    };
    TaskHarness<Probe> harness;
    harness.scopes("third.example.org", {"more", "scope:{name}"}).scopes("first.example.org", {"scope:{name}"});
    BOOST_TEST(named(harness).run().outcome.ok());
    BOOST_TEST(harness.authorizer("third.example.org").scopes() == "more scope:a");
}

BOOST_AUTO_TEST_CASE(gives_the_service_urls_a_final_slash) {
    work = [](TaskContext& context) { return Outcome::success(context.service_url("transfer")); };
    TaskHarness<Probe> harness;
    harness.service("transfer", "https://transfer.example.org");
    BOOST_TEST(named(harness).run().outcome.message == "https://transfer.example.org/");
}

BOOST_AUTO_TEST_CASE(a_missing_answer_fails_the_test_even_if_the_task_hides_it) {
    work = [](TaskContext& context) {
        try {
            context.http().get("https://example.org/a");
        } catch (const std::exception&) {
        }
        return Outcome::success();
    };
    TaskHarness<Probe> harness;
    named(harness);
    BOOST_CHECK_EXCEPTION(harness.run(), ScriptError,
                          says<ScriptError>("no scripted answer is left for request 1, GET https://example.org/a"));
}

BOOST_AUTO_TEST_CASE(can_cancel_before_the_run_in_a_sleep_and_in_an_answer) {
    work = [](TaskContext& context) {
        BOOST_TEST(context.is_cancelled());
        context.http().get("https://example.org/");
        return Outcome::success();
    };
    TaskHarness<Probe> before;
    before.cancel();
    BOOST_CHECK(named(before).run().outcome.kind == Outcome::Kind::cancelled);
    BOOST_TEST(before.http().requests().empty());

    work = [](TaskContext& context) {
        for (;;) context.sleep_for(1min);
        return Outcome::success();
    };
    TaskHarness<Probe> in_sleep;
    in_sleep.cancel_in_sleep(3);
    const TaskResult slept = named(in_sleep).run();
    BOOST_CHECK(slept.outcome.kind == Outcome::Kind::cancelled);
    BOOST_TEST(slept.sleeps.size() == 3U);

    work = [](TaskContext& context) {
        while (!context.is_cancelled()) context.http().get("https://example.org/");
        return Outcome::success("cleaned up");
    };
    TaskHarness<Probe> in_answer;
    in_answer.http().answer_with([&](const HttpRequest&) {
        in_answer.cancel();
        return HttpResponse{200};
    });
    BOOST_TEST(named(in_answer).run().outcome.message == "cleaned up");
}

BOOST_AUTO_TEST_CASE(tells_of_a_task_type_that_cannot_be_described_or_made) {
    BOOST_CHECK_EXCEPTION(TaskHarness<ThrowsOnDescribe>(), Error, says<Error>("describe() threw: no idea"));
    BOOST_CHECK_EXCEPTION(TaskHarness<WronglyDescribed>(), Error,
                          says<Error>("task type 'wait': the default of the parameter 'pause' is text, expected a "
                                      "duration (milliseconds)"));
    BOOST_TEST(TaskHarness<ThrowsOnConstruction>().preview().message == "not today");
    BOOST_TEST(TaskHarness<ThrowsOnConstruction>().run().outcome.message == "not today");
}

BOOST_AUTO_TEST_CASE(keeps_checkpoints_from_run_to_run) {
    TaskHarness<Probe> harness;
    named(harness);
    work = [](TaskContext& context) {
        const std::int64_t before = context.checkpoint() ? context.checkpoint()->integer() : 0;
        context.save_checkpoint(before + 1);
        return Outcome::failure("at " + std::to_string(context.checkpoint()->integer()));
    };
    BOOST_TEST(harness.run().outcome.message == "at 1");
    const TaskResult second = harness.run();
    BOOST_TEST(second.outcome.message == "at 2");
    BOOST_TEST_REQUIRE(second.checkpoints.size() == 1U);
    BOOST_TEST(second.checkpoints.front().integer() == 2);
    BOOST_TEST(harness.checkpoint(7).run().outcome.message == "at 8");
    harness.refuse_checkpoint(1);
    const TaskResult refused = harness.run();
    BOOST_TEST((refused.outcome.kind == Outcome::Kind::service_unreachable));
    BOOST_TEST(refused.outcome.message == "the checkpoint cannot be kept for now");
}
