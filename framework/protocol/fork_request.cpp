#include "protocol/fork_request.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/error.hpp"

namespace errand {

namespace {

/// Up to the first NUL of each, as execve(2) would have it.
void add_words(std::string& text, const std::vector<std::string>& words) {
    for (const std::string& word : words) text.append(word.c_str(), std::strlen(word.c_str()) + 1);
}

}  // namespace

UniqueFd write_words(const ProcessRequest& request) {
    std::string text = std::to_string(request.arguments.size()) + '\0';
    add_words(text, request.arguments);
    add_words(text, request.environment);
    UniqueFd file(::memfd_create("words", MFD_CLOEXEC));
    if (!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw system_error("cannot pass on an environment");
    return file;
}

ForkWords read_words(int file) {
    std::string text(static_cast<std::size_t>(std::max<off_t>(::lseek(file, 0, SEEK_END), 0)), '\0');
    if (::pread(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        throw system_error("cannot read the environment");
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < text.size(); begin += words.back().size() + 1)
        words.emplace_back(text.c_str() + begin);
    const auto arguments = words.begin() + 1;
    const auto environment = arguments + std::stoi(words.front());
    return {{arguments, environment}, {environment, words.end()}};
}

}  // namespace errand
