#include <algorithm>
#include <optional>

#include "fuzz/fuzz_target.hpp"
#include "fuzz/targets.hpp"
#include "http/content_coding.hpp"
#include "http/response_reader.hpp"
#include "http/retry_after.hpp"

namespace errand::fuzz {

namespace {

constexpr std::size_t kLimit = std::size_t{1} << 16;

/// Bytes that arrive in pieces.
class Pieces final : public ByteSource {
public:
    Pieces(std::string_view bytes, std::size_t size) : rest_(bytes), size_(size) {}

    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t count = std::min({size, size_, rest_.size()});
        std::copy_n(rest_.data(), count, buffer);
        rest_.remove_prefix(count);
        return count;
    }

private:
    std::string_view rest_;
    const std::size_t size_;
};

std::optional<HttpResponse> response_of(std::string_view bytes, std::size_t piece) {
    Pieces source(bytes, piece);
    ResponseReader reader(source, kLimit);
    try {
        return reader.read("GET");
    } catch (const BadAnswer&) {
        return std::nullopt;
    }
}

}  // namespace

void http_response(std::string_view input) {
    if (input.empty()) return;
    const std::size_t piece = static_cast<unsigned char>(input.front()) + 1U;
    const auto whole = response_of(input.substr(1), input.size());
    const auto pieces = response_of(input.substr(1), piece);
    require(whole.has_value() == pieces.has_value(), "how bytes arrive does not matter");
    if (!whole) return;
    require(whole->status == pieces->status && whole->body == pieces->body, "how bytes arrive does not matter");
    require(whole->body.size() <= kLimit, "a body is not larger than its limit");
}

void content_coding(std::string_view input) {
    HttpResponse response;
    response.status = 200;
    response.headers.add("Content-Encoding", "gzip");
    response.body = input;
    try {
        undo_content_coding(response, kLimit);
        require(response.body.size() <= kLimit, "a body is not larger than its limit");
    } catch (const BadAnswer&) {
        return;
    }
}

void retry_after_field(std::string_view input) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    HttpHeaders headers;
    headers.add("Retry-After", std::string(input.substr(0, end)));
    if (end < input.size()) headers.add("Date", std::string(input.substr(end + 1)));
    const auto wait = retry_after(headers, Clock::CalendarTime(std::chrono::seconds(1'764'000'000)));
    if (wait) require(wait->count() >= 0 && *wait <= std::chrono::hours(24), "nobody waits for more than a day");
}

}  // namespace errand::fuzz
