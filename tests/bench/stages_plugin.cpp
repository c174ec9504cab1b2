#include <errand/plugin.hpp>

// Tasks that do nothing: what is measured is all that errand does around them.
namespace {

class WithoutToken final : public errand::Task {
public:
    static errand::TaskDescription describe() { return {"without-token", "Do nothing"}; }
    errand::Outcome run(errand::TaskContext& /*context*/) override { return errand::Outcome::success(); }
};

class WithToken final : public errand::Task {
public:
    static errand::TaskDescription describe() {
        return errand::TaskDescription("with-token", "Do nothing with a token")
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"});
    }
    errand::Outcome run(errand::TaskContext& /*context*/) override { return errand::Outcome::success(); }
};

}  // namespace

ERRAND_PLUGIN("stages", "1.0.0", WithoutToken, WithToken)
