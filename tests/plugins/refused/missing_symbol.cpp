#include "descriptor.hpp"

extern "C" void errand_test_function_that_is_nowhere();

class Calls final : public errand::Task {
public:
    static errand::TaskDescription describe() { return {"call", "Call what is not there"}; }
    errand::Outcome run(errand::TaskContext&) override {
        errand_test_function_that_is_nowhere();
        return errand::Outcome::success();
    }
};

ERRAND_PLUGIN("missing_symbol", "1.0.0", Calls)
