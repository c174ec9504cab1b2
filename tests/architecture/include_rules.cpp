#include "include_rules.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string_view>

#include "include_scanner.hpp"

namespace errand::testing {

namespace {

using Names = std::set<std::string, std::less<>>;

/// Which rooms each room may include, besides itself. `plugins` stands for each of them.
const std::map<std::string, Names, std::less<>> kAllowedRooms = {
    {"sdk", {}},
    {"base", {"sdk"}},
    {"json", {"sdk"}},
    {"answer", {"sdk"}},
    {"files", {"sdk"}},
    {"globus", {"sdk", "json", "answer"}},
    {"http", {"base", "sdk"}},
    {"auth", {"base", "http", "json", "answer", "sdk"}},
    {"schedule", {"base"}},
    {"expression", {"base", "schedule", "json", "sdk"}},
    {"job", {"base", "expression", "schedule", "json", "sdk"}},
    {"config", {"base", "job", "expression", "schedule", "sdk", "json"}},
    {"protocol", {"base", "sdk", "json"}},
    {"plugin_host", {"base", "sdk"}},
    {"catalog", {"base", "job", "protocol", "json", "sdk"}},
    {"task", {"base", "plugin_host", "protocol", "http", "json", "answer", "sdk"}},
    {"store", {"base", "job", "json", "sdk"}},
    {"runner", {"base", "protocol", "auth", "store", "job", "expression", "schedule", "json", "sdk"}},
    {"scheduler", {"base", "config", "job", "schedule", "store"}},
    {"sandbox", {"base", "json", "protocol", "sdk"}},
    {"cli",
     {"base", "sdk", "json", "answer", "files", "http", "globus", "auth", "schedule", "expression", "job", "config",
      "protocol", "plugin_host", "catalog", "task", "store", "runner", "scheduler"}},
    {"plugins", {"sdk", "globus", "json", "answer", "files"}},
};

/// A library that is not ours, by the start of its include paths, and the rooms that may use it. The first that fits
/// counts.
struct ThirdParty {
    std::string_view start;
    Names rooms;
};
const ThirdParty kThirdParties[] = {
    {"Poco/JSON/", {"json"}},
    {"Poco/Data/", {"store"}},
    {"Poco/Net/", {"sandbox"}},
    {"Poco/", {"json", "http", "auth", "sandbox", "store"}},
    {"openssl/", {"auth", "http"}},
    {"zlib.h", {"http"}},
    {"yaml-cpp/", {"config"}},
    {"valijson/", {"config"}},
    {"date/", {"schedule"}},
    {"CLI/", {"cli"}},
    {"dlfcn.h", {"plugin_host", "store"}},
    {"libpq-fe.h", {"store"}},
    {"boost/", {}},
};
/// Folders of the C library and the kernel.
const Names kSystemFolders = {"arpa", "linux", "net", "netinet", "sys"};

/// The part of `path` after `start` up to the next slash.
std::string folder_after(std::string_view path, std::string_view start) {
    path.remove_prefix(start.size());
    return std::string(path.substr(0, path.find('/')));
}

std::string room_of_file(std::string_view path) {
    return path.starts_with("plugins/") ? "plugins" : folder_after(path, "framework/");
}

/// The room that an include path names. Nothing for the file's own folder, the system and third parties.
std::optional<std::string> room_of_include(std::string_view path) {
    if (path.starts_with("errand/json.hpp")) return "json";
    if (path.starts_with("errand/answer/")) return "answer";
    if (path.starts_with("errand/files/")) return "files";
    if (path.starts_with("errand/globus/")) return "globus";
    if (path.starts_with("errand/")) return "sdk";
    const std::string folder = folder_after(path, "");
    if (path.find('/') != std::string_view::npos && folder != "plugins" && kAllowedRooms.count(folder) > 0)
        return folder;
    return std::nullopt;
}

std::string joined(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "nothing" : text;
}

bool is_for_tests(std::string_view include) {
    return include.starts_with("errand/testing") || include.starts_with("support/") || include.starts_with("tests/") ||
           include.starts_with("boost/test/");
}

/// Why `room` may not use a library that is not ours.
std::optional<std::string> third_party_violation(const std::string& room, std::string_view include) {
    if (room == "plugins") return std::nullopt;  // A plugin may bring what it needs.
    for (const ThirdParty& library : kThirdParties) {
        if (!include.starts_with(library.start)) continue;
        if (library.rooms.count(room) > 0) return std::nullopt;
        return "only these rooms may: " + joined(library.rooms);
    }
    const bool is_known =
        include.find('/') == std::string_view::npos || kSystemFolders.count(folder_after(include, ""));
    return is_known ? std::nullopt : std::optional<std::string>("it is in no list of this test");
}

/// Why the file may not have this include.
std::optional<std::string> include_violation(const std::string& file, std::string_view include) {
    const std::string room = room_of_file(file);
    if (is_for_tests(include)) {
        const bool is_test = file.ends_with("_test.cpp") || file.starts_with("framework/sdk/include/errand/testing");
        return is_test ? std::nullopt : std::optional<std::string>("it is for tests");
    }
    if (include.find("..") != std::string_view::npos) return "it names a folder by '..'";
    const auto target = room_of_include(include);
    if (!target) return third_party_violation(room, include);
    const Names& allowed = kAllowedRooms.at(room);
    if (*target == room || allowed.count(*target) > 0) return std::nullopt;
    return room + " may include " + joined(allowed);
}

using Graph = std::map<std::string, Names, std::less<>>;

/// Follows the edges from the end of `way`, and gives the way round when it comes back to a node of it.
std::optional<std::string> circle_from(const Graph& graph, std::vector<std::string>& way, Names& done) {
    const std::string node = way.back();
    const auto edges = graph.find(node);
    if (done.count(node) > 0 || edges == graph.end()) return std::nullopt;
    for (const std::string& next : edges->second) {
        const auto seen = std::find(way.begin(), way.end(), next);
        if (seen != way.end()) {
            std::string text;
            for (auto step = seen; step != way.end(); ++step) text += *step + " -> ";
            return text + next;
        }
        way.push_back(next);
        if (auto circle = circle_from(graph, way, done)) return circle;
        way.pop_back();
    }
    done.insert(node);
    return std::nullopt;
}

std::optional<std::string> find_circle(const Graph& graph) {
    Names done;
    for (const auto& entry : graph) {
        std::vector<std::string> way = {entry.first};
        if (auto circle = circle_from(graph, way, done)) return circle;
    }
    return std::nullopt;
}

/// The file that an include stands for, if it is one of ours.
std::optional<std::string> resolved(const std::string& file, const std::string& include, const Names& files) {
    const std::string folder = file.substr(0, file.rfind('/') + 1);
    for (const char* start : {"framework/", "framework/sdk/include/", "framework/json/include/",
                              "framework/answer/include/", "framework/files/include/", "framework/globus/include/"})
        if (files.count(start + include) > 0) return start + include;
    if (files.count(folder + include) > 0) return folder + include;
    return std::nullopt;
}

/// The targets that a room's CMakeLists.txt links must be allowed rooms, too.
void check_targets(const SourceFile& file, std::vector<std::string>& violations) {
    const std::string room = room_of_file(file.path);
    if (kAllowedRooms.count(room) == 0) return;
    static const std::regex target("errand::([a-z_]+)");
    int line_number = 1;
    std::size_t start = 0;
    while (start < file.text.size()) {
        const std::size_t end = std::min(file.text.find('\n', start), file.text.size());
        const std::string line = file.text.substr(start, end - start);
        for (std::sregex_iterator found(line.begin(), line.end(), target), none; found != none; ++found) {
            const std::string name = (*found)[1];
            if (name != room && kAllowedRooms.count(name) > 0 && kAllowedRooms.at(room).count(name) == 0)
                violations.push_back(file.path + ":" + std::to_string(line_number) + ": may not link errand::" + name +
                                     ": " + room + " may include " + joined(kAllowedRooms.at(room)));
        }
        start = end + 1;
        ++line_number;
    }
}

}  // namespace

std::vector<SourceFile> read_sources(const std::filesystem::path& root) {
    std::vector<SourceFile> files;
    for (const char* folder : {"framework", "plugins"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string path = std::filesystem::relative(entry.path(), root).generic_string();
            if (!path.ends_with(".hpp") && !path.ends_with(".cpp") && !path.ends_with("/CMakeLists.txt")) continue;
            std::ifstream stream(entry.path());
            files.push_back({path, std::string(std::istreambuf_iterator<char>(stream), {})});
        }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

std::vector<std::string> include_violations(const std::vector<SourceFile>& files) {
    std::vector<std::string> violations;
    Names paths;
    for (const SourceFile& file : files) paths.insert(file.path);
    Graph file_graph;
    Graph room_graph;
    for (const SourceFile& file : files) {
        if (file.path.ends_with("CMakeLists.txt")) {
            check_targets(file, violations);
            continue;
        }
        const std::string room = room_of_file(file.path);
        if (kAllowedRooms.count(room) == 0) {
            violations.push_back(file.path + ":1: '" + room + "' is not a room that this test knows");
            continue;
        }
        for (const Include& include : scan_includes(file.text)) {
            if (const auto why = include_violation(file.path, include.path))
                violations.push_back(file.path + ":" + std::to_string(include.line) + ": may not include " +
                                     include.path + ": " + *why);
            if (const auto target = resolved(file.path, include.path, paths)) {
                file_graph[file.path].insert(*target);
                if (room_of_file(*target) != room) room_graph[room].insert(room_of_file(*target));
            }
        }
    }
    if (const auto circle = find_circle(file_graph)) violations.push_back("files include each other: " + *circle);
    if (const auto circle = find_circle(room_graph)) violations.push_back("rooms include each other: " + *circle);
    return violations;
}

}  // namespace errand::testing
