#pragma once

#include <bitset>
#include <optional>
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

}  // namespace errand
