#include "expression/extent.hpp"

namespace errand::expression {

std::size_t extent(const Value& value) {
    std::size_t sum = 1;
    if (value.is_text()) sum += value.text().size();
    if (value.is_list())
        for (const Value& item : value.list()) sum += extent(item);
    if (value.is_map())
        for (const auto& [key, member] : value.map()) sum += key.size() + extent(member);
    return sum;
}

}  // namespace errand::expression
