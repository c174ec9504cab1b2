#include <algorithm>

#include "base/suggestion.hpp"
#include "base/units.hpp"
#include "cli/columns.hpp"
#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "errand/description_check.hpp"
#include "errand/json.hpp"
#include "protocol/description_codec.hpp"

namespace errand {

namespace {

/// A default or allowed value as a job file has it.
std::string format_value(const Value& value, Type type) {
    if (value.is_text()) return value.text();
    if (value.is_integer() && type == Type::duration)
        return format_duration(std::chrono::milliseconds(value.integer()));
    if (value.is_integer() && type == Type::size) return format_size(value.integer());
    return to_json(value);
}

std::string facts_of(const ParameterDescription& parameter) {
    std::string facts = type_name(parameter.type);
    if (const std::string range = abi::range_of(parameter); !range.empty()) facts += ", " + range;
    if (parameter.required) facts += ", required";
    if (parameter.secret) facts += ", secret";
    if (!parameter.default_value.is_null())
        facts += ", default " + format_value(parameter.default_value, parameter.type);
    return facts;
}

/// `names` beside what is said of them, in columns.
void print_row(std::ostream& out, const std::string& name, std::size_t width, const std::string& text) {
    out << "    " << name << std::string(width - name.size() + 2, ' ') << text << '\n';
}

template <class Items>
std::size_t widest_name(const Items& items) {
    std::size_t width = 0;
    for (const auto& item : items) width = std::max(width, item.name.size());
    return width;
}

void print_parameters(std::ostream& out, const std::vector<ParameterDescription>& parameters) {
    if (parameters.empty()) return;
    out << "  parameters\n";
    const std::size_t width = widest_name(parameters);
    for (const ParameterDescription& parameter : parameters) {
        print_row(out, parameter.name, width, parameter.help + " (" + facts_of(parameter) + ")");
        if (parameter.allowed.empty()) continue;
        std::string allowed;
        for (const Value& value : parameter.allowed)
            allowed += (allowed.empty() ? "one of " : ", ") + format_value(value, parameter.type);
        print_row(out, "", width, allowed);
    }
}

void print_outputs(std::ostream& out, const std::vector<OutputDescription>& outputs) {
    if (outputs.empty()) return;
    out << "  outputs\n";
    const std::size_t width = widest_name(outputs);
    for (const OutputDescription& output : outputs)
        print_row(out, output.name, width, output.help + " (" + type_name(output.type) + ")");
}

void print_access(std::ostream& out, const TaskDescription& task) {
    for (const ScopeDescription& scopes : task.scopes) {
        out << "  scopes at " << scopes.resource_server << '\n';
        for (const std::string& scope : scopes.scopes) out << "    " << scope << '\n';
    }
    const auto print_paths = [&out](const char* title, const std::vector<std::string>& paths) {
        if (!paths.empty()) out << "  " << title << '\n';
        for (const std::string& path : paths) out << "    " << path << '\n';
    };
    print_paths("reads files", task.files.read);
    print_paths("writes files", task.files.write);
    if (task.files.any) out << "  reads and writes any file of the user\n";
}

void print_task(std::ostream& out, const std::string& plugin, const TaskDescription& task) {
    out << plugin << '.' << task.name << "\n  " << task.summary << '\n';
    print_parameters(out, task.parameters);
    print_outputs(out, task.outputs);
    print_access(out, task);
}

const PluginDescription& plugin_or_suggestion(PluginCatalog& catalog, const std::string& name) {
    if (const PluginDescription* plugin = catalog.plugin(name)) return *plugin;
    throw CommandError(ExitCode::configuration,
                       "there is no plugin '" + name + "'" + suggestion(name, catalog.plugin_names()));
}

const TaskDescription& task_or_suggestion(PluginCatalog& catalog, const std::string& plugin, const std::string& task) {
    if (const TaskDescription* found = catalog.find(plugin, task)) return *found;
    throw CommandError(ExitCode::configuration, "the plugin '" + plugin + "' has no task type '" + task + "'" +
                                                    suggestion(task, catalog.task_names(plugin)));
}

void show_one(const PluginsOptions& options, PluginCatalog& catalog, std::ostream& out) {
    const std::size_t dot = options.name.starts_with('.') ? std::string::npos : options.name.find('.');
    const PluginDescription& plugin = plugin_or_suggestion(catalog, options.name.substr(0, dot));
    if (options.json) {
        out << to_json(to_value(plugin), JsonStyle::indented) << '\n';
    } else if (dot != std::string::npos) {
        print_task(out, plugin.name, task_or_suggestion(catalog, plugin.name, options.name.substr(dot + 1)));
    } else {
        out << plugin.name << ' ' << plugin.version << "  " << catalog.library(plugin.name)->string() << '\n';
        for (const TaskDescription& task : plugin.tasks) {
            out << '\n';
            print_task(out, plugin.name, task);
        }
    }
}

/// A refused library doesn't hide the others.
ExitCode show_all(const PluginsOptions& options, PluginCatalog& catalog, Session& session) {
    ExitCode code = ExitCode::done;
    Value::List descriptions;
    std::vector<std::vector<std::string>> rows;
    for (const std::string& name : catalog.plugin_names()) {
        try {
            const PluginDescription& plugin = *catalog.plugin(name);
            descriptions.push_back(to_value(plugin));
            for (const TaskDescription& task : plugin.tasks)
                rows.push_back({plugin.name + '.' + task.name, task.summary});
        } catch (const CommandError& error) {
            session.err << "errand: " << error.what() << '\n';
            code = more_important(code, error.code());
        }
    }
    if (options.json)
        session.out << to_json(descriptions, JsonStyle::indented) << '\n';
    else
        print_columns(session.out, rows);
    return code;
}

}  // namespace

ExitCode run(const PluginsOptions& options, Session& session) {
    Installation installation(session);
    if (options.name.empty()) return show_all(options, installation.catalog(), session);
    show_one(options, installation.catalog(), session.out);
    return ExitCode::done;
}

}  // namespace errand
