#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace errand {

/// A line for each of rows of equally many cells, each column as wide as its widest cell, two spaces between them.
/// What a cell holds may be anybody's: it is made printable(), and nothing of it is left out.
std::vector<std::string> in_columns(std::vector<std::vector<std::string>> rows);

/// Prints them.
void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

}  // namespace errand
