#include "task/worker.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "base/error.hpp"
#include "base/exit_code.hpp"
#include "http/make_http_client.hpp"

#include "plugin_host/plugin_library.hpp"
#include "protocol/description_codec.hpp"
#include "task/attempt_context.hpp"
#include "task/consent_http_client.hpp"
#include "task/file_cage.hpp"
#include "task/start_facts.hpp"

namespace errand {

namespace {

/// What is done for the supervisor's first message.
using TaskWork = Outcome (*)(StartAttempt start, Channel& channel);

/// Lines appear as they are printed, so that a crash takes none along.
void print_by_line() { setvbuf(stdout, nullptr, _IOLBF, BUFSIZ); }

HttpClientSettings to_settings(const HttpLimits& limits, const Cancellation& cancellation) {
    HttpClientSettings settings;
    settings.timeout = limits.timeout;
    settings.connect_timeout = limits.connect_timeout;
    settings.tls_timeout = limits.tls_timeout;
    settings.first_byte_timeout = limits.first_byte_timeout;
    settings.proxy = {limits.proxy, limits.no_proxy, "the configuration"};
    settings.ca_file = limits.ca_file;
    settings.ca_directory = limits.ca_directory;
    settings.loopback_only = limits.loopback_only;
    settings.give_up_descriptor = cancellation.descriptor();
    return settings;
}

CageDoors doors_for(const StartAttempt& start) { return {start.library, ".", start.files, start.http.ca_places}; }

/// Also of the processes that the task starts.
void limit_open_files(std::int64_t most) {
    if (most == 0) return;
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max = std::min(static_cast<rlim_t>(most), limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) throw system_error("setrlimit");
}

Outcome run_task(StartAttempt start, Channel& channel) {
    enter_file_cage(doors_for(start));
    limit_open_files(start.open_files);
    const Cancellation cancellation;
    const CancellableClock clock(cancellation);
    const PluginLibrary library = PluginLibrary::load(start.library);
    const PluginLibrary::Entry entry = library.find(start.task_type);
    const TaskPointer task = library.create(entry);
    const RetryPolicy retries{.max_retries = start.http.max_retries};
    const auto http = make_http_client(to_settings(start.http, cancellation), retries, clock, {}, [](auto signing) {
        return std::make_unique<ConsentHttpClient>(std::move(signing));
    });
    AttemptContext context(std::move(start), entry.description, channel, cancellation, clock, *http);
    Outcome outcome;
    entry.type->run(*task, context, outcome);
    return outcome;
}

/// It may read what the task may, and change nothing.
Outcome preview_task(StartAttempt start, Channel&) {
    enter_file_cage({start.library, {}, {start.files.read, {}, false}, {}});
    const PluginLibrary library = PluginLibrary::load(start.library);
    const PluginLibrary::Entry entry = library.find(start.task_type);
    const TaskPointer task = library.create(entry);
    const StartFacts facts(start);
    Outcome outcome;
    entry.type->preview(*task, facts, outcome);
    return outcome;
}

/// The plugin's memory limit may have been reached: nothing here allocates much.
TaskMessage contained(TaskWork work, StartAttempt start, Channel& channel) {
    try {
        return work(std::move(start), channel);
    } catch (const PluginRefused& refusal) {
        return LibraryRefusal{refusal.what()};
    } catch (const std::exception& error) {
        return Outcome::failure(error.what());
    }
}

int answer_start(UniqueFd socket, TaskWork work) try {
    print_by_line();
    Channel channel(std::move(socket));
    SupervisorMessage first = channel.receive();
    auto* start = std::get_if<StartAttempt>(&first);
    if (!start) throw ProtocolError("the supervisor's first message does not start an attempt");
    const TaskMessage last = contained(work, std::move(*start), channel);
    std::cout.flush();
    std::fflush(stdout);
    channel.send(last);
    return static_cast<int>(ExitCode::done);
} catch (const std::exception& error) {
    std::fprintf(stderr, "errand-task: %s\n", error.what());
    return static_cast<int>(ExitCode::internal_fault);
}

}  // namespace

int run_attempt(UniqueFd socket) { return answer_start(std::move(socket), run_task); }

int preview_attempt(UniqueFd socket) { return answer_start(std::move(socket), preview_task); }

int describe_library(UniqueFd socket, const std::filesystem::path& path) try {
    DescriptionAnswer answer;
    try {
        enter_file_cage({path});
        const PluginLibrary library = PluginLibrary::load(path);
        answer = PluginDescription{library.name(), library.version(), library.describe()};
    } catch (const PluginRefused& refusal) {
        answer = LibraryRefusal{refusal.what()};
    }
    const std::string text = encode(answer);
    const bool is_written = ::write(socket.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    return static_cast<int>(is_written ? ExitCode::done : ExitCode::internal_fault);
} catch (const std::exception& error) {
    std::fprintf(stderr, "errand-task: %s\n", error.what());
    return static_cast<int>(ExitCode::internal_fault);
}

}  // namespace errand
