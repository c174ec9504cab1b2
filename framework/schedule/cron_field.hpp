#pragma once

#include <cstddef>
#include <string_view>

namespace errand {

/// What one field of a cron expression may hold.
struct CronField {
    enum class Kind { plain, day_of_month, month, day_of_week };

    std::string_view name;
    int least;
    int most;
    Kind kind = Kind::plain;
};

/// Checks one field, which stands at `column` of its expression.
/// \throws CronSyntaxError
void check_cron_field(const CronField& field, std::string_view text, std::size_t column);

}  // namespace errand
