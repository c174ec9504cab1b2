#include "attachment.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "errand/answer/visible.hpp"
#include "errand/files/bounded_file.hpp"
#include "header_text.hpp"

namespace errand::mail {

namespace {

namespace fs = std::filesystem;

/// The place of a file in a directory that its name does not lead out of.
fs::path place_of(const Value& name, const fs::path& directory) {
    if (!name.is_text()) throw ValueError(std::string("'attachments' has ") + name.kind() + ", expected a file's name");
    require_one_line(name.text(), "a name in 'attachments'");
    const fs::path relative(name.text());
    const bool leads_out = std::find(relative.begin(), relative.end(), "..") != relative.end();
    if (!relative.has_filename() || relative.is_absolute() || leads_out)
        throw ValueError("'attachments' has '" + visible(name.text(), 200) +
                         "', expected the name of a file in the directory of 'attachments_from'");
    return directory / relative;
}

}  // namespace

std::string media_type_of(const std::string& name) {
    constexpr std::array<std::pair<const char*, const char*>, 10> kTypes = {{
        {".csv", "text/csv; charset=utf-8"},
        {".gz", "application/gzip"},
        {".html", "text/html; charset=utf-8"},
        {".jpg", "image/jpeg"},
        {".json", "application/json"},
        {".log", "text/plain; charset=utf-8"},
        {".pdf", "application/pdf"},
        {".png", "image/png"},
        {".txt", "text/plain; charset=utf-8"},
        {".zip", "application/zip"},
    }};
    const std::string extension = fs::path(name).extension().string();
    for (const auto& [known, type] : kTypes)
        if (extension == known) return type;
    return "application/octet-stream";
}

std::vector<Attachment> read_attachments(const Parameters& parameters) {
    std::vector<Attachment> attachments;
    if (!parameters.has("attachments")) return attachments;
    if (!parameters.has("attachments_from"))
        throw ValueError("'attachments' needs 'attachments_from', the directory that they are in");
    std::int64_t left = parameters.integer("largest");
    for (const Value& name : parameters.list("attachments")) {
        const fs::path place = place_of(name, parameters.text("attachments_from"));
        auto content = read_bounded_file(place.string(), left);
        if (!content) throw Error("there is no file " + place.string() + " to attach");
        left -= static_cast<std::int64_t>(content->size());
        attachments.push_back({place.filename().string(), std::move(*content)});
    }
    return attachments;
}

}  // namespace errand::mail
