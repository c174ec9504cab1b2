#include "errand/answer/authentication_challenge.hpp"

#include <iterator>
#include <optional>

#include "answer/lower_case.hpp"

namespace errand {

namespace {

using Challenges = std::vector<AuthenticationChallenge>;

constexpr std::size_t kLongestField = std::size_t{8} * 1024;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_of_token(char c) { return is_alphanumeric(c) || is_one_of(c, "!#$%&'*+-.^_`|~"); }
bool is_of_token68(char c) { return is_alphanumeric(c) || is_one_of(c, "-._~+/"); }
bool is_printable_or_blank(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f'); }

/// What of a field is not read yet.
class Rest {
public:
    explicit Rest(std::string_view text) : text_(text) {}

    bool empty() const { return text_.empty(); }
    bool is_at_comma() const { return !empty() && text_.front() == ','; }
    bool take(char c) {
        if (empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    template <class Predicate>
    std::string take_while(Predicate is_wanted) {
        std::size_t size = 0;
        while (size < text_.size() && is_wanted(text_[size])) ++size;
        std::string taken(text_.substr(0, size));
        text_.remove_prefix(size);
        return taken;
    }
    /// Whether there was a blank.
    bool take_blanks() { return !take_while(is_blank).empty(); }
    /// What stands between the elements of a list, some of which may be empty.
    void take_separators() {
        take_while([](char c) { return is_blank(c) || c == ','; });
    }

    /// After its opening quote, up to and with the closing one.
    std::optional<std::string> take_quoted() {
        std::string value;
        while (!take('"')) {
            take('\\');
            if (empty() || !is_printable_or_blank(text_.front())) return std::nullopt;
            value += text_.front();
            text_.remove_prefix(1);
        }
        return value;
    }

private:
    std::string_view text_;
};

/// Nothing if there is no token before the next element; the rest is then as it was.
std::optional<std::string> take_token68(Rest& rest) {
    Rest after = rest;
    std::string token = after.take_while(is_of_token68);
    if (token.empty()) return std::nullopt;
    token += after.take_while([](char c) { return c == '='; });
    after.take_blanks();
    if (!after.empty() && !after.is_at_comma()) return std::nullopt;
    rest = after;
    return token;
}

/// `= value`, which goes to `challenge` under `name`. False if it is none, or the challenge has one of that name.
bool take_value(Rest& rest, const std::string& name, AuthenticationChallenge& challenge) {
    rest.take_blanks();
    if (!rest.take('=')) return false;
    rest.take_blanks();
    const bool is_quoted = rest.take('"');
    auto value = is_quoted ? rest.take_quoted() : rest.take_while(is_of_token);
    if (!value || (value->empty() && !is_quoted) || !challenge.token68.empty()) return false;
    return challenge.parameters.emplace(lower_case(name), std::move(*value)).second;
}

/// What follows the name of a scheme.
bool take_first_part(Rest& rest, AuthenticationChallenge& challenge) {
    const bool is_apart = rest.take_blanks();
    if (rest.empty() || rest.is_at_comma()) return true;
    if (!is_apart) return false;
    if (auto token = take_token68(rest)) {
        challenge.token68 = std::move(*token);
        return true;
    }
    const std::string name = rest.take_while(is_of_token);
    return !name.empty() && take_value(rest, name, challenge);
}

/// An element of the list: a new challenge, or one more parameter of the last one.
bool take_element(Rest& rest, Challenges& challenges) {
    const std::string name = rest.take_while(is_of_token);
    if (name.empty()) return false;
    Rest after = rest;
    after.take_blanks();
    if (after.take('=')) return !challenges.empty() && take_value(rest, name, challenges.back());
    challenges.push_back({lower_case(name)});
    return take_first_part(rest, challenges.back());
}

Challenges challenges_in(std::string_view field) {
    Challenges challenges;
    if (field.size() > kLongestField) return challenges;
    Rest rest(field);
    for (rest.take_separators(); !rest.empty(); rest.take_separators()) {
        if (!take_element(rest, challenges)) return {};
        rest.take_blanks();
        if (!rest.empty() && !rest.is_at_comma()) return {};
    }
    return challenges;
}

}  // namespace

std::string AuthenticationChallenge::find(std::string_view name) const {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
}

Challenges authentication_challenges(const HttpHeaders& headers) {
    Challenges all;
    for (const auto& [name, value] : headers) {
        if (lower_case(name) != "www-authenticate") continue;
        Challenges some = challenges_in(value);
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace errand
