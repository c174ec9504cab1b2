#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/value.hpp"

namespace errand::http {

/// The way from a JSON document to one of the values in it, such as `/items/0/id`. A value.
/// Source: RFC 6901.
class JsonPointer {
public:
    /// The empty text points at the whole document. In a name, `~1` stands for `/` and `~0` for `~`.
    /// \throws ValueError if the text is not empty and does not begin with '/', or another character follows a '~'.
    explicit JsonPointer(std::string_view text);

    /// What it points at, or nullptr when that is not there. Items of a list are numbered from 0, without leading
    /// zeros;
    /// `-`, the place behind the last one, is never there.
    /// Lifetime: of `document`.
    const Value* find(const Value& document) const;

    /// As it was written.
    const std::string& text() const { return text_; }

private:
    std::string text_;
    std::vector<std::string> names_;
};

}  // namespace errand::http
