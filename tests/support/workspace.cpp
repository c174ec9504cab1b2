#include "support/workspace.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "base/error.hpp"

namespace errand::testing {

Workspace::Workspace() {
    std::string pattern = std::filesystem::temp_directory_path() / "errand-test-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw system_error(pattern);
    path_ = pattern;
    std::filesystem::create_directory(path_ / "home");
    environment_ = {"HOME=" + (path_ / "home").string(), "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
}

Workspace::~Workspace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void Workspace::write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    // Whatever the umask of who runs the tests: errand refuses what others can write.
    ::chmod((path_ / name).c_str(), S_IRUSR | S_IWUSR);
}

void Workspace::set(const std::string& variable) {
    const std::string name = variable.substr(0, variable.find('=') + 1);
    std::erase_if(environment_, [&](const std::string& other) { return other.starts_with(name); });
    environment_.push_back(variable);
}

CommandRequest Workspace::command(const std::vector<std::string>& words) const { return {words, environment_, path_}; }

CommandRequest Workspace::errand(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), ERRAND_PROGRAM);
    return command(arguments);
}

void Workspace::configure(const std::string& more) const {
    write("config/errand.yaml", "plugins: [" ERRAND_TEST_PLUGINS "]\njobs: [../jobs]\n" + more);
}

}  // namespace errand::testing
