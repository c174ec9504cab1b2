#include "schedule/cron_field.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "schedule/cron_expression.hpp"

namespace errand {

namespace {

using Kind = CronField::Kind;

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kDays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Reads one field from left to right.
class FieldReader {
public:
    FieldReader(const CronField& field, std::string_view text, std::size_t column)
        : field_(field), text_(text), column_(column) {}

    void read() {
        if (field_.kind == Kind::day_of_week) take('+');
        const std::size_t first = at_;
        do {
            read_item(first);
        } while (take(','));
        if (at_ != text_.size()) fail_at(at_, unexpected());
    }

private:
    void read_item(std::size_t first_item) {
        const std::size_t start = at_;
        if (take('*') || take_question_mark()) return read_step(true);
        if (field_.kind == Kind::day_of_month && take('L')) return;
        const int low = read_value();
        if (field_.kind == Kind::day_of_month && take('W')) return require_alone(first_item, start);
        if (field_.kind == Kind::day_of_week && (take('L') || read_occurrence())) return;
        const bool is_range = take('-');
        if (is_range) read_range_end(low, start);
        read_step(is_range);
    }

    bool take_question_mark() {
        if (peek() != '?') return false;
        if (field_.kind != Kind::day_of_month && field_.kind != Kind::day_of_week)
            fail_at(at_, "'?' may stand only for day-of-month and day-of-week");
        return take('?');
    }

    void require_alone(std::size_t first_item, std::size_t start) const {
        if (start != first_item || at_ != text_.size()) fail_at(start, "'W' may not be part of a list or a range");
    }

    void read_range_end(int low, std::size_t start) {
        const int high = read_value();
        if (peek() == 'W') fail_at(start, "'W' may not be part of a list or a range");
        if (low <= high) return;
        const bool ends_on_sunday = field_.kind == Kind::day_of_week && high == 0;
        fail_at(start, "the range '" + std::string(text_.substr(start, at_ - start)) + "' runs backwards" +
                           (ends_on_sunday ? "; at the end of a range Sunday is 7" : ""));
    }

    void read_step(bool may_follow) {
        const std::size_t start = at_;
        if (!take('/')) return;
        if (!may_follow) fail_at(start, "a step may follow only '*' or a range");
        const std::size_t step = at_;
        if (read_number("a step") == 0) fail_at(step, "a step must be at least 1");
    }

    /// `#2` or `#L` after a day of the week.
    bool read_occurrence() {
        if (!take('#')) return false;
        if (take('L')) return true;
        const std::size_t start = at_;
        const int occurrence = read_number("1-5 or L after '#'");
        if (occurrence < 1 || occurrence > 5) fail_at(start, "a month has no such weekday; after '#' stands 1-5 or L");
        return true;
    }

    int read_value() {
        if (is_letter(peek())) return read_name();
        const std::size_t start = at_;
        const int value = read_number("a value");
        if (value < field_.least || value > field_.most)
            fail_at(start, std::string(text_.substr(start, at_ - start)) +
                               " is out of range: " + std::string(field_.name) + " is " + std::to_string(field_.least) +
                               "-" + std::to_string(field_.most));
        return value;
    }

    int read_number(std::string_view wanted) {
        constexpr int kEnough = 100'000;  // More than any limit; further digits change nothing.
        const std::size_t start = at_;
        int number = 0;
        for (; is_digit(peek()); ++at_) number = std::min(number * 10 + (peek() - '0'), kEnough);
        if (at_ == start) fail_at(at_, unexpected() + ", expected " + std::string(wanted));
        return number;
    }

    int read_name() {
        const std::size_t start = at_;
        std::string name;
        while (name.size() < 3 && is_letter(peek())) name += upper(text_[at_++]);
        const auto names = field_.kind == Kind::month         ? std::span<const std::string_view>(kMonths)
                           : field_.kind == Kind::day_of_week ? std::span<const std::string_view>(kDays)
                                                              : std::span<const std::string_view>();
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end() || is_other_letter(peek())) fail_unknown_name(start);
        return static_cast<int>(found - names.begin()) + (field_.kind == Kind::month ? 1 : 0);
    }

    /// A letter that continues a name: `FRIL` is the last Friday.
    bool is_other_letter(char c) const { return is_letter(c) && !(field_.kind == Kind::day_of_week && c == 'L'); }

    [[noreturn]] void fail_unknown_name(std::size_t start) const {
        std::size_t end = start;
        while (end < text_.size() && is_letter(text_[end])) ++end;
        fail_at(start,
                "unexpected '" + std::string(text_.substr(start, end - start)) + "' in " + std::string(field_.name));
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        const bool is_there = peek() == c;
        at_ += is_there ? 1 : 0;
        return is_there;
    }

    std::string unexpected() const {
        const std::string where = " in " + std::string(field_.name);
        if (at_ == text_.size()) return "unexpected end" + where;
        std::size_t end = at_ + 1;  // All bytes of a character that is not ASCII.
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
        return "unexpected '" + std::string(text_.substr(at_, end - at_)) + "'" + where;
    }

    [[noreturn]] void fail_at(std::size_t position, const std::string& what) const {
        throw CronSyntaxError(column_ + position, what);
    }

    const CronField& field_;
    const std::string_view text_;
    const std::size_t column_;
    std::size_t at_ = 0;
};

}  // namespace

void check_cron_field(const CronField& field, std::string_view text, std::size_t column) {
    FieldReader(field, text, column).read();
}

}  // namespace errand
