#include "plugin_host/plugin_library.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "base/trusted_path.hpp"
#include "base/unique_fd.hpp"
#include "errand/description_check.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

using abi::PluginDescriptor;

constexpr const char* kEntryPoint = "errand_plugin_descriptor";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
    throw PluginRefused(path.string() + ": " + why);
}

/// What the loader said, without the path in front of it.
std::string loader_message(const std::filesystem::path& path) {
    const char* said = dlerror();
    std::string message = said ? said : "no reason given";
    const std::string prefix = path.string() + ": ";
    if (message.rfind(prefix, 0) == 0) message.erase(0, prefix.size());
    return message;
}

void check_trusted(const std::filesystem::path& path) {
    try {
        require_trusted(path);
    } catch (const std::system_error& error) {
        refuse(path, "cannot be reached: " + error.code().message());
    } catch (const CommandError& error) {
        throw PluginRefused(error.what());
    }
}

/// The loader dies of a library that is cut short, instead of saying so. The last that a linker writes is the table of
/// the sections.
void check_whole(const std::filesystem::path& path) {
    ElfW(Ehdr) header = {};
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const bool is_elf = ::pread(file.get(), &header, sizeof header, 0) == sizeof header &&
                        std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0;
    struct stat status = {};
    if (!is_elf || ::fstat(file.get(), &status) != 0) return;
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t whole = header.e_shoff + std::uint64_t{header.e_shnum} * header.e_shentsize;
    if (size < whole)
        refuse(path, "cut short: only " + std::to_string(size) + " of " + std::to_string(whole) +
                         " bytes are there; copy or build it again");
}

void* open_library(const std::filesystem::path& path) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library) return library;
    const std::string message = loader_message(path);
    constexpr std::string_view kMissing = "undefined symbol: ";
    if (const auto at = message.find(kMissing); at != std::string::npos)
        refuse(path, "a symbol is missing: nothing that the library is linked with defines '" +
                         message.substr(at + kMissing.size()) +
                         "'; link what does, or rebuild it with this errand's SDK");
    refuse(path, "cannot be loaded: " + message);
}

const PluginDescriptor* descriptor_of(void* library, const std::filesystem::path& path) {
    using EntryPoint = const PluginDescriptor* (*)();
    const auto entry_point = reinterpret_cast<EntryPoint>(dlsym(library, kEntryPoint));
    if (!entry_point)
        refuse(path, std::string("not an errand plugin: it exports no '") + kEntryPoint +
                         "'; ERRAND_PLUGIN(…) in one of its sources makes it");
    const PluginDescriptor* descriptor = entry_point();
    if (!descriptor || std::memcmp(descriptor->magic, abi::kMagic, sizeof abi::kMagic) != 0)
        refuse(path, std::string("not an errand plugin: its '") + kEntryPoint + "' returns something else");
    return descriptor;
}

void check_compatible(const PluginDescriptor& descriptor, const std::filesystem::path& path) {
    if (descriptor.abi_version != ERRAND_ABI_VERSION)
        refuse(path, "built for version " + std::to_string(descriptor.abi_version) +
                         " of the plugin ABI, this errand has version " + std::to_string(ERRAND_ABI_VERSION) +
                         "; rebuild it with this errand's SDK");
    if (descriptor.size < sizeof(PluginDescriptor))
        refuse(path, "its descriptor has " + std::to_string(descriptor.size) + " bytes, expected " +
                         std::to_string(sizeof(PluginDescriptor)));
    if (std::strcmp(descriptor.toolchain, abi::kToolchain) != 0)
        refuse(path, std::string("built with '") + descriptor.toolchain + "', this errand with '" + abi::kToolchain +
                         "'; rebuild it with the same compiler");
}

void check_name(const PluginDescriptor& descriptor, const std::filesystem::path& path) {
    if (path.stem() != descriptor.name)
        refuse(path, std::string("the plugin in it is called '") + descriptor.name +
                         "'; a library has its plugin's name: rename it to " + descriptor.name + ".so");
}

}  // namespace

PluginLibrary PluginLibrary::load(const std::filesystem::path& path) {
    check_trusted(path);
    check_whole(path);
    const PluginDescriptor* descriptor = descriptor_of(open_library(path), path);
    check_compatible(*descriptor, path);
    check_name(*descriptor, path);
    return {path, descriptor};
}

TaskDescription PluginLibrary::describe(const abi::TaskType& type) const {
    TaskDescription description;
    std::string error;
    if (!type.describe(description, error)) refuse(path_, "a task type's describe() threw: " + error);
    try {
        abi::DescriptionCheck(description).run();
    } catch (const Error& wrong) {
        refuse(path_, wrong.what());
    }
    return description;
}

std::vector<TaskDescription> PluginLibrary::describe() const {
    std::vector<TaskDescription> descriptions;
    for (std::size_t i = 0; i < descriptor_->task_type_count; ++i) {
        TaskDescription description = describe(descriptor_->task_types[i]);
        for (const TaskDescription& earlier : descriptions)
            if (earlier.name == description.name) refuse(path_, "it has two task types called '" + earlier.name + "'");
        descriptions.push_back(std::move(description));
    }
    return descriptions;
}

PluginLibrary::Entry PluginLibrary::find(const std::string& task_type) const {
    for (std::size_t i = 0; i < descriptor_->task_type_count; ++i) {
        TaskDescription description = describe(descriptor_->task_types[i]);
        if (description.name == task_type) return {std::move(description), &descriptor_->task_types[i]};
    }
    refuse(path_, "it has no task type called '" + task_type + "'");
}

TaskPointer PluginLibrary::create(const Entry& entry) const {
    std::string error;
    TaskPointer task(entry.type->create(error), entry.type->destroy);
    if (!task) throw Error(path_.string() + ": the constructor of '" + entry.description.name + "' threw: " + error);
    return task;
}

}  // namespace errand
