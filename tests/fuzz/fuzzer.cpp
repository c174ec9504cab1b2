// libFuzzer's entry: `errand_fuzz TARGET [OPTION…] [CORPUS…]`.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/fuzz_target.hpp"

using errand::fuzz::Target;
using errand::fuzz::targets;

namespace {

const Target* chosen = nullptr;

}  // namespace

/// Takes the target's name off the arguments.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    const std::string name = *argc > 1 ? (*argv)[1] : "";
    const auto found =
        std::find_if(targets().begin(), targets().end(), [&](const Target& target) { return target.name == name; });
    if (found == targets().end()) {
        std::fprintf(stderr, "usage: errand_fuzz TARGET [OPTION…] [CORPUS…], where TARGET is one of\n");
        for (const Target& target : targets()) std::fprintf(stderr, "  %s\n", target.name.c_str());
        std::exit(64);
    }
    chosen = &*found;
    std::rotate(*argv + 1, *argv + 2, *argv + *argc);
    --*argc;
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen->run({reinterpret_cast<const char*>(data), size});
    return 0;
}
