#include "config/secret_reference.hpp"

#include <algorithm>

#include "config/map_reader.hpp"
#include "config/scalars.hpp"

namespace errand {

namespace {

constexpr char kReferenceForms[] =
    "{file: /path/to/it}, {env: NAME}, {command: [program, argument]} or {credential: name}";

bool is_variable_name(const std::string& name) {
    const auto may_stand = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && (name[0] < '0' || name[0] > '9') && std::all_of(name.begin(), name.end(), may_stand);
}

std::string read_variable_name(const Node& node, Problems& problems) {
    const auto name = read_text(node, problems);
    if (name && !is_variable_name(*name)) {
        // Somebody may have taken this for the place of the secret.
        hide_texts(node, problems);
        problems.add(node.offset, "this is not the name of an environment variable, such as GLOBUS_CLIENT_SECRET");
    }
    return name.value_or("");
}

Value read_command(const Node& node, Problems& problems) {
    Value::List arguments;
    for (const Node& item : read_list(node, problems)) arguments.emplace_back(read_text(item, problems).value_or(""));
    const bool is_list = node.kind == Node::Kind::list;
    if (is_list && (arguments.empty() || arguments.front().text().empty()))
        problems.add(node.offset, "a command needs a program, such as [pass, show, globus]");
    return arguments;
}

std::string read_credential(const Node& node, Problems& problems) {
    const std::string name = read_text(node, problems).value_or("");
    if (node.kind == Node::Kind::scalar && (name.empty() || name.find('/') != std::string::npos || name[0] == '.'))
        problems.add(node.offset, "this is not the name of a systemd credential, such as globus-client-secret");
    return name;
}

}  // namespace

Value read_secret_reference(const Node& node, Problems& problems) {
    if (node.kind != Node::Kind::map) {
        hide_texts(node, problems);
        problems.add(node.offset,
                     "a secret may not stand in this file: put it in a file of its own that only you can read and "
                     "write {file: /path/to/it}, or write {env: NAME} for an environment variable");
        return {};
    }
    const MapReader map(node, problems);
    map.refuse_other_keys_than({"file", "env", "command", "credential"}, UnknownKeys::hide);
    Value::Map found;
    if (const Node* file = map.find("file")) found["file"] = read_path(*file, problems).value_or("").string();
    if (const Node* variable = map.find("env")) found["env"] = read_variable_name(*variable, problems);
    if (const Node* command = map.find("command")) found["command"] = read_command(*command, problems);
    if (const Node* credential = map.find("credential")) found["credential"] = read_credential(*credential, problems);
    if (found.size() != 1) problems.add(node.offset, std::string("expected one of ") + kReferenceForms);
    return found;
}

Value read_variable_reference(const Node& node, Problems& problems) {
    const MapReader map(node, problems);
    map.refuse_other_keys_than({"env"}, UnknownKeys::hide);
    const Node* variable = map.find("env");
    if (!variable) problems.add(node.offset, "expected {env: NAME}");
    return Value::Map{{"env", variable ? read_variable_name(*variable, problems) : std::string()}};
}

}  // namespace errand
