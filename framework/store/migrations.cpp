#include "store/migrations.hpp"

#include <array>
#include <sstream>

#include "errand/version.hpp"
#include "store/columns.hpp"
#include "store/schema/schema_1.hpp"
#include "store/schema/schema_2.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

constexpr std::array kMigrations = {Migration{1, kSchema1}, Migration{2, kSchema2}};

struct Applied {
    std::int64_t version = 0;
    /// The errand that did it.
    std::string errand;
};

Applied last_applied(Database& database) {
    if (!database.has_table("schema_version")) return {};
    const auto rows = database.execute("SELECT version, errand FROM schema_version ORDER BY version DESC LIMIT 1");
    return rows.empty() ? Applied{} : Applied{integer(rows.front()[0]), text(rows.front()[1])};
}

void check_known(const Database& database, const Applied& last, std::int64_t known) {
    if (last.version <= known) return;
    throw StoreTooNew(database.name() + " was brought to form " + std::to_string(last.version) + " by errand " +
                      last.errand + "; this is errand " ERRAND_VERSION ", which knows forms up to " +
                      std::to_string(known) + ": use errand " + last.errand + " or a newer one here");
}

std::string with_key_type(std::string sql, const std::string& key_type) {
    constexpr std::string_view kKey = "TEXT_KEY";
    for (std::size_t at = 0; (at = sql.find(kKey, at)) != std::string::npos; at += key_type.size())
        sql.replace(at, kKey.size(), key_type);
    return sql;
}

void apply(Database& database, const Migration& migration) {
    std::istringstream statements(with_key_type(migration.sql, database.key_type()));
    for (std::string statement; std::getline(statements, statement, ';');) database.execute(statement);
    database.execute("INSERT INTO schema_version (version, errand) VALUES ($1, $2)",
                     {migration.version, std::string(ERRAND_VERSION)});
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

std::int64_t form_of(Database& database, std::span<const Migration> known) {
    const Applied last = last_applied(database);
    check_known(database, last, known.back().version);
    return last.version;
}

void migrate(Database& database, std::span<const Migration> known) {
    const std::int64_t newest = known.back().version;
    Applied last = last_applied(database);
    check_known(database, last, newest);
    if (last.version == newest) return;

    Transaction transaction(database, Durability::machine);
    database.exclude_others();
    last = last_applied(database);  // Another process may have been faster, or newer.
    check_known(database, last, newest);
    if (last.version == 0)
        database.execute("CREATE TABLE schema_version (version BIGINT PRIMARY KEY, errand TEXT NOT NULL)");
    for (const Migration& migration : known)
        if (migration.version > last.version) apply(database, migration);
    transaction.commit();
}

}  // namespace errand
