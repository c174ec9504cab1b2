#pragma once

/// All that a plugin needs: derive from Task, name the classes in ERRAND_PLUGIN.
#include "errand/abi.hpp"
#include "errand/task.hpp"

/// Makes a shared library an errand plugin. `name` is that of the library file without `.so` and the first part of
/// `uses: <name>.<task type>`; `version` is the plugin's own; then the task classes. At global scope, once per library.
#define ERRAND_PLUGIN(name_, version_, ...)                                                                           \
    template <class... Tasks>                                                                                         \
    struct ErrandTaskTypes {                                                                                          \
        static constexpr ::errand::abi::TaskType list[] = {::errand::abi::task_type<Tasks>()...};                     \
    };                                                                                                                \
    extern "C" __attribute__((visibility("default"))) const ::errand::abi::PluginDescriptor*                          \
    errand_plugin_descriptor() {                                                                                      \
        using Types = ErrandTaskTypes<__VA_ARGS__>;                                                                   \
        static constexpr ::errand::abi::PluginDescriptor descriptor = {{'e', 'r', 'r', 'a', 'n', 'd', 'p', 'i'},      \
                                                                       sizeof(::errand::abi::PluginDescriptor),       \
                                                                       ERRAND_ABI_VERSION,                            \
                                                                       ::errand::abi::kToolchain,                     \
                                                                       name_,                                         \
                                                                       version_,                                      \
                                                                       Types::list,                                   \
                                                                       sizeof(Types::list) / sizeof(Types::list[0])}; \
        return &descriptor;                                                                                           \
    }
