#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "errand/http_client.hpp"
#include "http/http_error.hpp"

namespace errand {

/// Where an answer's bytes come from.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Waits for the next bytes, at most `size`. Zero means that the peer closed in an orderly way.
    virtual std::size_t read(char* buffer, std::size_t size) = 0;
};

/// What came is not a whole HTTP answer; the message is a half-sentence, such as `broke off after 3 of 10 bytes`.
class BadAnswer : public Error {
public:
    explicit BadAnswer(const std::string& message, Failure failure = Failure::malformed)
        : Error(message), failure_(failure) {}

    /// `broken` when it ended too soon, else `malformed`.
    Failure failure() const { return failure_; }

private:
    Failure failure_;
};

/// Reads one HTTP/1.1 answer, and takes it only when it is complete: Poco's own session accepts a truncated body in
/// silence, whether its length was announced or it came in chunks.
///
/// Lifetime: the source outlives it. Use one per answer.
/// Source: RFC 9112 sections 4 to 7.
class ResponseReader {
public:
    ResponseReader(ByteSource& source, std::size_t max_body_bytes) : source_(source), limit_(max_body_bytes) {}

    /// The final answer to a request with `method`; interim ones (1xx) are skipped. That to CONNECT has no body, or
    /// none of interest.
    /// \throws BadAnswer, and what the source throws.
    HttpResponse read(std::string_view method);

    /// True once any byte of the answer has come.
    bool has_begun() const { return has_begun_; }
    /// True when more came than the answer.
    bool has_more() const { return !buffer_.empty(); }
    /// True when the connection can carry another exchange after this one.
    bool can_reuse_connection() const { return keeps_alive_ && buffer_.empty(); }

private:
    HttpResponse read_head();
    std::string read_body(const HttpResponse& head, std::string_view method);
    std::string read_chunks();
    std::string read_until_closed();
    void read_exactly(std::string& body, std::size_t count, std::size_t announced);
    [[noreturn]] void refuse_size() const;
    std::string read_line();
    bool fill();

    ByteSource& source_;
    const std::size_t limit_;
    /// Received and not yet used.
    std::string buffer_;
    bool has_begun_ = false;
    bool keeps_alive_ = false;
};

}  // namespace errand
