#pragma once

#include <string>
#include <vector>

#include "errand/value.hpp"

namespace errand::http {

/// The statuses of an answer that are as the job wants it: single ones, `404`, and whole classes, `2xx`. A value.
class ExpectedStatus {
public:
    /// \throws ValueError unless each item is an integer from 200 to 599 or one of 2xx, 3xx, 4xx and 5xx, and there is
    /// one.
    explicit ExpectedStatus(const Value::List& items);

    bool has(int status) const;
    /// For messages: `2xx or 404`.
    std::string text() const;

private:
    /// Both ends included.
    struct Range {
        int first = 0;
        int last = 0;
    };
    static Range read(const Value& item);

    std::vector<Range> ranges_;
};

}  // namespace errand::http
