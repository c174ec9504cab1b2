#pragma once

#include "http/connection.hpp"
#include "http/response_reader.hpp"

namespace errand {

/// The bytes of an answer on its connection, the first of which must come sooner than the last.
///
/// Lifetime: the connection outlives it.
class AnswerSource final : public ByteSource {
public:
    AnswerSource(Connection& connection, const Deadline& first_byte, const Deadline& whole)
        : connection_(connection), first_byte_(first_byte), whole_(whole) {}

    /// \throws DeadlinePassed, and what else the connection throws.
    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t count = connection_.read(buffer, size, has_begun_ ? whole_ : first_byte_);
        has_begun_ = true;
        return count;
    }

private:
    Connection& connection_;
    const Deadline first_byte_;
    const Deadline whole_;
    bool has_begun_ = false;
};

}  // namespace errand
