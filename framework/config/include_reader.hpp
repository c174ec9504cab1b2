#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "config/sources.hpp"

namespace errand {

/// Gives the text of a file that another one includes. \throws CommandError that says why it cannot be read.
using ReadFragment = std::function<std::string(const std::filesystem::path&)>;

/// Reads a job file and the fragments that it includes, and those that they include: each once, however many include
/// it, and before the file that does, so that the job's own comes last.
///
/// The files are added to `sources`, which are those of `problems`. A fragment is named as its `include` has it, from
/// the file that includes it, so that what is wrong is told with the paths that its reader knows.
/// \param read_fragment if empty, nothing can be included
/// \throws ConfigError if a file cannot be read, includes itself, or is one too many: what the others have would be
/// told as missing. All that are like that are told, and what read_document() reports.
std::vector<Node> read_with_fragments(std::string_view text, const std::string& file_name,
                                      const ReadFragment& read_fragment, Sources& sources, Problems& problems);

}  // namespace errand
