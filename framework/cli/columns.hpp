#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace errand {

/// Prints rows of equally many cells, each column as wide as its widest cell, two spaces between them.
void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

}  // namespace errand
