#include "protocol/whole_answer.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "base/process_tree.hpp"
#include "base/units.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience(10'000);
constexpr milliseconds kInterval(50);
constexpr std::size_t kLongestAnswer = std::size_t{1} << 20;

/// What is left of `question` once as much of it is sent as goes now.
std::string_view send_some(TaskProcess& process, std::string_view question) {
    if (question.empty()) return question;
    const ssize_t count = ::send(process.socket(), question.data(), question.size(), MSG_NOSIGNAL);
    // One that is going needs none: its end will tell.
    if (count < 0) return errno == EAGAIN || errno == EINTR ? question : std::string_view();
    return question.substr(static_cast<std::size_t>(count));
}

/// Everything the process wrote until it hung up.
std::string converse(TaskProcess& process, std::string_view question, const std::string& deed, std::int64_t memory) {
    std::string answer;
    std::array<char, 16 * 1024> buffer;
    const auto end = steady_clock::now() + kPatience;
    for (;;) {
        question = send_some(process, question);
        const ssize_t count = ::read(process.socket(), buffer.data(), buffer.size());
        if (count == 0 || (count < 0 && errno == ECONNRESET)) return answer;
        if (count > 0) answer.append(buffer.data(), static_cast<std::size_t>(count));
        if (answer.size() > kLongestAnswer)
            throw AnswerRefused("took more than " + format_size(kLongestAnswer) + " of text to " + deed);
        if (steady_clock::now() >= end)
            throw AnswerRefused("did not " + deed + " within " + format_duration(kPatience));
        if (usage_below(process.pid()).memory > memory)
            throw AnswerRefused("took more than " + format_size(memory) + " of memory to " + deed);
        const int events = question.empty() ? POLLIN : POLLIN | POLLOUT;
        pollfd wait = {process.socket(), static_cast<short>(events), 0};
        if (count < 0) poll(&wait, 1, static_cast<int>(kInterval.count()));
    }
}

int wait_for_end(TaskProcess& process) {
    pollfd wait = {process.pidfd(), POLLIN, 0};
    poll(&wait, 1, static_cast<int>(kPatience.count()));
    if (const auto end = process.poll_end()) return end->wait_status;
    process.kill();
    return process.poll_end()->wait_status;
}

}  // namespace

WholeAnswer whole_answer(TaskProcess& process, std::string_view question, const std::string& deed,
                         std::int64_t memory) {
    WholeAnswer answer;
    answer.bytes = converse(process, question, deed, memory);
    answer.wait_status = wait_for_end(process);
    return answer;
}

}  // namespace errand
