#include "program_path.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "errand/answer/visible.hpp"
#include "errand/error.hpp"

namespace errand::shell {

namespace {

bool is_program(const std::string& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::string program_path(const std::string& program, std::string_view path) {
    if (program.find('/') != std::string::npos) return program;
    for (std::string_view left = path; !left.empty();) {
        const std::string_view directory = left.substr(0, left.find(':'));
        left.remove_prefix(directory.size() < left.size() ? directory.size() + 1 : left.size());
        if (directory.empty()) continue;
        std::string file = std::string(directory) + '/' + program;
        if (is_program(file)) return file;
    }
    throw Error("cannot start '" + visible(program) + "': it is in no directory of PATH, which is '" + visible(path) +
                "'; name it in full, or set PATH in 'environment'");
}

}  // namespace errand::shell
