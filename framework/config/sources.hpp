#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "config/source_text.hpp"

namespace errand {

/// The files that are read together. Their places follow each other, so that one number tells the file and the place in
/// it.
class Sources {
public:
    Sources() = default;
    Sources(std::string_view text, const std::string& file_name) { add(text, file_name); }

    /// Lifetime: that of this object.
    const SourceText& add(std::string_view text, const std::string& file_name);
    /// The file that a place is in; there is at least one file.
    const SourceText& at(std::size_t offset) const;
    SourcePosition position(std::size_t offset) const { return at(offset).position(offset); }

private:
    std::deque<SourceText> files_;
};

}  // namespace errand
