#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "expression/value_template.hpp"

namespace errand {

/// Something that an expression in a file names.
struct WrittenReference {
    /// Where in the file.
    std::size_t offset;
    std::vector<std::string> path;
    /// Whether it stands where there is an item, if the task is for the items of a list.
    bool is_per_item = true;
};

/// Reads what may hold expressions, and keeps what they name, to be held against what there is once all is read.
///
/// Lifetime: `problems` outlives it.
class TemplateReader {
public:
    explicit TemplateReader(Problems& problems) : problems_(problems) {}

    /// Whether a text in `node` holds one.
    static bool has_expressions(const Node& node);

    /// As read_value() does, with texts as templates.
    ValueTemplate read_value(const Node& node);
    TextTemplate read_text(const Node& node);
    /// One expression, with `${{` and `}}` around it or without. Nothing, and a problem, where it is none.
    std::optional<Expression> read_expression(const Node& node);

    /// What was named since this was called last.
    /// \param is_per_item whether it stands where there may be an item
    std::vector<WrittenReference> take_references(bool is_per_item);

private:
    void keep(const std::vector<Expression::Reference>& references, const Node& node);

    Problems& problems_;
    std::vector<WrittenReference> references_;
};

/// The place of a byte of a scalar's text, if it was written as it is read; otherwise the scalar's own.
std::size_t offset_within(const Node& node, std::size_t column, const Sources& sources);

}  // namespace errand
