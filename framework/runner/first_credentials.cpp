#include "runner/first_credentials.hpp"

#include <exception>
#include <utility>

namespace errand {

FirstCredentials::FirstCredentials(const TaskDefinition& task, const ReadSecret& read, const Event& give_up)
    : wanted_tokens_(task.scopes.size()), give_up_(give_up), has_secrets_(task.secrets.empty()) {
    if (has_secrets_) return;
    thread_ = std::thread([this, &references = task.secrets, &read] {
        result_ = read_all(references, read);
        read_.set();
    });
}

FirstCredentials::~FirstCredentials() {
    if (!thread_.joinable()) return;
    give_up_.set();
    thread_.join();
    give_up_.reset();
}

FirstCredentials::Result FirstCredentials::read_all(const Value::Map& references, const ReadSecret& read) try {
    Parameters::Secrets secrets;
    for (const auto& [name, reference] : references) secrets.emplace(name, read(reference));
    return secrets;
} catch (...) {
    return std::current_exception();
}

void FirstCredentials::take_secrets() {
    if (has_secrets_ || !read_.is_set()) return;
    has_secrets_ = true;
    thread_.join();
    if (const auto* failure = std::get_if<std::exception_ptr>(&result_)) std::rethrow_exception(*failure);
    secrets_ = std::get<Parameters::Secrets>(std::move(result_));
}

void FirstCredentials::move_into(StartAttempt& start) {
    start.tokens = std::move(tokens_);
    start.secrets = std::move(secrets_);
}

}  // namespace errand
