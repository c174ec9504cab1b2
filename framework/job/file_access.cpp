#include "job/file_access.hpp"

#include <algorithm>
#include <filesystem>

namespace errand {

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ValueError("the plugin describes the file '" + path + "', " + why);
}

const ParameterDescription& path_parameter(const TaskDescription& type, const std::string& path,
                                           std::string_view name) {
    for (const ParameterDescription& parameter : type.parameters) {
        if (parameter.name != name) continue;
        if (parameter.type != Type::path) refuse(path, "and its parameter '" + parameter.name + "' is no path");
        if (parameter.secret) refuse(path, "and its parameter '" + parameter.name + "' is secret");
        return parameter;
    }
    refuse(path, "and has no parameter '" + std::string(name) + "'");
}

/// Empty when the parameter is not given.
std::string fill(const std::string& path, const TaskDescription& type, const Value::Map& parameters) {
    if (path.find('{', 1) != std::string::npos) refuse(path, "in which '{' stands elsewhere than at its beginning");
    if (!path.starts_with('{')) return path;
    const std::size_t close = path.find('}');
    if (close == std::string::npos) refuse(path, "in which a '{' is not closed");
    const auto found = parameters.find(path_parameter(type, path, std::string_view(path).substr(1, close - 1)).name);
    if (found == parameters.end() || found->second.text().empty()) return {};
    return found->second.text() + path.substr(close + 1);
}

std::vector<std::string> fill(const std::vector<std::string>& paths, const TaskDescription& type,
                              const Value::Map& parameters) {
    std::vector<std::string> filled;
    for (const std::string& path : paths) {
        const std::string whole = fill(path, type, parameters);
        if (whole.empty()) continue;
        if (!whole.starts_with('/')) refuse(path, "which is neither absolute nor begins with a parameter");
        filled.push_back(std::filesystem::path(whole).lexically_normal().string());
    }
    return filled;
}

std::string_view without_slash(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

bool is_within(std::string_view path, const std::vector<std::string>& allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](std::string_view one) {
        const std::string_view top = without_slash(one);
        const std::string_view bare = without_slash(path);
        return bare.starts_with(top) && (bare.size() == top.size() || bare[top.size()] == '/');
    });
}

}  // namespace

FileAccess fill_files(const TaskDescription& type, const Value::Map& parameters) {
    return {fill(type.files.read, type, parameters), fill(type.files.write, type, parameters), type.files.any};
}

bool may_write(const FileAccess& declared, std::string_view path) {
    return declared.any || is_within(path, declared.write);
}

bool may_read(const FileAccess& declared, std::string_view path) {
    return may_write(declared, path) || is_within(path, declared.read);
}

}  // namespace errand
