#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.hpp"

namespace errand {

/// The text of a file under its name. Places in it are byte offsets, of which `begin` is the first; one beyond the end
/// means the end.
class SourceText {
public:
    /// Leaves out a byte order mark at the beginning.
    SourceText(std::string_view text, std::string file_name, std::size_t begin = 0);

    std::string_view text() const { return text_; }
    const std::string& file_name() const { return file_name_; }
    /// What relative paths in it are relative to; absolute.
    const std::filesystem::path& directory() const { return directory_; }
    std::size_t begin() const { return begin_; }
    std::size_t end() const { return begin_ + text_.size(); }
    /// All that follows a place.
    std::string_view text_from(std::size_t offset) const { return text().substr(std::min(offset, end()) - begin_); }

    SourcePosition position(std::size_t offset) const;
    /// The offset at which the line of `offset` begins, and that of its end.
    std::size_t line_begin(std::size_t offset) const;
    std::size_t line_end(std::size_t offset) const;
    /// The line of `offset` and a caret under the place, both indented: `    retires: 3\n    ^`. A long line is cut
    /// around the place; control characters are made visible.
    std::string excerpt(std::size_t offset) const;

    /// The first place, if any, that makes this no text that YAML could be read from, and what is wrong there.
    struct Flaw {
        std::size_t offset;
        std::string what;
    };
    std::optional<Flaw> find_flaw() const;

private:
    std::size_t line_index(std::size_t offset) const;

    std::string text_;
    std::string file_name_;
    std::filesystem::path directory_;
    std::size_t begin_;
    std::vector<std::size_t> line_starts_;
};

}  // namespace errand
