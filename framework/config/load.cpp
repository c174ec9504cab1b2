#include "config/load.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/trusted_path.hpp"
#include "config/settings_reader.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

constexpr off_t kLargest = 1 << 20;
constexpr char kParameterFile[] = "parameter file";

std::string megabytes(off_t bytes) {
    constexpr off_t kTenth = 100'000;
    const off_t tenths = (bytes + kTenth / 2) / kTenth;
    const std::string fraction = tenths < 100 && tenths % 10 != 0 ? '.' + std::to_string(tenths % 10) : "";
    return std::to_string(tenths / 10) + fraction + " MB";
}

std::string explain(const std::system_error& error, const fs::path& path, const std::string& what) {
    const int number = error.code().value();
    if (number == EISDIR) return path.string() + " is a directory; expected a " + what;
    if (number == EINVAL) return path.string() + " is not a regular file; expected a " + what;
    return "the " + what + " cannot be read: " + error.what();
}

[[noreturn]] void refuse_size(const fs::path& path, const std::string& size, const std::string& what) {
    throw CommandError(ExitCode::configuration,
                       path.string() + " is " + size + "; a " + what + " may have at most 1 MiB");
}

/// The text of a file that nobody else can have changed.
std::string read_trusted(const fs::path& path, const std::string& what) {
    try {
        const UniqueFd file = open_trusted_file(path);
        const off_t size = status_of(file.get(), path).st_size;
        if (size > kLargest) refuse_size(path, megabytes(size), what);
        return read_all(file.get(), kLargest, path);
    } catch (const std::system_error& error) {
        throw CommandError(ExitCode::configuration, explain(error, path, what));
    }
}

std::optional<int> descriptor_behind(std::string_view path) {
    if (path == "-" || path == "/dev/stdin") return STDIN_FILENO;
    constexpr std::string_view kDescriptors = "/dev/fd/";
    if (!path.starts_with(kDescriptors)) return std::nullopt;
    path.remove_prefix(kDescriptors.size());
    int descriptor = 0;
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), descriptor);
    if (error != std::errc() || end != path.data() + path.size()) return std::nullopt;
    return descriptor;
}

std::optional<std::string> objection_to_plugins(const fs::path& directory) {
    std::error_code error;
    const fs::directory_iterator listing(directory, error);
    if (!error) return std::nullopt;
    if (error == std::errc::no_such_file_or_directory) return "there is no plugin directory " + directory.string();
    return "the plugin directory " + directory.string() + " cannot be read: " + error.message() +
           (error == std::errc::permission_denied
                ? "; let the user that errand runs as read it, and pass the directories above it"
                : "");
}

}  // namespace

Settings load_settings(const fs::path& path, const std::vector<ProviderForm>& forms,
                       const std::function<std::optional<std::string>(const std::string&)>& check_url) {
    return read_settings(read_trusted(path, "configuration file"), path.string(), forms,
                         {.provider_url = check_url, .plugins = objection_to_plugins});
}

JobDefinition load_job(const fs::path& path, const JobContext& context) {
    return read_job(read_trusted(path, "job file"), path.string(), context,
                    [](const fs::path& fragment) { return read_trusted(fragment, "fragment"); });
}

void load_parameters(const fs::path& path, ParameterCollector& parameters) {
    parameters.add_file(read_trusted(path, kParameterFile), path.string());
}

std::optional<std::string> read_passed_parameters(const std::string& path) {
    const auto descriptor = descriptor_behind(path);
    if (!descriptor) return std::nullopt;
    try {
        return read_all(*descriptor, kLargest, path);
    } catch (const std::system_error& error) {
        if (error.code().value() == EFBIG) refuse_size(path, "more than 1 MiB", kParameterFile);
        throw CommandError(ExitCode::configuration, explain(error, path, kParameterFile));
    }
}

}  // namespace errand
