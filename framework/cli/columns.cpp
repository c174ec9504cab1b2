#include "cli/columns.hpp"

#include <algorithm>
#include <string>

#include "base/logger.hpp"

namespace errand {

std::vector<std::string> in_columns(std::vector<std::vector<std::string>> rows) {
    for (auto& row : rows)
        for (std::string& cell : row) cell = printable(cell, std::string::npos);
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::vector<std::string> lines;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
        lines.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
    }
    return lines;
}

void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
    for (const std::string& line : in_columns(rows)) out << line << '\n';
}

}  // namespace errand
