#pragma once

namespace errand {

/// TEXT_KEY stands for the type of a text that is compared byte for byte. Times are milliseconds since 1970, UTC.
inline constexpr char kSchema1[] = R"sql(

CREATE TABLE runs (
    id                  TEXT_KEY PRIMARY KEY,
    job                 TEXT_KEY NOT NULL,
    scheduled_for       BIGINT,
    overlap             TEXT NOT NULL CHECK (overlap IN ('skip', 'queue', 'replace', 'allow')),
    state               TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'timed_out',
                                                       'cancelled', 'skipped', 'lost')),
    reason              TEXT NOT NULL,
    queued_at           BIGINT NOT NULL,
    began_at            BIGINT,
    ended_at            BIGINT,
    exit_code           BIGINT,
    host_name           TEXT NOT NULL,
    host_key            TEXT_KEY NOT NULL,
    started_by          TEXT NOT NULL,
    parameters          TEXT NOT NULL,
    definition          TEXT NOT NULL,
    retry_of            TEXT_KEY,
    cancel_requested_at BIGINT,
    cancel_requested_by TEXT,
    CHECK ((ended_at IS NULL) = (state IN ('queued', 'running')))
);

-- For history: of one job, of one state, of all.
CREATE INDEX runs_by_job ON runs (job, queued_at, id);
CREATE INDEX runs_by_state ON runs (state, queued_at, id);
CREATE INDEX runs_by_time ON runs (queued_at, id);
-- For pruning.
CREATE INDEX runs_by_end ON runs (ended_at) WHERE ended_at IS NOT NULL;
-- For whatever begins. The few runs that are not over, however many are.
CREATE INDEX unfinished_runs ON runs (job, id) WHERE ended_at IS NULL;
CREATE INDEX unfinished_runs_by_host ON runs (host_key, id) WHERE ended_at IS NULL;

-- Which run has a slot, or had it. Never removed: an old slot may be asked for again, and must not run twice.
CREATE TABLE slots (
    job           TEXT_KEY NOT NULL,
    scheduled_for BIGINT NOT NULL,
    run_id        TEXT_KEY NOT NULL,
    claimed_at    BIGINT NOT NULL,
    PRIMARY KEY (job, scheduled_for)
);

-- The pools that a run needs a place in. Only for runs that are not over.
CREATE TABLE pool_places (
    pool   TEXT_KEY NOT NULL,
    run_id TEXT_KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    size   BIGINT NOT NULL,
    PRIMARY KEY (pool, run_id)
);
CREATE INDEX pool_places_by_run ON pool_places (run_id);

-- An item of -1 is the task as a whole.
CREATE TABLE tasks (
    run_id   TEXT_KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    task     TEXT_KEY NOT NULL,
    item     BIGINT NOT NULL,
    state    TEXT NOT NULL,
    message  TEXT NOT NULL,
    began_at BIGINT,
    ended_at BIGINT,
    outputs  TEXT NOT NULL,
    PRIMARY KEY (run_id, task, item)
);

CREATE TABLE attempts (
    run_id      TEXT_KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    task        TEXT_KEY NOT NULL,
    item        BIGINT NOT NULL,
    attempt     BIGINT NOT NULL,
    state       TEXT NOT NULL,
    message     TEXT NOT NULL,
    began_at    BIGINT NOT NULL,
    ended_at    BIGINT,
    peak_memory BIGINT NOT NULL,
    PRIMARY KEY (run_id, task, item, attempt)
);

CREATE TABLE checkpoints (
    run_id   TEXT_KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    task     TEXT_KEY NOT NULL,
    item     BIGINT NOT NULL,
    state    TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (run_id, task, item)
)

)sql";

}  // namespace errand
