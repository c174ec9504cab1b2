#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace errand {

/// A text is not a cron expression. `what()` says why; `column` is where in the text, from 0, in bytes.
class CronSyntaxError : public std::runtime_error {
public:
    CronSyntaxError(std::size_t column_, const std::string& what) : std::runtime_error(what), column(column_) {}

    const std::size_t column;
};

/// A pattern of points in time. One that exists is well formed; an impossible date (`0 0 31 2 *`) is too.
///
/// Five fields `minute hour day-of-month month day-of-week`; six with a leading second; seven with a trailing year,
/// 1970-2199; or a nickname such as `@daily`. Lists `,`, ranges `-`, steps `/` after `*` or a range, names `JAN`-`DEC`
/// and `SUN`-`SAT` in any case; `L`, `15W`, `5L`, `FRI#2`, `FRI#L`; `?` for `*` in the day fields; a `+` before
/// day-of-week when both day fields must match.
/// Source: Open Cron Pattern Specification 1.0 to 1.4.
class CronExpression {
public:
    /// \throws CronSyntaxError
    static CronExpression parse(std::string_view text);

    /// As it was written, without the blanks around it.
    const std::string& text() const { return text_; }

    friend bool operator==(const CronExpression&, const CronExpression&) = default;

private:
    explicit CronExpression(std::string_view text) : text_(text) {}

    std::string text_;
};

}  // namespace errand
