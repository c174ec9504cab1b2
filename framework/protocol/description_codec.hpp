#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "errand/task_description.hpp"
#include "protocol/frame.hpp"

namespace errand {

/// What `errand-task --describe` tells of a library.
struct PluginDescription {
    std::string name;
    std::string version;
    std::vector<TaskDescription> tasks;

    friend bool operator==(const PluginDescription&, const PluginDescription&) = default;
};

/// Why a library may not be used.
struct LibraryRefusal {
    std::string why;
};

/// What `errand-task --describe` writes to its socket.
using DescriptionAnswer = std::variant<PluginDescription, LibraryRefusal>;

std::string encode(const DescriptionAnswer& answer);
/// \throws ProtocolError if `text` is not what encode() writes.
DescriptionAnswer decode_description_answer(std::string_view text);

Value to_value(const PluginDescription& plugin);

/// \throws ProtocolError if `value` is not what to_value() makes.
PluginDescription to_plugin_description(const Value& value);

Value to_value(const FileAccess& files);
/// \throws ValueError if `value` is not what to_value() makes.
FileAccess to_file_access(const Value& value);

/// The word for a type in job schemas, messages and `errand plugins`: "text", "integer", ….
const char* type_name(Type type);

}  // namespace errand
