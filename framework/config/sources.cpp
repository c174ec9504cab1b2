#include "config/sources.hpp"

#include <algorithm>

namespace errand {

const SourceText& Sources::add(std::string_view text, const std::string& file_name) {
    // The end of a file is a place, too.
    const std::size_t begin = files_.empty() ? 0 : files_.back().end() + 1;
    return files_.emplace_back(text, file_name, begin);
}

const SourceText& Sources::at(std::size_t offset) const {
    const auto after = std::upper_bound(files_.begin() + 1, files_.end(), offset,
                                        [](std::size_t place, const SourceText& file) { return place < file.begin(); });
    return *(after - 1);
}

}  // namespace errand
