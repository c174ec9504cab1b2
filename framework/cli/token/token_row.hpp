#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "auth/access_token.hpp"
#include "base/clock.hpp"
#include "cli/failure.hpp"
#include "errand/value.hpp"

namespace errand {

/// An access token, and whose it is.
struct TokenRow {
    std::string provider;
    std::string client_id;
    AccessToken token;
};

/// `1a2b3c4d of globus for transfer.api.globus.org`: never the token itself.
std::string name_of(const TokenRow& row);

/// A table with a line for each, and a head.
void print_tokens(std::ostream& out, const std::vector<TokenRow>& rows, Clock::CalendarTime now);

/// For machines: provider, client_id, resource_server, scopes, hash, expires_at and is_expired.
Value to_value(const TokenRow& row, Clock::CalendarTime now);

/// Calls `step` for each of `items`. What goes wrong with one is said, and keeps back no other.
/// \returns the most important of the codes
template <class Items, class Step>
ExitCode with_each(const Items& items, std::ostream& err, Step&& step) {
    ExitCode code = ExitCode::done;
    for (const auto& item : items) {
        try {
            step(item);
        } catch (const std::exception& error) {
            err << "errand: " << error.what() << '\n';
            code = more_important(code, exit_code(error));
        }
    }
    return code;
}

}  // namespace errand
