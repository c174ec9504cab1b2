#include "runner/first_credentials.hpp"

#include <atomic>
#include <exception>
#include <utility>
#include <variant>

#include "base/event.hpp"

namespace errand {

namespace {

using Result = std::variant<Parameters::Secrets, std::exception_ptr>;

Result read_all(const Value::Map& references, const ReadSecret& read) try {
    Parameters::Secrets secrets;
    for (const auto& [name, reference] : references) secrets.emplace(name, read(reference));
    return secrets;
} catch (...) {
    return std::current_exception();
}

}  // namespace

/// What is shared with the thread; the result is there once `is_done`, of which `done` tells poll(2).
struct FirstCredentials::Reading {
    Result result;
    std::atomic<bool> is_done = false;
    const Event done;
};

FirstCredentials::FirstCredentials(const Value::Map& references, std::size_t wanted_tokens, const ReadSecret& read,
                                   BackgroundWork& background)
    : wanted_tokens_(wanted_tokens) {
    if (references.empty()) return;
    reading_ = std::make_shared<Reading>();
    background.start([reading = reading_, references, &read] {
        reading->result = read_all(references, read);
        reading->is_done = true;
        reading->done.set();
    });
}

int FirstCredentials::descriptor() const { return reading_ ? reading_->done.descriptor() : -1; }

void FirstCredentials::take_secrets() {
    if (!reading_ || !reading_->is_done) return;
    Result result = std::move(reading_->result);
    reading_.reset();
    if (const auto* failure = std::get_if<std::exception_ptr>(&result)) std::rethrow_exception(*failure);
    secrets_ = std::get<Parameters::Secrets>(std::move(result));
}

void FirstCredentials::move_into(StartAttempt& start) {
    start.tokens = std::move(tokens_);
    start.secrets = std::move(secrets_);
}

}  // namespace errand
