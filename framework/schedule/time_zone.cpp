#include "schedule/time_zone.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

namespace errand {

namespace {

constexpr std::string_view kDatabase = "/usr/share/zoneinfo/";
constexpr std::string_view kMagic = "TZif";  // Source: RFC 8536 section 3.1.

/// The characters of the tz database's own names; without '.', a name cannot lead out of the database.
bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
}

}  // namespace

bool is_time_zone(std::string_view name) {
    constexpr std::size_t kLongestName = 64;
    if (name == "UTC") return true;
    if (name.empty() || name.size() > kLongestName || name.front() == '/' || name.back() == '/') return false;
    if (!std::all_of(name.begin(), name.end(), is_name_character)) return false;
    std::ifstream file(std::string(kDatabase).append(name), std::ios::binary);
    std::array<char, kMagic.size()> head = {};
    return file.read(head.data(), head.size()) && std::string_view(head.data(), head.size()) == kMagic;
}

}  // namespace errand
