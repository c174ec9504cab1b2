#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace errand {

/// Reads what AttemptLog keeps of a run, also while it is written.
///
/// Thread-safety: none.
class AttemptLogReader {
public:
    /// A line without its end. `name` is the attempt's, `copy.1`, or `copy[3].1` of an item.
    using Take = std::function<void(const std::string& name, std::string_view line)>;

    /// \param task only the attempts of this task and its items; of all when empty
    AttemptLogReader(std::filesystem::path directory, std::string task)
        : directory_(std::move(directory)), task_(std::move(task)) {}

    /// Hands over what is there and was not handed over before, attempt by attempt as they began, whole lines only;
    /// where something is left out, a line says how much. How many lines that were.
    std::size_t read(const Take& take);

private:
    /// What has been read of one attempt.
    struct Progress {
        std::int64_t offset = 0;
        std::string pending;
    };
    /// A file of an attempt, by where in the whole it begins.
    using Files = std::map<std::int64_t, std::filesystem::path>;

    /// In the order in which they began.
    std::vector<std::pair<std::string, Files>> files_by_attempt() const;
    bool is_wanted(const std::string& attempt) const;

    const std::filesystem::path directory_;
    const std::string task_;
    std::map<std::string, Progress> progress_;
};

}  // namespace errand
