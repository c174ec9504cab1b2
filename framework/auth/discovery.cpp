#include "auth/discovery.hpp"

#include <chrono>
#include <system_error>

#include "auth/fingerprint.hpp"
#include "base/error.hpp"
#include "errand/json.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

constexpr std::chrono::hours kKeptFor(24);

std::string file_of(const std::string& issuer) { return fingerprint({"issuer", issuer}) + ".metadata"; }

}  // namespace

std::vector<std::string> metadata_urls(const std::string& issuer) {
    const std::size_t path = std::min(issuer.find('/', issuer.find("://") + 3), issuer.size());
    std::string below = issuer.substr(path);
    while (below.ends_with('/')) below.pop_back();
    const std::string origin = issuer.substr(0, path);
    return {origin + "/.well-known/oauth-authorization-server" + below,
            origin + below + "/.well-known/openid-configuration"};
}

ServerMetadata Discovery::metadata() {
    const std::lock_guard lock(mutex_);
    if (!metadata_) metadata_ = kept();
    if (!metadata_) metadata_ = fetch();
    return *metadata_;
}

std::optional<ServerMetadata> Discovery::kept() const {
    if (!cache_) return std::nullopt;
    try {
        const auto text = cache_->read(file_of(issuer_));
        if (!text) return std::nullopt;
        const Value file = parse_json(*text);
        const Value* fetched = file.find("fetched_at");
        const Value* document = file.find("document");
        if (!fetched || !fetched->is_integer() || !document || !document->is_text()) return std::nullopt;
        const auto age = clock_.now().time_since_epoch() - std::chrono::seconds(fetched->integer());
        if (age < std::chrono::seconds(0) || age >= kKeptFor) return std::nullopt;
        return parse_server_metadata(document->text(), issuer_, client_);
    } catch (const std::system_error&) {  // What cannot be read is fetched.
    } catch (const Error&) {
    }
    return std::nullopt;
}

ServerMetadata Discovery::fetch() const {
    std::string tried;
    for (const std::string& url : metadata_urls(issuer_)) {
        HttpRequest request;
        request.url = url;
        request.headers.add("Accept", "application/json");
        const HttpResponse response = http_->send(request);
        if (response.status != 200) {
            tried += (tried.empty() ? "" : ", ") + without_query(url) + " answered " + std::to_string(response.status);
            continue;
        }
        try {
            ServerMetadata metadata = parse_server_metadata(response.body, issuer_, client_);
            keep(response.body);
            return metadata;
        } catch (const BadServerMetadata& error) {
            throw BadServerMetadata("the metadata of the issuer " + without_query(issuer_) + " at " +
                                    without_query(url) + ' ' + error.what() + "; check the issuer");
        }
    }
    throw ServiceUnreachable("the issuer " + without_query(issuer_) + " has no metadata (" + tried +
                             "); check the issuer, or give its token_url instead");
}

void Discovery::keep(const std::string& body) const {
    if (!cache_) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch());
    try {
        cache_->write(file_of(issuer_),
                      to_json(Value::Map{{"fetched_at", static_cast<std::int64_t>(now.count())}, {"document", body}}));
    } catch (const std::system_error&) {  // It is only slower without.
    }
}

}  // namespace errand
