#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace errand {

/// A line for each of rows of equally many cells, each column as wide as its widest cell, two spaces between them.
std::vector<std::string> in_columns(const std::vector<std::vector<std::string>>& rows);

/// Prints them.
void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

}  // namespace errand
