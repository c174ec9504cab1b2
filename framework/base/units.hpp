#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace errand {

/// `5m`, `2h30m`, `1d`, `500ms`, `0s`: whole numbers with the units d, h, m, s, ms, from large to small, each once.
/// Nothing when `text` is not that, or is more than 100 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// In the form that parse_duration() reads: `2h30m`.
std::string format_duration(std::chrono::milliseconds duration);

/// `512`, `64KiB`, `10MiB`, `2GiB`, also `kB`, `MB`, `GB` (powers of ten): bytes. Nothing when `text` is not that, or
/// is more than 2^62.
std::optional<std::int64_t> parse_size(std::string_view text);

/// In the form that parse_size() reads, with the largest unit that divides it.
std::string format_size(std::int64_t bytes);

/// For people who want to know about how much it is: `512 bytes`, `1.4MiB`, `591KiB`.
std::string rounded_size(std::int64_t bytes);

}  // namespace errand
