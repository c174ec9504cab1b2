#include "config/surroundings.hpp"

#include <unistd.h>

#include <cstdlib>

namespace errand {

Surroundings real_surroundings() {
    Surroundings surroundings;
    surroundings.environment = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    surroundings.all_variables = [] {
        std::vector<std::string> variables;
        for (char** variable = environ; *variable; ++variable) variables.emplace_back(*variable);
        return variables;
    };
    surroundings.working_directory = std::filesystem::current_path();
    surroundings.is_root = ::geteuid() == 0;
    return surroundings;
}

}  // namespace errand
