#include "runner/attempt_log_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "base/units.hpp"

namespace errand {

namespace {

/// The attempt's name, and where the file begins.
std::optional<std::pair<std::string, std::int64_t>> parse_name(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0) return std::nullopt;
    std::int64_t offset = 0;
    const char* end = name.data() + name.size();
    const auto [stopped, error] = std::from_chars(name.data() + dot + 1, end, offset);
    if (error != std::errc() || stopped != end || offset < 0) return std::nullopt;
    return std::pair(name.substr(0, dot), offset);
}

/// What a file has from `offset` of its own on.
std::string read_from(const std::filesystem::path& path, std::int64_t offset) {
    constexpr std::size_t kMost = std::size_t{4} << 20;
    std::ifstream file(path, std::ios::binary);
    file.seekg(offset);
    std::string text;
    std::array<char, 16 * 1024> buffer;
    while (text.size() < kMost && (file.read(buffer.data(), buffer.size()), file.gcount() > 0))
        text.append(buffer.data(), static_cast<std::size_t>(file.gcount()));
    return text;
}

/// Sorts by time.
std::string time_of_first_line(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string time;
    file >> time;
    return time;
}

}  // namespace

std::size_t AttemptLogReader::read(const Take& take) {
    std::size_t lines = 0;
    for (const auto& [attempt, files] : files_by_attempt()) {
        Progress& progress = progress_[attempt];
        for (auto file = files.begin(); file != files.end(); ++file) {
            const bool is_behind_us = std::next(file) != files.end() && std::next(file)->first <= progress.offset;
            if (is_behind_us) continue;
            if (file->first > progress.offset) {
                take(attempt, "... " + rounded_size(file->first - progress.offset) + " left out here ...");
                ++lines;
                progress = {file->first, {}};
            }
            const std::string text = read_from(file->second, progress.offset - file->first);
            progress.offset += static_cast<std::int64_t>(text.size());
            progress.pending += text;
            for (std::size_t end = 0; (end = progress.pending.find('\n')) != std::string::npos; ++lines) {
                take(attempt, std::string_view(progress.pending).substr(0, end));
                progress.pending.erase(0, end + 1);
            }
        }
    }
    return lines;
}

std::vector<std::pair<std::string, AttemptLogReader::Files>> AttemptLogReader::files_by_attempt() const {
    std::map<std::string, Files> found;
    std::error_code ended;
    for (std::filesystem::directory_iterator entry(directory_, ended);
         !ended && entry != std::filesystem::directory_iterator(); entry.increment(ended)) {
        const auto name = parse_name(entry->path().filename().string());
        if (name && is_wanted(name->first)) found[name->first][name->second] = entry->path();
    }
    std::vector<std::pair<std::string, Files>> sorted(found.begin(), found.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return time_of_first_line(a.second.begin()->second) < time_of_first_line(b.second.begin()->second);
    });
    return sorted;
}

bool AttemptLogReader::is_wanted(const std::string& attempt) const {
    if (task_.empty()) return true;
    const std::string name = attempt.substr(0, attempt.rfind('.'));
    return name == task_ || name.starts_with(task_ + "[");
}

}  // namespace errand
