#include "runner/redacted_value.hpp"

#include <utility>

namespace errand {

Value redacted(const Value& value, const Redactor& redactor) {
    if (value.is_text()) return redactor.redact(value.text());
    if (value.is_list()) {
        Value::List list;
        for (const Value& item : value.list()) list.push_back(redacted(item, redactor));
        return list;
    }
    if (!value.is_map()) return value;
    Value::Map map;
    for (const auto& [key, item] : value.map()) map.emplace(redactor.redact(key), redacted(item, redactor));
    return map;
}

}  // namespace errand
