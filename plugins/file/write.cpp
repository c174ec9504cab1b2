#include "write.hpp"

#include <optional>
#include <string>

#include "errand/files/append.hpp"
#include "errand/files/new_file.hpp"
#include "errand/json.hpp"

namespace errand::file {

namespace {

/// What is to be written: a document for people to read, or one line of many.
std::string content_of(const Parameters& parameters) {
    if (parameters.has("text") && parameters.has("json"))
        throw ValueError("there are both 'text' and 'json'; give one of them");
    if (parameters.has("text")) return parameters.text("text");
    if (!parameters.has("json")) throw ValueError("there is neither 'text' nor 'json'; give one of them");
    const JsonStyle style = parameters.boolean("append") ? JsonStyle::compact : JsonStyle::indented;
    std::string text = to_json(parameters.at("json"), style);
    if (text.empty() || text.back() != '\n') text += '\n';
    return text;
}

std::optional<mode_t> mode_of(const Parameters& parameters) {
    if (!parameters.has("mode")) return std::nullopt;
    const std::string& text = parameters.text("mode");
    const bool is_octal = text.find_first_not_of("01234567") == std::string::npos;
    const bool is_plain = text.size() == 3 || (text.size() == 4 && text.front() == '0');
    if (!is_octal || !is_plain)
        throw ValueError("'mode' is '" + text + "', expected the digits of permissions, such as 0640");
    return static_cast<mode_t>(std::stoul(text, nullptr, 8));
}

}  // namespace

TaskDescription Write::describe() {
    return TaskDescription("write", "Write text or JSON into a file, or add it at its end")
        .requires_parameter("path", Type::path, "The file; its directory is made if it is not there")
        .takes_parameter("text", Type::text, "What to write")
        .takes_parameter("json", Type::any, "What to write as JSON, in place of text")
        .takes_parameter("append", Type::boolean, "Whether to add it to what is there; JSON then as one line", false)
        .takes_parameter("mode", Type::text, "The file's permissions, such as 0640")
        .puts_out("size", Type::integer, "How many bytes were written")
        // Not the file alone: another file takes its place.
        .writes_files({"{path}/.."});
}

Outcome Write::run(TaskContext& context) {
    const Parameters& parameters = context.parameters();
    const std::string& path = parameters.text("path");
    const std::string content = content_of(parameters);
    const auto mode = mode_of(parameters);
    const bool appends = parameters.boolean("append");
    if (appends)
        append_to_file(path, content, mode);
    else
        NewFile(path, context.run().run_id).put_in_place(content, mode);
    context.set_output("size", content.size());
    return Outcome::success((appends ? "added " : "wrote ") + std::to_string(content.size()) + " bytes to " + path);
}

std::string Write::preview(const TaskFacts& facts) const {
    const Parameters& parameters = facts.parameters();
    const std::size_t size = content_of(parameters).size();
    mode_of(parameters);
    return (parameters.boolean("append") ? "add " : "write ") + std::to_string(size) + " bytes to " +
           parameters.text("path");
}

}  // namespace errand::file
