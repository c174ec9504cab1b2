#pragma once

#include "http/deadline.hpp"

namespace errand {

enum class Direction { read, write };

/// Waits until a read from the socket, or a write to it, brings something: bytes, or the news that it is broken.
/// \throws DeadlinePassed; Cancelled when the deadline's descriptor says to give up.
void wait_until_ready(int socket, Direction direction, const Deadline& deadline);

}  // namespace errand
