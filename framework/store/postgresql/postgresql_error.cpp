#include "store/postgresql/postgresql_error.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

#include "store/store_error.hpp"

namespace errand {

namespace {

/// By the beginning of the server's code for it.
/// Source: PostgreSQL 15 manual, appendix A.
struct Remedy {
    std::string_view code;
    std::string_view advice;
};
constexpr Remedy kRemedies[] = {
    {"25006", "; it is a standby, or set to read-only: name the primary"},
    {"3F000", "; make the schema that the URL names, and GRANT this user all on it"},
    {"42501", "; GRANT this user all on the schema and its tables"},
    {"42P01", "; its tables are gone: restore them, or name an empty schema"},
    {"53100", "; make room on the server's disk"},
};
/// The server shuts down, or ended a transaction that was in the way of another or stood still: asking again helps.
constexpr std::string_view kPassing[] = {"40", "57P", "08", "25P03"};
constexpr std::string_view kLockTimeout = "55P03";

/// In front of what a server says that answers, but lets nobody in.
constexpr std::string_view kFatal = "FATAL:  ";
/// Where that is a matter of time.
constexpr std::string_view kBusy[] = {"the database system is", "too many", "connection slots",
                                      "terminating connection"};

/// What Poco put behind the server's words. Empty when there is none.
std::string_view code_of(std::string_view message) {
    constexpr std::string_view kLabel = " State: ";
    const auto at = message.rfind(kLabel);
    constexpr std::size_t kLength = 5;
    return at == std::string_view::npos ? std::string_view() : message.substr(at + kLabel.size(), kLength);
}

/// The first line of what the server or libpq said, without what was put in front of it.
std::string_view words_of(std::string_view message) {
    for (const std::string_view label :
         {kFatal, std::string_view("ERROR:  "), std::string_view("Connection Error: "), std::string_view("error: ")}) {
        const auto at = message.find(label);
        if (at == std::string_view::npos) continue;
        message.remove_prefix(at + label.size());
        break;
    }
    message = message.substr(0, message.find('\n'));
    return message.substr(0, message.find(" at character "));
}

}  // namespace

void require_answer(const std::string& name, const std::string& parameters) {
    if (PQping(parameters.c_str()) == PQPING_OK) return;
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(parameters.c_str()), PQfinish);
    if (PQstatus(connection.get()) != CONNECTION_OK) throw_connection_error(name, PQerrorMessage(connection.get()));
}

void throw_connection_error(const std::string& name, const std::string& message) {
    const std::string words(words_of(message));
    const bool is_refused = message.find(kFatal) != std::string::npos;
    for (const std::string_view busy : kBusy)
        if (is_refused && words.find(busy) != std::string::npos)
            throw StoreUnreachable(name + " takes no connections now: " + words + "; try again");
    if (is_refused) throw StoreUnusable(name + " cannot be used: " + words + "; look at the URL and the password");
    throw StoreUnreachable(name + " cannot be reached: " + words + "; look whether the server runs, and at the URL");
}

void throw_store_error(const std::string& name, const std::string& message, bool is_connected) {
    const std::string words(words_of(message));
    const std::string_view code = code_of(message);
    if (!is_connected)
        throw StoreUnreachable(name + " was lost while it was in use: " + words + "; look whether the server runs");
    for (const std::string_view passing : kPassing)
        if (code.starts_with(passing)) throw StoreUnreachable(name + " could not do it now: " + words + "; try again");
    if (code == kLockTimeout)
        throw StoreBusy(name + " is locked: another errand has been at work on it for 10 s; look at pg_stat_activity");
    for (const Remedy& remedy : kRemedies)
        if (code == remedy.code) throw StoreUnusable(name + " cannot be used: " + words + std::string(remedy.advice));
    throw StoreUnusable(name + " cannot be used: " + words);
}

}  // namespace errand
