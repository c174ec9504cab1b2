#include "config/files_reader.hpp"

#include <vector>

#include "config/job_keys.hpp"
#include "config/map_reader.hpp"
#include "config/scalars.hpp"
#include "job/file_access.hpp"

namespace errand {

namespace {

/// What may be done to files, and to which of them.
struct Permission {
    const char* key;
    bool (*is_given)(const FileAccess& declared, std::string_view path);
    std::vector<std::string> paths;
};

std::string declared_by(const Permission& permission) {
    std::string text;
    for (const std::string& path : permission.paths) text += (text.empty() ? "it declares only " : ", ") + path;
    return text.empty() ? "it declares no such file" : text;
}

class FilesReader {
public:
    FilesReader(const std::string& task_type, const FileAccess& declared, Problems& problems)
        : task_type_(task_type), declared_(declared), problems_(problems) {}

    FileAccess read(const MapReader& map) {
        std::vector<std::string> readable = declared_.read;
        readable.insert(readable.end(), declared_.write.begin(), declared_.write.end());
        return {read_paths(map, {"read", may_read, std::move(readable)}),
                read_paths(map, {"write", may_write, declared_.write}), false};
    }

private:
    std::vector<std::string> read_paths(const MapReader& map, const Permission& permission) {
        std::vector<std::string> paths;
        const Node* list = map.find(permission.key);
        if (!list) return paths;
        for (const Node& item : read_list(*list, problems_)) {
            const auto path = read_path(item, problems_);
            if (!path) continue;
            if (!permission.is_given(declared_, path->string()))
                problems_.add(item.offset, task_type_ + " may not " + permission.key + " " + path->string() + "; " +
                                               declared_by(permission));
            paths.push_back(path->string());
        }
        return paths;
    }

    const std::string& task_type_;
    const FileAccess& declared_;
    Problems& problems_;
};

}  // namespace

FileAccess read_files(const Node& node, const std::string& task_type, const FileAccess& declared, Problems& problems) {
    if (node.kind == Node::Kind::scalar && node.text == "none") return {};
    if (node.kind != Node::Kind::map) {
        const std::string found = node.kind == Node::Kind::scalar ? "'" + node.text + "'" : node.kind_name();
        problems.add(node.offset, "expected none, or a map with read and write, found " + found);
        return {};
    }
    const MapReader map(node, problems);
    map.refuse_other_keys_than(names_of(files_keys()));
    return FilesReader(task_type, declared, problems).read(map);
}

}  // namespace errand
