#include "errand/globus/offset_pages.hpp"

#include <algorithm>
#include <utility>

#include "errand/error.hpp"

namespace errand::globus {

namespace {

std::int64_t end_of(const PageRange& range) {
    const std::int64_t offset = range.offset.value_or(0);
    if (offset < 0 || offset >= range.cap)
        throw Error("offset " + std::to_string(offset) + " is not from 0 to " + std::to_string(range.cap - 1) +
                    ": the service shows at most " + std::to_string(range.cap) + " documents of a list");
    if (range.limit && *range.limit < 1) throw Error("limit " + std::to_string(*range.limit) + " is less than 1");
    const std::int64_t room = range.cap - offset;
    return offset + std::min(range.limit.value_or(room), room);
}

/// The member `key` of a page, which must be there and be `wanted`.
Value& member_of(Value& page, const char* key, bool (Value::*is_wanted)() const, const char* wanted,
                 const std::string& request) {
    if (!page.is_map()) throw Error(request + " answered " + page.kind() + " where a page, a map, was expected");
    const auto found = page.map().find(key);
    if (found == page.map().end()) throw Error(request + " answered a page without '" + key + "'");
    if (!(found->second.*is_wanted)())
        throw Error(request + " answered a page whose '" + key + "' is " + found->second.kind() + " and not " + wanted);
    return found->second;
}

}  // namespace

OffsetPages::OffsetPages(const ServiceClient& service, std::string path, Query query, const PageRange& range)
    : service_(service),
      path_(std::move(path)),
      query_(std::move(query)),
      range_(range),
      end_(end_of(range)),
      offset_(range.offset.value_or(0)) {}

std::optional<Value::List> OffsetPages::next() {
    if (!has_more_) return std::nullopt;
    const std::int64_t limit = std::min(range_.page_size, end_ - offset_);
    Value::List page = fetch(limit);
    check_progress(page);
    // A service that gives more than it was asked for must not make us give more than we were asked for.
    if (static_cast<std::int64_t>(page.size()) > limit) {
        page.resize(static_cast<std::size_t>(limit));
        has_more_ = true;
    }
    advance(page);
    return page;
}

Value::List OffsetPages::fetch(std::int64_t limit) {
    Query query = query_;
    query.add("limit", std::to_string(limit));
    if (offset_ > 0 || range_.offset) query.add("offset", std::to_string(offset_));
    Value answer = service_.get(path_, query);
    const std::string request = service_.request_name(path_);
    has_more_ = member_of(answer, "has_next_page", &Value::is_boolean, "a boolean", request).boolean();
    Value::List page = std::move(member_of(answer, "DATA", &Value::is_list, "a list", request).list());
    for (const Value& document : page)
        if (!document.is_map())
            throw Error(request + " answered a page with " + document.kind() + " in 'DATA' where a map was expected");
    return page;
}

void OffsetPages::check_progress(const Value::List& page) {
    const std::string request = service_.request_name(path_);
    const std::string where = " at offset " + std::to_string(offset_);
    if (page.empty()) {
        if (has_more_) throw Error(request + " answered an empty page" + where + " and says that there are more");
        return;
    }
    if (page.front() == last_page_start_) throw Error(request + " answered the same page again" + where);
    last_page_start_ = page.front();
}

void OffsetPages::advance(const Value::List& page) {
    offset_ += static_cast<std::int64_t>(page.size());
    if (offset_ < end_) return;
    const bool wants_more = !range_.limit || *range_.limit > end_ - range_.offset.value_or(0);
    was_cut_ = has_more_ && wants_more;
    has_more_ = false;
}

}  // namespace errand::globus
