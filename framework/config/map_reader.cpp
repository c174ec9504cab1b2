#include "config/map_reader.hpp"

#include <algorithm>

#include "base/suggestion.hpp"

namespace errand {

MapReader::MapReader(const Node& node, Problems& problems)
    : node_(node), problems_(problems), is_map_(node.kind == Node::Kind::map) {
    if (!is_map_) problems.add(node.offset, std::string("expected a map, found ") + node.kind_name());
}

const Node* MapReader::find(std::string_view key) const { return node_.find(key); }

const Node* MapReader::require(std::string_view key) const {
    const Node* found = find(key);
    if (!found && is_map_) problems_.add(node_.offset, "missing key '" + std::string(key) + "'");
    return found;
}

void MapReader::refuse_keys(const std::vector<std::string>& keys, const std::string& why) const {
    for (const Node& key : node_.keys)
        if (std::find(keys.begin(), keys.end(), key.text) != keys.end())
            problems_.add(key.offset, "'" + key.text + "' " + why);
}

void MapReader::refuse_other_keys_than(const std::vector<std::string>& known, UnknownKeys lines,
                                       std::string_view what) const {
    for (std::size_t i = 0; i < node_.keys.size(); ++i) {
        const Node& key = node_.keys[i];
        if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
        problems_.add(key.offset, "unknown " + std::string(what) + " '" + key.text + "'" + suggestion(key.text, known));
        if (lines == UnknownKeys::hide) hide_texts(node_.items[i], problems_);
    }
}

}  // namespace errand
