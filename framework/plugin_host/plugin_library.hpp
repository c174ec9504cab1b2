#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "errand/abi.hpp"

namespace errand {

/// A library may not be used as a plugin; the message names the file, what was found and what was wanted.
class PluginRefused : public CommandError {
public:
    explicit PluginRefused(const std::string& message) : CommandError(ExitCode::configuration, message) {}
};

using TaskPointer = std::unique_ptr<Task, void (*)(Task*) noexcept>;

/// A plugin library in this process, checked before it was trusted.
///
/// Its constructors have run in this process by the time that anything can be checked, so this is for processes that
/// can be lost. It is never unloaded: what it handed out (exceptions, statics, threads) may live on.
class PluginLibrary {
public:
    /// \param path absolute; belongs, with every directory above it, to root or the user and is writable by nobody
    /// else. \throws PluginRefused
    static PluginLibrary load(const std::filesystem::path& path);

    std::string name() const { return descriptor_->name; }
    std::string version() const { return descriptor_->version; }

    /// What every task type says of itself.
    /// \throws PluginRefused if one throws instead, says what is wrong in itself (see TaskDescription), or if two have
    /// the same name.
    std::vector<TaskDescription> describe() const;

    struct Entry {
        TaskDescription description;
        const abi::TaskType* type;
    };
    /// \throws PluginRefused if there is no such task type.
    Entry find(const std::string& task_type) const;

    /// \throws Error if the task's constructor threw.
    TaskPointer create(const Entry& entry) const;

private:
    PluginLibrary(std::filesystem::path path, const abi::PluginDescriptor* descriptor)
        : path_(std::move(path)), descriptor_(descriptor) {}

    TaskDescription describe(const abi::TaskType& type) const;

    std::filesystem::path path_;
    const abi::PluginDescriptor* descriptor_;
};

}  // namespace errand
