#include <unistd.h>

#include "base/error.hpp"
#include "cli/session.hpp"
#include "protocol/sandbox_arguments.hpp"

namespace errand {

ExitCode run(const SandboxArguments& arguments, Session& session) {
    const std::string program = session.prefix / "lib/errand/errand-sandbox";
    const std::string json = to_json(arguments);
    ::execl(program.c_str(), "errand-sandbox", "--until-signal", json.c_str(), nullptr);
    throw system_error("cannot start " + program);
}

}  // namespace errand
