#include "descriptor.hpp"

class Waiting final : public errand::Task {
public:
    static errand::TaskDescription describe() {
        return errand::TaskDescription("wait", "Wait")
            .takes_parameter("pause", errand::Type::duration, "How long", "a while");
    }
    errand::Outcome run(errand::TaskContext&) override { return errand::Outcome::success(); }
};

ERRAND_PLUGIN("wrong_default", "1.0.0", Waiting)
