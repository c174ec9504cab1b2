#pragma once

#include <string>
#include <string_view>

namespace errand::http {

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

    /// Writes `text`, and puts the file in its place; both have reached the disk when this returns. It has the mode of
    /// the one that it replaces. Once only.
    /// \throws Error if the disk is full and the like; the old file is then what it was.
    void put_in_place(std::string_view text);

private:
    void write_all(std::string_view text) const;
    [[noreturn]] void refuse() const;

    const std::string path_;
    const std::string directory_;
    /// Empty when it is in its place.
    std::string path_beside_;
    int fd_ = -1;
};

}  // namespace errand::http
