#include <errand/plugin.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

// What the tests use to see what a task gets and what becomes of what it gives.
namespace {

using errand::Outcome;
using errand::TaskContext;
using errand::TaskDescription;
using errand::Type;

/// Gives back everything it got.
class Echo final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("echo", "Give back what came in")
            .takes_parameter("text", Type::text, "Printed", "")
            .takes_parameter("wait", Type::duration, "Waited for first", 0)
            .takes_parameter("fail", Type::text, "Fails with this message", "")
            .takes_parameter("succeeds_at", Type::integer, "The first attempt that does not fail all the same", 1000)
            .takes_parameter("password", Type::text, "Not to be seen")
            .is_secret()
            .takes_parameter("tell", Type::boolean, "Whether to tell it all the same", false)
            .puts_out("seen", Type::map, "The parameters and facts of the run");
    }
    Outcome run(TaskContext& context) override {
        context.sleep_for(context.parameters().duration("wait"));
        context.output() << context.parameters().text("text") << '\n';
        if (context.parameters().boolean("tell")) {
            const std::string_view secret = context.parameters().secret("password").reveal();
            context.output() << secret << " has " << secret.size() << " bytes\n";
        }
        context.log(errand::LogLevel::warning, "about to put out");
        context.report_progress({1, 2, "steps"});
        const std::filesystem::path here = std::filesystem::current_path();
        std::ofstream("left-behind") << "x";
        context.set_output("seen", errand::Value::Map{{"parameters", context.parameters().values()},
                                                      {"job", context.run().job},
                                                      {"task", context.run().task},
                                                      {"attempt", context.run().attempt},
                                                      {"directory", here.string()}});
        const std::string& failure = context.parameters().text("fail");
        const bool is_good = failure.empty() || context.run().attempt >= context.parameters().integer("succeeds_at");
        return is_good ? Outcome::success("echoed") : Outcome::failure(failure);
    }
};

/// Says what it would do, or does what is not for a dry run.
class Preview final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("preview", "Say what it would do")
            .requires_parameter("do", Type::text, "What it does when it is asked")
            .one_of({"say", "refuse", "write", "crash"})
            .takes_parameter("file", Type::path, "What it may write, when it is run")
            .takes_parameter("password", Type::text, "Not to be seen")
            .is_secret()
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"})
            .writes_files({"{file}"});
    }
    Outcome run(TaskContext&) override { return Outcome::success(); }
    std::string preview(const errand::TaskFacts& facts) const override {
        const std::string& deed = facts.parameters().text("do");
        if (deed == "refuse") throw errand::ValueError("nobody can do that");
        if (deed == "crash") std::abort();
        if (deed == "write") return write_to(facts.parameters().text("file"));
        return "do nothing in " + facts.run().job + "." + facts.run().task + "\nwith a token for " +
               facts.resource_servers().at(0) + " and the password " +
               std::string(facts.parameters().secret("password").reveal()) + "\nat " + facts.service_url("transfer");
    }

private:
    static std::string write_to(const std::string& file) {
        const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        const int error = errno;
        if (descriptor >= 0) ::close(descriptor);
        return descriptor >= 0 ? "written" : std::strerror(error);
    }
};

/// Is done when other tasks are there at the same time. Its progress is how many are.
class Meet final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("meet", "Wait for other tasks")
            .requires_parameter("place", Type::path, "A directory that they share")
            .requires_parameter("count", Type::integer, "How many they are")
            .writes_files({"{place}/"});
    }
    Outcome run(TaskContext& context) override {
        const std::filesystem::path place = context.parameters().text("place");
        std::ofstream(place / context.run().task) << "here";
        const auto count = [&]() -> std::int64_t {
            return std::distance(std::filesystem::directory_iterator(place), std::filesystem::directory_iterator());
        };
        const std::int64_t all = context.parameters().integer("count");
        for (std::int64_t here = 0, reported = 0; (here = count()) < all; reported = here) {
            if (here != reported) context.report_progress({here, all, "tasks"});
            context.sleep_for(std::chrono::milliseconds(5));
        }
        return Outcome::success();
    }
};

/// Prints its environment.
class Environment final : public errand::Task {
public:
    static TaskDescription describe() { return TaskDescription("environment", "Print the environment"); }
    Outcome run(TaskContext& context) override {
        for (char** variable = environ; *variable; ++variable) context.output() << *variable << '\n';
        return Outcome::success();
    }
};

/// Opens files, and keeps them open.
class Open final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("open", "Open files").requires_parameter("count", Type::integer, "How many");
    }
    Outcome run(TaskContext& context) override {
        std::vector<int> opened(static_cast<std::size_t>(context.parameters().integer("count")), -1);
        int error = 0;
        for (int& descriptor : opened)
            if ((descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) error = errno;
        for (const int descriptor : opened) ::close(descriptor);
        return error == 0 ? Outcome::success() : Outcome::failure(std::strerror(error));
    }
};

/// Prints a line ten times, each character by itself.
class Spell final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("spell", "Print slowly").requires_parameter("text", Type::text, "Printed ten times");
    }
    Outcome run(TaskContext& context) override {
        for (int i = 0; i < 10; ++i)
            for (const char character : context.parameters().text("text") + '\n') {
                context.output() << character << std::flush;
                context.sleep_for(std::chrono::milliseconds(1));
            }
        return Outcome::success();
    }
};

/// Fails when another task is there at the same time.
class Alone final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("alone", "Be where no other task is")
            .requires_parameter("place", Type::path, "A directory that they share")
            .writes_files({"{place}/"});
    }
    Outcome run(TaskContext& context) override {
        const std::filesystem::path here = context.parameters().text("place") + "/here";
        if (!std::filesystem::create_directory(here)) return Outcome::failure("another is there");
        context.sleep_for(std::chrono::milliseconds(50));
        std::filesystem::remove(here);
        return Outcome::success();
    }
};

/// Asks a service again and again, for longer than a token lives.
class Poll final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("poll", "Ask Transfer several times")
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"})
            .takes_parameter("times", Type::integer, "How often", 3)
            .takes_parameter("pause", Type::duration, "Between two", 0)
            .takes_parameter("url", Type::url, "Asked instead of Transfer", "")
            .puts_out("statuses", Type::list, "What it answered");
    }
    Outcome run(TaskContext& context) override {
        errand::Value::List statuses;
        const std::string& other = context.parameters().text("url");
        const std::string url =
            other.empty() ? context.service_url("transfer") + "v0.10/endpoint_search?filter_scope=my-endpoints&limit=1"
                          : other;
        for (std::int64_t i = 0; i < context.parameters().integer("times"); ++i) {
            statuses.push_back(context.http().get(url, &context.authorizer()).status);
            context.sleep_for(context.parameters().duration("pause"));
        }
        context.set_output("statuses", statuses);
        return Outcome::success();
    }
};

/// `<url>/<slot>/<run>/<task>/<item>/<attempt>`: the place at a service that says whose effect it is.
std::string place_of_effect(const TaskContext& context) {
    const errand::RunFacts& run = context.run();
    const auto slot = run.scheduled_for ? std::chrono::system_clock::to_time_t(*run.scheduled_for) : 0;
    std::string url = context.parameters().text("url");
    for (const std::string& part : {std::to_string(slot), run.run_id, run.task,
                                    std::to_string(context.parameters().integer("item")), std::to_string(run.attempt)})
        url += '/' + part;
    return url;
}

/// Has one effect at a service.
class Effect final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("effect", "Have an effect that can be counted")
            .requires_parameter("url", Type::url, "The service")
            .takes_parameter("item", Type::integer, "Which item it is for", -1)
            .takes_parameter("succeeds_at", Type::integer, "The first attempt that does not fail", 1);
    }
    Outcome run(TaskContext& context) override {
        if (!context.http().post(place_of_effect(context), "").ok()) return Outcome::failure("the service refused");
        const bool is_good = context.run().attempt >= context.parameters().integer("succeeds_at");
        return is_good ? Outcome::success() : Outcome::failure("to be tried again");
    }
};

/// Submits something once, however often it is tried: under an id that it keeps first, and that the service, as the
/// last part of the URL, takes once. `<url>/<slot>/<run>/<task>/<item>/<attempt>/<id>`.
class Submit final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("submit", "Submit something once")
            .requires_parameter("url", Type::url, "The service")
            .takes_parameter("item", Type::integer, "Which item it is for", -1)
            .takes_parameter("succeeds_at", Type::integer, "The first attempt that does not fail afterwards", 1)
            .puts_out("id", Type::text, "What it was submitted under");
    }
    Outcome run(TaskContext& context) override {
        const errand::RunFacts& run = context.run();
        if (!context.checkpoint()) context.save_checkpoint(run.run_id + "." + std::to_string(run.attempt));
        const std::string id = context.checkpoint()->text();
        if (!context.http().post(place_of_effect(context) + '/' + id, "").ok())
            return Outcome::failure("the service refused");
        context.set_output("id", id);
        const bool is_good = run.attempt >= context.parameters().integer("succeeds_at");
        return is_good ? Outcome::success("submitted as " + id) : Outcome::failure("to be tried again");
    }
};

/// Says what it is told, with its token in the place of `@`, wherever a task can say something.
class Blab final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("blab", "Give its token away")
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"})
            .takes_parameter("texts", Type::list, "What to say; `@` stands for the token")
            .puts_out("said", Type::list, "The same");
    }
    Outcome run(TaskContext& context) override {
        const std::string token = context.authorizer().authorization_header().substr(7);
        errand::Value::List said;
        for (const errand::Value& text : context.parameters().list("texts")) {
            const std::string words = with(token, text.text());
            say_slowly(STDOUT_FILENO, words + '\n');
            say_slowly(STDERR_FILENO, words + '\n');
            context.log(errand::LogLevel::warning, words);
            context.report_progress({1, 2, words});
            said.push_back(words);
        }
        context.set_output("said", said);
        return Outcome::failure("with " + token);
    }

private:
    static std::string with(const std::string& token, std::string text) {
        if (const std::size_t at = text.find('@'); at != std::string::npos) text.replace(at, 1, token);
        return text;
    }
    /// Each byte is a write of its own.
    static void say_slowly(int descriptor, const std::string& words) {
        for (const char byte : words)
            if (::write(descriptor, &byte, 1) != 1) return;
    }
};

/// Gives back what its authorizers tell.
class Tokens final : public errand::Task {
public:
    static TaskDescription describe() {
        return TaskDescription("tokens", "Tell what the tokens are")
            .requires_parameter("source", Type::text, "A collection")
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"
                                                      "[*https://auth.globus.org/scopes/{source}/data_access]"})
            .needs_scopes("groups.api.globus.org", {"urn:globus:auth:scope:groups.api.globus.org:all"})
            .puts_out("tokens", Type::list, "What is told of each");
    }
    Outcome run(TaskContext& context) override {
        errand::Value::List tokens;
        for (const char* resource_server : {"", "groups.api.globus.org"}) {
            const auto& authorizer = context.authorizer(resource_server);
            const auto left = authorizer.expires_at() - std::chrono::system_clock::now();
            tokens.push_back(errand::Value::Map{
                {"resource_server", authorizer.resource_server()},
                {"scopes", authorizer.scopes()},
                {"hours_left", std::chrono::duration_cast<std::chrono::hours>(left).count()},
            });
        }
        context.set_output("tokens", std::move(tokens));
        return Outcome::success();
    }
};

}  // namespace

ERRAND_PLUGIN("probe", "1.0.0", Echo, Poll, Meet, Alone, Spell, Environment, Open, Effect, Submit, Blab, Tokens,
              Preview)
