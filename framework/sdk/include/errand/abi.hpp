#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>

#include "errand/task.hpp"
#include "errand/version.hpp"

#define ERRAND_ABI_TEXT_(x) #x
#define ERRAND_ABI_TEXT(x) ERRAND_ABI_TEXT_(x)

#if defined(__clang__)
#define ERRAND_ABI_COMPILER "clang"
#else
#define ERRAND_ABI_COMPILER "g++"
#endif
#if defined(_GLIBCXX_DEBUG)
#define ERRAND_ABI_CONTAINERS "debug"
#else
#define ERRAND_ABI_CONTAINERS "plain"
#endif

/// What plugin authors never call: the boundary that ERRAND_PLUGIN writes and errand reads.
namespace errand::abi {

inline constexpr char kMagic[8] = {'e', 'r', 'r', 'a', 'n', 'd', 'p', 'i'};

/// All that decides whether two C++ objects of the same source are laid out alike. Equal for g++ with C++17 and C++20
/// at any optimisation.
inline constexpr char kToolchain[] = ERRAND_ABI_COMPILER " abi " ERRAND_ABI_TEXT(
    __GXX_ABI_VERSION) " strings " ERRAND_ABI_TEXT(_GLIBCXX_USE_CXX11_ABI) " containers " ERRAND_ABI_CONTAINERS;

/// One task type of a library. None of the functions lets an exception out.
struct TaskType {
    /// False, with `error` set, if describe() threw.
    bool (*describe)(TaskDescription& description, std::string& error) noexcept;
    /// Null, with `error` set, if the constructor threw. Ended by `destroy` of the same entry.
    Task* (*create)(std::string& error) noexcept;
    void (*destroy)(Task* task) noexcept;
    void (*run)(Task& task, TaskContext& context, Outcome& outcome) noexcept;
    /// The message of a success is what the task says that it would do.
    void (*preview)(const Task& task, const TaskFacts& facts, Outcome& outcome) noexcept;
};

/// What `errand_plugin_descriptor` points at. The first five members keep their place in every version of the ABI, so
/// that any errand can tell why it refuses any plugin; later ones are only ever appended (`size` tells).
struct PluginDescriptor {
    char magic[8];
    std::uint32_t size;
    std::uint32_t abi_version;
    const char* toolchain;
    const char* name;
    const char* version;
    const TaskType* task_types;
    std::size_t task_type_count;
};

/// Turns whatever leaves `work` into an outcome: no exception may cross the boundary.
template <class Work>
Outcome contain(Work&& work) noexcept {
    using Kind = Outcome::Kind;
    try {
        return work();
    } catch (const CredentialsRefused& error) {
        return {Kind::credentials_refused, error.what()};
    } catch (const ServiceUnreachable& error) {
        return {Kind::service_unreachable, error.what()};
    } catch (const Cancelled& error) {
        return {Kind::cancelled, error.what()};
    } catch (const std::bad_alloc&) {
        return {Kind::failure, "out of memory"};
    } catch (const std::exception& error) {
        return {Kind::failure, error.what()};
    } catch (...) {
        return {Kind::failure, "threw something that is not a std::exception"};
    }
}

template <class T>
constexpr TaskType task_type() {
    return {
        [](TaskDescription& description, std::string& error) noexcept {
            const Outcome outcome = contain([&] { return description = T::describe(), Outcome::success(); });
            error = outcome.message;
            return outcome.ok();
        },
        [](std::string& error) noexcept -> Task* {
            Task* task = nullptr;
            error = contain([&] { return task = new T, Outcome::success(); }).message;
            return task;
        },
        [](Task* task) noexcept { delete task; },
        [](Task& task, TaskContext& context, Outcome& outcome) noexcept {
            outcome = contain([&] { return task.run(context); });
        },
        [](const Task& task, const TaskFacts& facts, Outcome& outcome) noexcept {
            outcome = contain([&] { return Outcome::success(task.preview(facts)); });
        },
    };
}

}  // namespace errand::abi
