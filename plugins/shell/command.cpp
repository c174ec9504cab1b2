#include "command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "child.hpp"
#include "errand/answer/excerpt.hpp"
#include "errand/files/descriptor.hpp"
#include "errand/files/write_all.hpp"
#include "errand/json.hpp"
#include "offered_token.hpp"
#include "printed_text.hpp"
#include "start_request.hpp"

namespace errand::shell {

namespace {

/// Bytes of what was printed that go into a report, and those that may be a document. A byte more tells where a word
/// ends.
constexpr std::size_t kMostPutOut = std::size_t{64} * 1024;
constexpr std::size_t kLargestDocument = std::size_t{1024} * 1024;

/// What a program has started may still print when it has ended, as the end of a pipeline does.
constexpr std::chrono::milliseconds kLastWords(1000);

[[noreturn]] void fail(const char* what) { throw Error(std::string(what) + ": " + std::strerror(errno)); }

std::vector<std::string> task_environment() {
    std::vector<std::string> environment;
    for (char** entry = ::environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
    return environment;
}

/// A file in memory that cannot fill up, as a pipe does whose reader has stopped.
Descriptor input_of(const Parameters& parameters) {
    if (!parameters.has("stdin")) return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    Descriptor input(::memfd_create("stdin", MFD_CLOEXEC));
    if (!input || !write_all(input.get(), parameters.text("stdin")) || ::lseek(input.get(), 0, SEEK_SET) != 0)
        fail("cannot keep 'stdin'");
    return input;
}

struct Pipe {
    Pipe() {
        std::array<int, 2> ends = {};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("cannot make a pipe");
        source = Descriptor(ends[0]);
        sink = Descriptor(ends[1]);
    }

    Descriptor source;
    Descriptor sink;
};

/// Passes on what is printed until the child has ended and the pipe has, or those who still hold it had their time.
void relay(const Child& child, int source, PrintedText& printed) {
    std::array<pollfd, 2> waits = {{{source, POLLIN, 0}, {child.descriptor(), POLLIN, 0}}};
    while (waits[1].revents == 0) {
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) fail("poll");
        if (waits[0].revents != 0 && !printed.read_from(source)) waits[0].fd = -1;
        waits[0].revents = 0;
    }
    const auto end = std::chrono::steady_clock::now() + kLastWords;
    while (waits[0].fd >= 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const int count = ::poll(waits.data(), 1, std::max(0, static_cast<int>(left.count())));
        if (count == 0) return;
        if (count > 0 && !printed.read_from(source)) return;
    }
}

Ending run_child(TaskContext& context, const StartRequest& request, PrintedText& printed) {
    const Descriptor input = input_of(context.parameters());
    Descriptor token = offered_token(context);
    StartRequest completed = request;
    if (token) completed.environment.push_back(kTokenVariable + ("=" + std::to_string(kTokenDescriptor)));
    Pipe pipe;
    Child child(completed, {input.get(), pipe.sink.get(), token.get()});
    pipe.sink.close();
    token.close();
    // The attempt's init asks each process of the attempt to end, and asking twice is not the same. But this one may
    // have been started when it had already looked.
    if (context.is_cancelled()) child.signal_group(SIGTERM);
    relay(child, pipe.source.get(), printed);
    return child.wait();
}

void put_out(TaskContext& context, const Ending& ending, const PrintedText& printed) {
    const std::string_view beginning = beginning_of(printed.kept(), kMostPutOut);
    if (beginning.size() < printed.size())
        context.log(LogLevel::warning, "the output 'stdout' has only the beginning of the " +
                                           std::to_string(printed.size()) + " bytes that were printed");
    context.set_output("exit_code", ending.exit_code);
    context.set_output("stdout", beginning);
}

void put_out_document(TaskContext& context, const std::string& title, const PrintedText& printed) try {
    if (printed.size() > kLargestDocument)
        throw Error(title + " printed " + std::to_string(printed.size()) + " bytes, more than 'json' takes, which is " +
                    std::to_string(kLargestDocument));
    context.set_output("json", parse_json(printed.kept()));
} catch (const JsonError& error) {
    throw Error("what " + title + " printed is " + error.what());
}

}  // namespace

TaskDescription Command::describe() {
    return TaskDescription("command", "Run a program or a shell script")
        .takes_parameter("argv", Type::list, "The program and its arguments; no shell is between")
        .takes_parameter("script", Type::text, "What /bin/sh -eu is to do, in place of argv")
        .takes_parameter("stdin", Type::text, "What it reads from its standard input; nothing by default")
        .takes_parameter("environment", Type::map, "What its environment has besides that of every task")
        .takes_parameter("directory", Type::path, "Where it works; by default in the task's own directory")
        .takes_parameter("exit_codes", Type::map,
                         "What exit codes mean: success, failure, unreachable or credentials-refused")
        .takes_parameter("json", Type::boolean, "Whether to put out what it prints as a JSON document", false)
        .takes_parameter("token", Type::boolean,
                         "Whether it may read an access token from the descriptor ERRAND_TOKEN_FD", false)
        .takes_parameter("resource_server", Type::text, "Whose token that is; needed if scopes names several")
        .puts_out("exit_code", Type::integer, "How it ended; 128 and the signal's number if a signal ended it")
        .puts_out("stdout", Type::text, "What it printed, of much the beginning")
        .puts_out("json", Type::any, "The document that it printed, if json is true and it succeeded")
        .touches_any_file();
}

Outcome Command::run(TaskContext& context) {
    const Parameters& parameters = context.parameters();
    // All that can be wrong in the job is found before anything is started.
    const StartRequest request = start_request(parameters, task_environment());
    const ExitCodes exit_codes(parameters.has("exit_codes") ? parameters.map("exit_codes") : Value::Map());
    const bool is_document = parameters.boolean("json");

    PrintedText printed(context.output(), is_document ? kLargestDocument : kMostPutOut + 1);
    const Ending ending = run_child(context, request, printed);
    if (context.is_cancelled()) throw Cancelled("the run asked the task to end");
    put_out(context, ending, printed);
    Outcome outcome = exit_codes.outcome_of(ending, request.title);
    if (is_document && outcome.ok()) put_out_document(context, request.title, printed);
    return outcome;
}

std::string Command::preview(const TaskFacts& facts) const {
    const Parameters& parameters = facts.parameters();
    const StartRequest request = start_request(parameters, {});
    const ExitCodes exit_codes(parameters.has("exit_codes") ? parameters.map("exit_codes") : Value::Map());
    std::string text = "start " + request.title;
    if (parameters.has("argv") && request.words.size() > 1)
        text += " with " + std::to_string(request.words.size() - 1) + " arguments";
    if (!request.directory.empty()) text += ", in " + request.directory;
    if (parameters.boolean("token")) text += ", which may read a token for " + offered_server(facts);
    return text;
}

}  // namespace errand::shell
