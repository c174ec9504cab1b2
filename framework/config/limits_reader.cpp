#include "config/limits_reader.hpp"

#include <limits>

#include "config/scalars.hpp"

namespace errand {

namespace {

std::optional<std::int64_t> read_size_limit(const Node& node, Problems& problems) {
    const auto size = read_size(node, problems);
    if (size == 0) problems.add(node.offset, "a limit must be more than nothing");
    return size;
}

std::optional<std::int64_t> read_count_limit(const Node& node, std::int64_t least, Problems& problems) {
    constexpr std::int64_t kMost = 1'000'000;
    return read_integer_within(node, least, kMost, problems);
}

}  // namespace

void read_limits(const MapReader& map, ResourceLimits& limits, Problems& problems) {
    // A process that cannot open its own libraries cannot even say so.
    constexpr std::int64_t kLeastFiles = 32;
    if (const Node* memory = map.find("memory")) limits.memory = read_size_limit(*memory, problems);
    if (const Node* output = map.find("output")) limits.output = read_size_limit(*output, problems);
    if (const Node* time = map.find("cpu_time")) limits.cpu_time = read_time_limit(*time, problems);
    if (const Node* files = map.find("open_files")) limits.open_files = read_count_limit(*files, kLeastFiles, problems);
    if (const Node* processes = map.find("processes")) limits.processes = read_count_limit(*processes, 1, problems);
}

}  // namespace errand
