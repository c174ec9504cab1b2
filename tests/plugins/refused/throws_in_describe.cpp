#include <stdexcept>

#include "descriptor.hpp"

class Unspeakable final : public errand::Task {
public:
    static errand::TaskDescription describe() { throw std::runtime_error("no words"); }
    errand::Outcome run(errand::TaskContext&) override { return errand::Outcome::success(); }
};

ERRAND_PLUGIN("throws_in_describe", "1.0.0", Unspeakable)
