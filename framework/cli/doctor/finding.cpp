#include "cli/doctor/finding.hpp"

#include <algorithm>
#include <string_view>

#include "cli/columns.hpp"
#include "cli/failure.hpp"

namespace errand {

namespace {

/// In columns that do not depend on what is found.
constexpr std::size_t kWidestWord = std::string_view("warning").size();

const char* word_of(Health health) {
    switch (health) {
        case Health::ok:
            return "ok";
        case Health::warning:
            return "warning";
        case Health::wrong:
            return "wrong";
    }
    return "";
}

}  // namespace

Finding wrong(const std::string& check, const std::string& subject, const std::exception& error) {
    const std::string message = error.what();
    const std::size_t end = message.rfind("; ");
    std::string mend = end == std::string::npos ? "" : message.substr(end + 2);
    if (const std::size_t colon = mend.rfind(": "); colon != std::string::npos) mend.erase(0, colon + 2);
    return {check, subject, Health::wrong, message.substr(0, end), mend, exit_code(error)};
}

void print_findings(std::ostream& out, const std::vector<Finding>& findings) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [check, subject, health, what, mend, code] : findings) {
        std::string word = word_of(health);
        word.resize(kWidestWord, ' ');
        rows.push_back(
            {word, check, (subject.empty() ? "" : subject + ": ") + what + (mend.empty() ? "" : "; " + mend)});
    }
    print_columns(out, rows);
}

Value to_value(const std::vector<Finding>& findings) {
    Health worst = Health::ok;
    Value::List checks;
    for (const Finding& finding : findings) {
        worst = std::max(worst, finding.health);
        checks.push_back(Value::Map{{"check", finding.check},
                                    {"subject", finding.subject},
                                    {"result", word_of(finding.health)},
                                    {"what", finding.what},
                                    {"mend", finding.mend}});
    }
    return Value::Map{{"result", word_of(worst)}, {"checks", checks}};
}

ExitCode exit_code(const std::vector<Finding>& findings) {
    ExitCode code = ExitCode::done;
    for (const Finding& finding : findings) code = more_important(code, finding.code);
    return code;
}

}  // namespace errand
