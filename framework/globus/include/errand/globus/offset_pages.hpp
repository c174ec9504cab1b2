#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "errand/globus/service_client.hpp"
#include "errand/value.hpp"

namespace errand::globus {

/// Which part of a list is wanted, and how it is fetched.
struct PageRange {
    /// At most this many documents; all when it is not there.
    std::optional<std::int64_t> limit;
    /// Skips this many.
    std::optional<std::int64_t> offset;
    std::int64_t page_size = 100;
    /// The service shows nothing beyond this many documents from the start of the list.
    std::int64_t cap = 1000;
};

/// A list that a service gives page by page by `limit` and `offset`, and ends with `has_next_page: false`.
///
///     auto pages = transfer.endpoint_search(search);
///     while (const auto page = pages.next())
///         for (const Value& endpoint : *page) …
///
/// Holds no page itself. Not for several threads at once.
/// Lifetime: the ServiceClient outlives it.
class OffsetPages {
public:
    /// \throws Error for a limit below 1, or an offset that is negative or not below the cap.
    OffsetPages(const ServiceClient& service, std::string path, Query query, const PageRange& range);

    /// The documents of the next page, which are maps; the first page may be empty. Nothing after the last one.
    /// \throws Error if the answer is not such a page, or if the service goes on for ever: an empty page that says
    /// there are more, or the same page again. And what ServiceClient::get() throws.
    std::optional<Value::List> next();

    /// True once the list has ended at the cap although the service said that there are more.
    bool was_cut() const { return was_cut_; }

private:
    Value::List fetch(std::int64_t limit);
    void check_progress(const Value::List& page);
    void advance(const Value::List& page);

    const ServiceClient& service_;
    const std::string path_;
    const Query query_;
    const PageRange range_;
    /// Where the list ends for us: the limit or the cap.
    const std::int64_t end_;
    std::int64_t offset_;
    /// By its first document a page is known again.
    Value last_page_start_;
    bool has_more_ = true;
    bool was_cut_ = false;
};

}  // namespace errand::globus
