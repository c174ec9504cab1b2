#include "cli/runs/run_plan.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/logger.hpp"
#include "config/job_keys.hpp"
#include "errand/json.hpp"
#include "job/fill_in.hpp"
#include "runner/run_scope.hpp"

namespace errand {

namespace {

/// A text for people of at most so many bytes.
constexpr std::size_t kLongestLine = 300;

Value::List to_list(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

/// Whether it cannot be known before the run is under way.
bool is_late(const Expression::Reference& reference) {
    const std::string& first = reference.path.front();
    if (first == "run")
        return reference.path.size() < 2 || (reference.path[1] != "job" && reference.path[1] != "scheduled_for");
    return first == "tasks" || first == "item" || first == "index";
}

/// \param value an expression, or what has some in it
template <class Open>
bool is_late(const Open& value) {
    const auto references = value.references();
    return std::any_of(references.begin(), references.end(),
                       [](const Expression::Reference& reference) { return is_late(reference); });
}

/// The task as far as it is known, and the parameters that are not; its files and tokens are known only if all of these
/// are.
struct KnownTask {
    TaskDefinition task;
    Value::List later = {};
    std::string problem = {};
    /// Its condition is false.
    bool is_skipped = false;
};

Value parameter_of(const OpenTask& open, const std::string& name, const Value& value) {
    const auto& all = open.type.parameters;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& parameter) { return parameter.name == name; });
    return to_parameter(value, *found, open.directory);
}

/// Evaluates what the run would before it begins the task, but for parameters and what is late.
/// \throws what would keep the task from beginning
void try_surroundings(const TaskDefinition& task, const RunRequest& request, const Value::Map& names) {
    if (task.for_each && !is_late(task.for_each->items)) items_of(*task.for_each, names);
    TaskDefinition known = task;
    std::erase_if(known.environment, [](const auto& variable) { return variable.second && is_late(*variable.second); });
    environment_of(known, request, names);
}

void fill_in_parameters(KnownTask& known, const Value::Map& names) {
    if (!known.task.open) return;
    const OpenTask& open = *known.task.open;
    for (const auto& [name, value] : open.parameters)
        if (is_late(value)) known.later.emplace_back(name);
    if (known.later.empty()) {
        known.task = filled_in(known.task, names);
        return;
    }
    for (const auto& [name, value] : open.parameters)
        if (!is_late(value)) known.task.parameters[name] = parameter_of(open, name, value.evaluate(names));
}

KnownTask known_of(const TaskDefinition& task, const RunRequest& request, const Value::Map& names) {
    KnownTask known{task};
    try {
        known.is_skipped = task.condition && !is_late(*task.condition) && !is_wanted(task, names);
        if (known.is_skipped) return known;
        try_surroundings(task, request, names);
        fill_in_parameters(known, names);
    } catch (const std::runtime_error& error) {
        known.problem = error.what();
    }
    return known;
}

/// What a task gets its tokens from; nothing where it needs none.
const NamedProvider* provider_of(const TaskDefinition& task, const std::vector<NamedProvider>& providers) {
    if (task.scopes.empty()) return nullptr;
    const TokenProvider& chosen = choose_provider(providers, task.name, task.provider, task.scopes);
    return &*std::find_if(providers.begin(), providers.end(),
                          [&](const NamedProvider& provider) { return &provider.provider == &chosen; });
}

Value::List tokens_of(const TaskDefinition& task, const NamedProvider* provider) {
    Value::List tokens;
    for (const ScopeDescription& scopes : task.scopes)
        tokens.emplace_back(Value::Map{{"resource_server", scopes.resource_server},
                                       {"scopes", to_list(scopes.scopes)},
                                       {"provider", provider->name}});
    return tokens;
}

/// Line by line, as far as people read it.
Value::List lines_of(const std::string& text) {
    constexpr std::size_t kMostLines = 20;
    Value::List lines;
    std::istringstream stream(text);
    for (std::string line; lines.size() < kMostLines && std::getline(stream, line);)
        lines.emplace_back(printable(line, kLongestLine));
    return lines;
}

/// What the task type says that the task would do, if all that it depends on is known. It may find a problem.
Value::List preview_of(KnownTask& known, const NamedProvider* provider, const AskPreview& ask) try {
    if (known.is_skipped) return {"not begin, since its condition is false"};
    if (!known.later.empty() || !known.problem.empty() || known.task.for_each) return {};
    return lines_of(ask(known.task, provider ? &provider->provider : nullptr));
} catch (const Error& error) {
    known.problem = error.what();
    return {};
}

Value::List files_of(const KnownTask& known, const std::vector<std::string>& paths) {
    if (!known.later.empty()) return {};
    return known.task.files.any ? Value::List{"any file of the user"} : to_list(paths);
}

Value plan_of(const TaskDefinition& task, const RunRequest& request, const Value::Map& names,
              const std::vector<NamedProvider>& providers, const AskPreview& ask) {
    KnownTask known = known_of(task, request, names);
    known.task.secrets = secrets_of(task, request);
    const NamedProvider* provider = provider_of(known.task, providers);
    Value::List preview = preview_of(known, provider, ask);
    constexpr const char* kWhens[] = {"success", "failure", "always"};
    return Value::Map{{"name", task.name},
                      {"uses", task.plugin + "." + task.type},
                      {"stage", stage_words()[static_cast<std::size_t>(task.stage)]},
                      {"needs", to_list(task.needs)},
                      {"when", kWhens[static_cast<std::size_t>(task.when)]},
                      {"if", task.condition ? Value(task.condition->text()) : Value()},
                      {"foreach", task.for_each.has_value()},
                      {"attempts", task.retry.attempts},
                      {"parameters", known.task.parameters},
                      {"secrets", task.secrets},
                      {"known_later", known.later},
                      {"tokens", tokens_of(known.task, provider)},
                      {"reads", files_of(known, known.task.files.read)},
                      {"writes", files_of(known, known.task.files.write)},
                      {"preview", std::move(preview)},
                      {"problem", known.problem}};
}

std::string joined(const Value& list, const char* separator = ", ") {
    std::string text;
    for (const Value& item : list.list()) text += (text.empty() ? "" : separator) + item.text();
    return text;
}

/// "after list, mail"
std::string order_of(const Value& task) {
    const std::string needs = joined(*task.find("needs"));
    const std::string& when = task.find("when")->text();
    std::string text;
    if (!needs.empty()) text += ", after " + needs;
    if (when == "failure") text += " where one of them fails";
    if (when == "always") text += " whatever becomes of them";
    if (task.find("foreach")->boolean()) text += ", for each item of a list";
    if (const Value& condition = *task.find("if"); condition.is_text()) text += ", if " + condition.text();
    if (const auto attempts = task.find("attempts")->integer(); attempts > 1)
        text += ", in up to " + std::to_string(attempts) + " attempts";
    return text;
}

void print_line(std::ostream& out, const char* name, const std::string& text) {
    if (!text.empty()) out << "    " << name << printable(text, kLongestLine) << '\n';
}

void print_task(const Value& task, std::ostream& out) {
    out << "  " << task.find("name")->text() << ": " << task.find("uses")->text()
        << printable(order_of(task), kLongestLine) << '\n';
    if (const Value& parameters = *task.find("parameters"); !parameters.map().empty())
        print_line(out, "with      ", to_json(parameters));
    if (const std::string later = joined(*task.find("known_later")); !later.empty())
        print_line(out, "later     ", later + ", and what of its files and tokens follows from that");
    for (const auto& [name, reference] : task.find("secrets")->map())
        print_line(out, "secret    ", name + ", from " + to_json(reference));
    for (const Value& token : task.find("tokens")->list())
        print_line(out, "token     ",
                   "for " + token.find("resource_server")->text() + " from '" + token.find("provider")->text() +
                       "': " + joined(*token.find("scopes"), " "));
    print_line(out, "reads     ", joined(*task.find("reads")));
    print_line(out, "writes    ", joined(*task.find("writes")));
    for (const Value& line : task.find("preview")->list()) print_line(out, "would     ", line.text());
    print_line(out, "problem   ", task.find("problem")->text());
}

}  // namespace

Value plan_of(const RunRequest& request, const std::vector<NamedProvider>& providers, const AskPreview& ask) {
    const RunScope scope(request);
    Value::List tasks;
    for (const TaskDefinition& task : request.job.tasks)
        tasks.push_back(plan_of(task, request, scope.names(), providers, ask));
    return Value::Map{{"job", request.job.name},
                      {"file", request.job_file.string()},
                      {"scheduled_for", request.scheduled_for ? Value(format_utc(*request.scheduled_for)) : Value()},
                      {"parameters", request.parameters},
                      {"secret_parameters", request.secret_parameters},
                      {"max_parallel", request.job.max_parallel},
                      {"tasks", std::move(tasks)}};
}

void print_plan(const Value& plan, std::ostream& out) {
    out << "the job " << plan.find("job")->text() << " of " << plan.find("file")->text() << ", up to "
        << plan.find("max_parallel")->integer() << " tasks at once\n";
    if (const Value& slot = *plan.find("scheduled_for"); slot.is_text()) out << "  for       " << slot.text() << '\n';
    if (const Value& parameters = *plan.find("parameters"); !parameters.map().empty())
        out << "  params    " << printable(to_json(parameters), kLongestLine) << '\n';
    for (const auto& [name, reference] : plan.find("secret_parameters")->map())
        out << "  secret    " << name << ", from " << printable(to_json(reference), kLongestLine) << '\n';
    std::string stage;
    for (const Value& task : plan.find("tasks")->list()) {
        if (task.find("stage")->text() != stage) out << (stage = task.find("stage")->text()) << '\n';
        print_task(task, out);
    }
    out << "nothing was run, recorded or sent\n";
}

bool has_problem(const Value& plan) {
    const auto& tasks = plan.find("tasks")->list();
    return std::any_of(tasks.begin(), tasks.end(),
                       [](const Value& task) { return !task.find("problem")->text().empty(); });
}

}  // namespace errand
