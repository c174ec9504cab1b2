#include "config/retry_reader.hpp"

#include <algorithm>

#include "config/enumerator.hpp"
#include "config/job_keys.hpp"
#include "config/map_reader.hpp"
#include "config/scalars.hpp"

namespace errand {

namespace {

double read_jitter(const Node& node, Problems& problems) {
    const auto jitter = read_number(node, problems);
    if (jitter && (*jitter < 0 || *jitter > 1))
        problems.add(node.offset, "expected a number from 0 to 1, found '" + node.text + "'");
    return jitter.value_or(0);
}

std::set<RetryCause> read_causes(const Node& node, Problems& problems) {
    std::set<RetryCause> causes;
    for (const Node& item : read_list(node, problems))
        if (const auto cause = read_enumerator<RetryCause>(item, "cause", retry_cause_words(), problems))
            causes.insert(*cause);
    return causes;
}

}  // namespace

RetryRule read_retry(const Node& node, Problems& problems) {
    RetryRule rule;
    const MapReader map(node, problems);
    constexpr std::int64_t kMost = 1000;
    if (const Node* attempts = map.require("attempts"))
        rule.attempts = static_cast<int>(read_integer_within(*attempts, 1, kMost, problems).value_or(1));
    if (const Node* delay = map.find("delay")) rule.delay = read_duration(*delay, problems).value_or(rule.delay);
    if (const Node* backoff = map.find("backoff"))
        rule.backoff =
            read_enumerator<RetryRule::Backoff>(*backoff, "backoff", backoff_words(), problems).value_or(rule.backoff);
    if (const Node* longest = map.find("max_delay"))
        rule.max_delay = read_duration(*longest, problems).value_or(rule.max_delay);
    else
        rule.max_delay = std::max(rule.max_delay, rule.delay);
    if (const Node* jitter = map.find("jitter")) rule.jitter = read_jitter(*jitter, problems);
    if (const Node* causes = map.find("on")) rule.on = read_causes(*causes, problems);
    if (const Node* limit = map.find("time_limit"))
        rule.time_limit = read_time_limit(*limit, problems).value_or(rule.time_limit);
    map.refuse_other_keys_than(names_of(retry_keys()));
    return rule;
}

}  // namespace errand
