#include "expression/text_form.hpp"

#include "errand/json.hpp"

namespace errand::expression {

std::optional<std::string> text_form(const Value& value) {
    if (value.is_list() || value.is_map()) return std::nullopt;
    if (value.is_text()) return value.text();
    if (value.is_null()) return std::string();
    return to_json(value);
}

}  // namespace errand::expression
