#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errand/task_description.hpp"

namespace errand {

/// What a task of type `type` touches, with the paths of its parameters in place of every `{name}`.
///
/// A path of a description is absolute, or begins with the `{name}` of a path parameter; what depends on a parameter
/// that is not given drops out.
/// \param parameters those of type path are absolute
/// \throws ValueError if a path is malformed, or its parameter is unknown, no path, or secret: what a task touches is
/// shown.
FileAccess fill_files(const TaskDescription& type, const Value::Map& parameters);

/// Whether `path`, which is normal, is one of the declared paths or below one of them. What is written may also be
/// read.
bool may_read(const FileAccess& declared, std::string_view path);
bool may_write(const FileAccess& declared, std::string_view path);

}  // namespace errand
