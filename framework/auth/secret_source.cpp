#include "auth/secret_source.hpp"

#include <cerrno>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/private_file.hpp"

namespace errand {

void strip_line_break(std::string& text) {
    if (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty() && text.back() == '\r') text.pop_back();
}

namespace {

constexpr std::size_t kLargestSecret = std::size_t{64} * 1024;

[[noreturn]] void refuse(const std::string& subject, const std::string& problem) {
    throw CommandError(ExitCode::configuration, subject + ' ' + problem);
}

std::string name_of(const std::filesystem::path& path) { return "the secret file '" + path.string() + "'"; }

[[noreturn]] void refuse_unreadable(const std::filesystem::path& path, const std::system_error& error) {
    switch (error.code().value()) {
        case ENOENT:
            refuse(name_of(path), "does not exist; put the secret there, with mode 0600");
        case EISDIR:
            refuse(name_of(path), "is a directory; name the file within it");
        case EFBIG:
            refuse(name_of(path), "is larger than 64KiB; it should hold the secret and nothing else");
        case EINVAL:
            refuse(name_of(path), "is not a regular file");
        default:
            refuse(name_of(path), "cannot be read: " + error.code().message());
    }
}

/// \param open opens the file, or refuses it
template <class Open>
Secret read_file_of_secret(const std::filesystem::path& path, const Open& open) {
    std::string text;
    try {
        const UniqueFd fd = open(path);
        text = read_all(fd.get(), kLargestSecret, path);
    } catch (const std::system_error& error) {
        refuse_unreadable(path, error);
    }
    strip_line_break(text);
    if (text.empty()) refuse(name_of(path), "is empty; put the secret there");
    return Secret(std::move(text));
}

}  // namespace

Secret read_secret_file(const std::filesystem::path& path) {
    return read_file_of_secret(path, [](const auto& file) { return open_private_file(file, "the secret file"); });
}

Secret read_secret_credential(const std::string& name, const EnvironmentLookup& environment) {
    const std::string directory = environment("CREDENTIALS_DIRECTORY").value_or("");
    if (directory.empty())
        refuse("the credential '" + name + "'",
               "is not there: errand was not started by systemd with it; write LoadCredential=" + name +
                   ":/path/to/it into the unit");
    return read_file_of_secret(std::filesystem::path(directory) / name, open_regular_file);
}

Secret read_secret_variable(const std::string& name, const EnvironmentLookup& environment) {
    std::optional<std::string> value = environment(name);
    if (!value) refuse("the environment variable " + name, "is not set; it should hold the secret");
    if (value->empty()) refuse("the environment variable " + name, "is empty; it should hold the secret");
    return Secret(std::move(*value));
}

}  // namespace errand
