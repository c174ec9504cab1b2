#pragma once

#include <random>
#include <string>

namespace errand::testing {

/// Spoils texts at random, in the same way each time: a failure can be repeated.
class Mutations {
public:
    /// `text` with up to four bytes changed, removed or doubled, or with its end cut off.
    std::string of(std::string text) {
        for (std::size_t changes = 1 + below(4); changes > 0 && !text.empty(); --changes) {
            const std::size_t at = below(text.size());
            switch (below(5)) {
                case 0:
                    text[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    text.erase(at, 1 + below(8));
                    break;
                case 2:
                    text.insert(at, text.substr(at, 1 + below(8)));
                    break;
                case 3:
                    text[at] = kTelling[below(sizeof kTelling - 1)];
                    break;
                default:
                    if (below(8) == 0) text.resize(at);
            }
        }
        return text;
    }

private:
    /// What means something in JSON.
    static constexpr char kTelling[] = "{}[]:,\"\\0123456789-+.eE ntf\n";

    /// Not a distribution of the standard library's: they differ between implementations.
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(generator_()) % limit; }

    std::mt19937_64 generator_{20260301};
};

}  // namespace errand::testing
