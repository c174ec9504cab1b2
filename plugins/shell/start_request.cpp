#include "start_request.hpp"

#include <algorithm>

#include "errand/answer/visible.hpp"

namespace errand::shell {

namespace {

/// Text that a program can be given. `what` is for messages.
std::string argument(const Value& value, const std::string& what) {
    if (value.is_integer()) return std::to_string(value.integer());
    if (!value.is_text()) throw ValueError(what + " is " + value.kind() + ", expected text; quote it");
    if (value.text().find('\0') != std::string::npos) throw ValueError(what + " has a zero byte");
    return value.text();
}

std::vector<std::string> words_of(const Parameters& parameters) {
    if (parameters.has("argv") == parameters.has("script"))
        throw ValueError(parameters.has("argv") ? "there are both 'argv' and 'script'; give one of them"
                                                : "there is neither 'argv' nor 'script'; give one of them");
    if (parameters.has("script"))
        return {"/bin/sh", "-eu", "-c", argument(parameters.at("script"), "'script'"), "script"};
    std::vector<std::string> words;
    for (const Value& word : parameters.list("argv"))
        words.push_back(argument(word, "word " + std::to_string(words.size() + 1) + " of 'argv'"));
    if (words.empty() || words.front().empty()) throw ValueError("'argv' names no program");
    return words;
}

void set_variable(std::vector<std::string>& environment, const std::string& name, const std::string& value) {
    const auto is_it = [&](const std::string& entry) { return entry.rfind(name + "=", 0) == 0; };
    environment.erase(std::remove_if(environment.begin(), environment.end(), is_it), environment.end());
    environment.push_back(name + "=" + value);
}

void require_name(const std::string& name) {
    if (name.empty() || name.find_first_of(std::string("=\0", 2)) != std::string::npos)
        throw ValueError("'environment' has '" + visible(name) + "', which cannot be the name of a variable");
    if (name.rfind("ERRAND_", 0) == 0)
        throw ValueError("'environment' has " + visible(name) + ", and names that begin with ERRAND_ are errand's own");
}

}  // namespace

StartRequest start_request(const Parameters& parameters, const std::vector<std::string>& environment) {
    StartRequest request;
    request.words = words_of(parameters);
    request.title = parameters.has("script") ? "the script" : "'" + visible(request.words.front(), 200) + "'";
    request.environment = environment;
    if (parameters.has("environment"))
        for (const auto& [name, value] : parameters.map("environment")) {
            require_name(name);
            set_variable(request.environment, name, argument(value, "the variable " + name));
        }
    if (parameters.has("directory")) request.directory = parameters.text("directory");
    return request;
}

std::string variable_in(const std::vector<std::string>& environment, const std::string& name) {
    for (const std::string& entry : environment)
        if (entry.rfind(name + "=", 0) == 0) return entry.substr(name.size() + 1);
    return {};
}

}  // namespace errand::shell
