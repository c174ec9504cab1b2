#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"

namespace errand {

/// Strict readings of a node. Each reports what does not fit, at the node, and then returns nothing.
/// Only `true` and `false` are booleans, `017` is no integer, and what is in quotes is text.

/// Any scalar that is there, as it was written.
std::optional<std::string> read_text(const Node& node, Problems& problems);
std::optional<std::int64_t> read_integer(const Node& node, Problems& problems);
/// One that is neither less than `least` nor more than `most`.
std::optional<std::int64_t> read_integer_within(const Node& node, std::int64_t least, std::int64_t most,
                                                Problems& problems);
std::optional<double> read_number(const Node& node, Problems& problems);
std::optional<bool> read_boolean(const Node& node, Problems& problems);
/// `5m`, `2h30m`.
std::optional<std::chrono::milliseconds> read_duration(const Node& node, Problems& problems);
/// One that is longer than nothing.
std::optional<std::chrono::milliseconds> read_time_limit(const Node& node, Problems& problems);
/// `10MiB`: bytes.
std::optional<std::int64_t> read_size(const Node& node, Problems& problems);
/// `http://` or `https://`, a host, and no blanks.
std::optional<std::string> read_url(const Node& node, Problems& problems);
/// Absolute and normal, as absolute_path() makes it.
std::optional<std::filesystem::path> read_path(const Node& node, Problems& problems);
/// One of `known`; otherwise an unknown `what`, with the nearest one.
std::optional<std::string> read_one_of(const Node& node, const std::vector<std::string>& known, std::string_view what,
                                       Problems& problems);
/// Lower-case letters, digits, '-' and '_', beginning with a letter or digit; at most 64.
std::optional<std::string> read_name(const Node& node, Problems& problems);
/// The items of a list; none, and a problem, when it is no list.
const std::vector<Node>& read_list(const Node& node, Problems& problems);

/// Absolute and normal: a relative one is relative to the directory of the file that `node` stands in.
std::filesystem::path absolute_path(const std::string& path, const Node& node, const Problems& problems);

/// True for digits that begin with a zero, which some read as octal.
bool has_leading_zero(std::string_view text);

}  // namespace errand
