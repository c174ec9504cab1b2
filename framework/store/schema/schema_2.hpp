#pragma once

namespace errand {

/// What a run that does another one over needs: which item of a list a task's record is about, as JSON.
inline constexpr char kSchema2[] = R"sql(

ALTER TABLE tasks ADD COLUMN item_value TEXT;
ALTER TABLE checkpoints ADD COLUMN item_value TEXT;
CREATE INDEX runs_by_retry ON runs (retry_of, id) WHERE retry_of IS NOT NULL

)sql";

}  // namespace errand
