#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace errand::testing {

/// What somebody sees of what is written to a terminal: its rows, and above them those that have scrolled away. It
/// knows the sequences that errand uses, and no other.
class Screen {
public:
    Screen(std::size_t columns, std::size_t rows) : columns_(columns), rows_(rows) {}

    /// A sequence may come in pieces. \throws std::runtime_error for one that it does not know
    void write(std::string_view bytes) {
        for (const char byte : bytes) {
            if (!sequence_.empty() || byte == '\x1b')
                add_to_sequence(byte);
            else
                put(byte);
        }
    }

    /// Leaves what is seen where it is.
    void resize(std::size_t columns, std::size_t rows) {
        columns_ = columns;
        rows_ = rows;
    }

    /// All lines, each with its end, without those at the end that are empty.
    std::string text() const {
        std::string text;
        std::size_t last = 0;
        for (const std::string& line : lines_) {
            text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
            if (text.size() > 1 && text[text.size() - 2] != '\n') last = text.size();
        }
        return text.substr(0, last);
    }

private:
    void put(char byte) {
        if (byte == '\r') {
            column_ = 0;
        } else if (byte == '\n') {
            // As the terminal's driver has it.
            go_to_next_line();
        } else {
            if (column_ == columns_) go_to_next_line();
            std::string& line = lines_[row_];
            line.resize(std::max(line.size(), column_ + 1), ' ');
            line[column_++] = byte;
        }
    }

    void go_to_next_line() {
        column_ = 0;
        if (++row_ == lines_.size()) lines_.emplace_back();
    }

    void add_to_sequence(char byte) {
        sequence_ += byte;
        if (sequence_.size() < 3 || (byte >= '0' && byte <= '9')) return;
        const std::size_t count = sequence_.size() == 3 ? 0 : std::stoul(sequence_.substr(2));
        if (byte == 'A')
            row_ = std::max(row_, first_row() + count) - count;
        else if (byte == 'J' && count == 0)
            erase_below();
        else if (byte == 'K' && count == 0)
            lines_[row_].resize(std::min(lines_[row_].size(), column_));
        else
            throw std::runtime_error("the screen does not know " + sequence_.substr(1));
        sequence_.clear();
    }

    /// Of those that have not scrolled away.
    std::size_t first_row() const { return std::max(lines_.size(), rows_) - rows_; }

    void erase_below() {
        lines_[row_].resize(std::min(lines_[row_].size(), column_));
        for (std::size_t row = row_ + 1; row < lines_.size(); ++row) lines_[row].clear();
    }

    std::size_t columns_;
    std::size_t rows_;
    std::vector<std::string> lines_ = {""};
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::string sequence_;
};

}  // namespace errand::testing
