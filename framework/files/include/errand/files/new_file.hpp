#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "errand/files/descriptor.hpp"

namespace errand {

/// A file that takes the place of another once it is complete, so that who reads there finds the old one or the whole
/// new one, whatever happens. Until then it stands beside it, hidden, and is removed if it never comes to that.
class NewFile {
public:
    /// \param path of the file to make or replace; its directory must be there
    /// \param mark makes the name of the file beside it unlike those of others: `.NAME.MARK.new`
    /// \throws Error if `path` names a directory, or nothing can be made beside it.
    NewFile(std::string path, const std::string& mark);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    /// Writes `text`, and puts the file in its place; both have reached the disk when this returns. Once only.
    /// \param mode its permissions; those of the file that it replaces when there are none, and what the umask leaves
    /// where there was no file
    /// \throws Error if the disk is full and the like; the old file is then what it was.
    void put_in_place(std::string_view text, std::optional<mode_t> mode = {});

private:
    [[noreturn]] void refuse() const;

    const std::string path_;
    /// Empty when it is in its place.
    std::string path_beside_;
    Descriptor file_;
};

}  // namespace errand
