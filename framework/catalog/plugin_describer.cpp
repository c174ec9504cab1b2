#include "catalog/plugin_describer.hpp"

#include "protocol/task_process.hpp"
#include "protocol/whole_answer.hpp"

namespace errand {

namespace {

constexpr char kWhereToLook[] = "; look at its constructors of global objects and at describe()";

[[noreturn]] void refuse(const std::filesystem::path& library, const std::string& why) {
    throw CommandError(ExitCode::configuration, library.string() + ": " + why);
}

}  // namespace

PluginDescriber::PluginDescriber(std::filesystem::path task_program, ProcessSpawner& spawner, std::int64_t memory)
    : task_program_(std::move(task_program)), spawner_(spawner), memory_(memory) {}

PluginDescription PluginDescriber::describe(const std::filesystem::path& library) try {
    TaskProcess process(spawner_, {task_program_, {"--describe", library.string()}});
    const WholeAnswer answer = whole_answer(process, {}, "describe itself", memory_);
    if (answer.bytes.empty())
        refuse(library, "ended while it was loaded, " + describe_wait_status(answer.wait_status) + kWhereToLook);
    const DescriptionAnswer decoded = decode_description_answer(answer.bytes);
    if (const auto* refusal = std::get_if<LibraryRefusal>(&decoded))
        throw CommandError(ExitCode::configuration, refusal->why);
    return std::get<PluginDescription>(decoded);
} catch (const AnswerRefused& refusal) {
    refuse(library, refusal.what() + std::string(kWhereToLook));
} catch (const ProtocolError&) {
    // What it wrote instead is its own affair, and would explain nothing.
    refuse(library, "does not describe itself in the way that this errand's SDK does");
}

}  // namespace errand
