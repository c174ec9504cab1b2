#include "auth/token_response.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>

#include "auth/scope_list.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

using std::chrono::seconds;

constexpr seconds kDefaultLifetime(300);
constexpr seconds kLongestLifetime = std::chrono::hours(24 * 366 * 10);
constexpr std::size_t kMostOtherTokens = 100;

[[noreturn]] void refuse(const std::string& problem) { throw BadTokenResponse(problem); }

/// Empty when it is not there or null.
std::string text_member(const Value& object, const std::string& where, const char* name) {
    const Value* found = object.find(name);
    if (!found || found->is_null()) return {};
    if (!found->is_text()) refuse("its '" + where + name + "' is " + found->kind() + ", not text");
    return found->text();
}

/// A token goes into a header as it is. Source: RFC 6750 section 2.1.
Secret token_member(const Value& object, const std::string& where) {
    std::string token = text_member(object, where, "access_token");
    if (token.empty()) refuse("it has no '" + where + "access_token'");
    if (!std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; }))
        refuse("its '" + where + "access_token' holds characters that cannot be sent");
    return Secret(std::move(token));
}

std::string type_member(const Value& object, const std::string& where) {
    std::string type = text_member(object, where, "token_type");
    if (type.empty()) return "Bearer";
    std::string lower = type;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower != "bearer") refuse("its '" + where + "token_type' is not Bearer, which is all that errand can use");
    return type;
}

seconds lifetime_member(const Value& object, const std::string& where) {
    const Value* found = object.find("expires_in");
    if (!found || found->is_null()) return kDefaultLifetime;
    const std::string subject = "its '" + where + "expires_in' is ";
    if (!found->is_integer()) refuse(subject + found->kind() + ", not an integer");
    if (found->integer() <= 0) refuse(subject + std::to_string(found->integer()) + ", not a time to come");
    if (found->integer() > kLongestLifetime.count()) refuse(subject + "more than ten years");
    return seconds(found->integer());
}

AccessToken parse_token(const Value& object, const std::string& where, Clock::CalendarTime now,
                        Clock::SteadyTime steady_now) {
    const seconds lifetime = lifetime_member(object, where);
    const auto margin = std::min<std::chrono::milliseconds>(seconds(60), std::chrono::milliseconds(lifetime) / 10);
    return {token_member(object, where),
            text_member(object, where, "scope"),
            text_member(object, where, "resource_server"),
            type_member(object, where),
            now + lifetime,
            steady_now + lifetime - margin};
}

Value parse_object(std::string_view body) {
    try {
        Value object = parse_json(body);
        if (!object.is_map()) refuse(std::string("it is ") + object.kind() + ", not a JSON object");
        return object;
    } catch (const JsonError&) {
        // What is wrong with it stays unsaid: the text may hold a token.
        refuse("it is not JSON");
    }
}

}  // namespace

TokenResponse TokenResponse::parse(std::string_view body, Clock::CalendarTime now, Clock::SteadyTime steady_now) {
    const Value object = parse_object(body);
    std::vector<AccessToken> tokens = {parse_token(object, "", now, steady_now)};
    const Value* others = object.find("other_tokens");
    if (!others || others->is_null()) return TokenResponse(std::move(tokens));
    if (!others->is_list()) refuse(std::string("its 'other_tokens' is ") + others->kind() + ", not a list");
    if (others->list().size() > kMostOtherTokens) refuse("its 'other_tokens' has more than 100 items");
    for (const Value& other : others->list()) {
        const std::string where = "other_tokens[" + std::to_string(tokens.size() - 1) + "].";
        if (!other.is_map())
            refuse("an item of its 'other_tokens' is " + std::string(other.kind()) + ", not an object");
        tokens.push_back(parse_token(other, where, now, steady_now));
    }
    return TokenResponse(std::move(tokens));
}

const AccessToken* TokenResponse::by_resource_server(std::string_view resource_server) const {
    const auto found = std::find_if(tokens_.begin(), tokens_.end(),
                                    [&](const AccessToken& token) { return token.resource_server == resource_server; });
    return found == tokens_.end() ? nullptr : &*found;
}

const AccessToken& TokenResponse::by_scopes(std::string_view scopes) const {
    const AccessToken* found = nullptr;
    for (const std::string& scope : split_scopes(scopes)) {
        const auto holder = std::find_if(tokens_.begin(), tokens_.end(), [&](const AccessToken& token) {
            const std::vector<std::string> has = split_scopes(token.scopes);
            return std::find(has.begin(), has.end(), scope) != has.end();
        });
        if (holder == tokens_.end()) throw Error("no token has the scope '" + scope + "'");
        if (found && found != &*holder)
            throw Error("the scopes '" + std::string(scopes) + "' belong to several tokens");
        found = &*holder;
    }
    if (!found) throw Error("no scope was named");
    return *found;
}

}  // namespace errand
