#pragma once

#include <string>
#include <vector>

#include "errand/parameters.hpp"

namespace errand::mail {

struct Attachment {
    /// Without a directory.
    std::string name;
    std::string content;
};

/// A media type by the end of the file's name, `application/octet-stream` for most.
std::string media_type_of(const std::string& name);

/// Reads the files that `attachments` names in the directory `attachments_from`.
/// \throws ValueError unless each is the relative name of a file below the directory; Error if one is not there or
/// cannot be read, or all of them have more than `largest` bytes.
std::vector<Attachment> read_attachments(const Parameters& parameters);

}  // namespace errand::mail
