#pragma once

#include <errand/plugin.hpp>

/// Counts the endpoints by their type, and asks for the first of them by a request of its own.
class CountEndpoints final : public errand::Task {
public:
    static errand::TaskDescription describe();
    errand::Outcome run(errand::TaskContext& context) override;
};
