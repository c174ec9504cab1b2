#include "base/units.hpp"

#include <charconv>
#include <span>
#include <utility>

namespace errand {

namespace {

using std::chrono::milliseconds;

constexpr std::pair<std::string_view, milliseconds> kDurationUnits[] = {{"d", milliseconds(86'400'000)},
                                                                        {"h", milliseconds(3'600'000)},
                                                                        {"m", milliseconds(60'000)},
                                                                        {"s", milliseconds(1000)},
                                                                        {"ms", milliseconds(1)}};
constexpr milliseconds kLongestDuration(std::int64_t{100} * 366 * 86'400'000);

constexpr std::pair<std::string_view, std::int64_t> kSizeUnits[] = {{"GiB", 1LL << 30},
                                                                    {"MiB", 1LL << 20},
                                                                    {"KiB", 1LL << 10},
                                                                    {"GB", 1'000'000'000},
                                                                    {"MB", 1'000'000},
                                                                    {"kB", 1000},
                                                                    {"", 1}};
constexpr std::int64_t kLargestSize = 1LL << 62;

/// Takes the digits off the front of `text`.
std::optional<std::int64_t> take_number(std::string_view& text) {
    std::int64_t number = 0;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

std::string_view take_letters(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && (text[count] < '0' || text[count] > '9')) ++count;
    const std::string_view letters = text.substr(0, count);
    text.remove_prefix(count);
    return letters;
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
    if (text.empty()) return std::nullopt;
    milliseconds total(0);
    const auto* next_unit = std::begin(kDurationUnits);
    while (!text.empty()) {
        const auto number = take_number(text);
        const std::string_view unit = take_letters(text);
        while (next_unit != std::end(kDurationUnits) && next_unit->first != unit) ++next_unit;
        if (!number || next_unit == std::end(kDurationUnits)) return std::nullopt;
        const auto length = (next_unit++)->second;
        if (*number > (kLongestDuration - total) / length) return std::nullopt;
        total += *number * length;
    }
    return total;
}

std::string format_duration(milliseconds duration) {
    std::string text;
    for (const auto& [unit, length] : kDurationUnits) {
        const auto count = duration / length;
        if (count == 0) continue;
        text += std::to_string(count) + std::string(unit);
        duration -= count * length;
    }
    return text.empty() ? "0s" : text;
}

std::optional<std::int64_t> parse_size(std::string_view text) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    for (const auto& [unit, bytes] : kSizeUnits)
        if (unit == text && *number <= kLargestSize / bytes) return *number * bytes;
    return std::nullopt;
}

std::string format_size(std::int64_t bytes) {
    for (const auto& [unit, size] : kSizeUnits)
        if (bytes != 0 && bytes % size == 0) return std::to_string(bytes / size) + std::string(unit);
    return std::to_string(bytes);
}

std::string rounded_size(std::int64_t bytes) {
    constexpr std::size_t kBinaryUnits = 3;
    for (const auto& [unit, size] : std::span(kSizeUnits).first<kBinaryUnits>()) {
        if (bytes < size) continue;
        const std::int64_t whole = bytes / size;
        const std::int64_t tenth = whole < 10 ? bytes % size * 10 / size : 0;
        return std::to_string(whole) + (tenth == 0 ? "" : "." + std::to_string(tenth)) + std::string(unit);
    }
    return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
}

}  // namespace errand
