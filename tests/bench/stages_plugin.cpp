#include <errand/plugin.hpp>

#include <chrono>

// Tasks that do next to nothing: what is measured is all that errand does around them.
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

/// Prints how many nanoseconds the header of a request takes that is signed with the token at hand.
class Authorizer final : public errand::Task {
public:
    static errand::TaskDescription describe() {
        return errand::TaskDescription("authorizer", "Sign again and again")
            .needs_scopes("transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"});
    }
    errand::Outcome run(errand::TaskContext& context) override {
        constexpr int kRounds = 200'000;
        std::size_t bytes = 0;
        const auto began = std::chrono::steady_clock::now();
        for (int i = 0; i < kRounds; ++i) bytes += context.authorizer().authorization_header().size();
        const auto took = std::chrono::steady_clock::now() - began;
        if (bytes == 0) return errand::Outcome::failure("there is no header");
        context.output() << std::chrono::duration_cast<std::chrono::nanoseconds>(took).count() / kRounds << '\n';
        return errand::Outcome::success();
    }
};

}  // namespace

ERRAND_PLUGIN("stages", "1.0.0", WithoutToken, WithToken, Authorizer)
