#include "schedule/cron_expression.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/suggestion.hpp"
#include "schedule/cron_field.hpp"

namespace errand {

namespace {

constexpr std::string_view kBlanks = " \t";

constexpr std::array<CronField, 7> kFields = {{{"second", 0, 59},
                                               {"minute", 0, 59},
                                               {"hour", 0, 23},
                                               {"day-of-month", 1, 31, CronField::Kind::day_of_month},
                                               {"month", 1, 12, CronField::Kind::month},
                                               {"day-of-week", 0, 7, CronField::Kind::day_of_week},
                                               {"year", 1970, 2199}}};

const std::vector<std::string>& nicknames() {
    static const std::vector<std::string> names = {"@yearly", "@annually", "@monthly", "@weekly",
                                                   "@daily",  "@midnight", "@hourly",  "@reboot"};
    return names;
}

struct Word {
    std::string_view text;
    std::size_t column;
};

std::vector<Word> split(std::string_view text) {
    std::vector<Word> words;
    std::size_t start = text.find_first_not_of(kBlanks);
    while (start != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(kBlanks, start), text.size());
        words.push_back({text.substr(start, end - start), start});
        start = text.find_first_not_of(kBlanks, end);
    }
    return words;
}

void check_nickname(const std::vector<Word>& words) {
    const std::string name(words[0].text);
    if (std::find(nicknames().begin(), nicknames().end(), name) == nicknames().end())
        throw CronSyntaxError(words[0].column, "unknown nickname '" + name + "'" + suggestion(name, nicknames()));
    if (words.size() > 1) throw CronSyntaxError(words[1].column, "nothing may follow " + name);
}

void check_fields(const std::vector<Word>& words) {
    if (words.size() < 5 || words.size() > 7) {
        // The place of what is too much; the end is the place of what is missing.
        const Word& place = words[std::min<std::size_t>(words.size() - 1, 7)];
        const std::size_t column = place.column + (words.size() < 5 ? place.text.size() : 0);
        throw CronSyntaxError(column, "found " + std::to_string(words.size()) +
                                          (words.size() == 1 ? " field" : " fields") +
                                          ", expected 5 (minute hour day-of-month month day-of-week), 6 (second first) "
                                          "or 7 (year last)");
    }
    const std::size_t first = words.size() == 5 ? 1 : 0;
    for (std::size_t i = 0; i < words.size(); ++i) check_cron_field(kFields[first + i], words[i].text, words[i].column);
}

}  // namespace

CronExpression CronExpression::parse(std::string_view text) {
    const std::vector<Word> words = split(text);
    if (words.empty()) throw CronSyntaxError(0, "is empty");
    if (words[0].text.front() == '@') {
        check_nickname(words);
    } else {
        check_fields(words);
    }
    const std::size_t end = words.back().column + words.back().text.size();
    return CronExpression(text.substr(words[0].column, end - words[0].column));
}

}  // namespace errand
