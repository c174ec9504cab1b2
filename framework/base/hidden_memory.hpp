#pragma once

namespace errand {

/// Hides the memory of this process, in which secrets and tokens will be: no core file, and no look through /proc or
/// ptrace(2) by other processes of the user. A fork hides its memory as well; a program that is executed does not.
/// \throws std::system_error
void hide_memory();

}  // namespace errand
