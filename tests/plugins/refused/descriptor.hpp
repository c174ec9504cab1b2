#pragma once

#include <errand/plugin.hpp>

class Nothing final : public errand::Task {
public:
    static errand::TaskDescription describe() { return {"nothing", "Do nothing"}; }
    errand::Outcome run(errand::TaskContext&) override { return errand::Outcome::success(); }
};

/// A descriptor that a test changes before it is handed out.
inline errand::abi::PluginDescriptor good_descriptor(const char* name) {
    static constexpr errand::abi::TaskType kTypes[] = {errand::abi::task_type<Nothing>()};
    return {{'e', 'r', 'r', 'a', 'n', 'd', 'p', 'i'},
            sizeof(errand::abi::PluginDescriptor),
            ERRAND_ABI_VERSION,
            errand::abi::kToolchain,
            name,
            "1.0.0",
            kTypes,
            1};
}

#define ERRAND_TEST_DESCRIPTOR(name_, change)                                              \
    extern "C" __attribute__((visibility("default"))) const errand::abi::PluginDescriptor* \
    errand_plugin_descriptor() {                                                           \
        static const errand::abi::PluginDescriptor descriptor = [] {                       \
            errand::abi::PluginDescriptor changed = good_descriptor(name_);                \
            changed.change;                                                                \
            return changed;                                                                \
        }();                                                                               \
        return &descriptor;                                                                \
    }
