#include "store/database_module.hpp"
#include "store/integrity.hpp"
#include "store/migrations.hpp"
#include "store/sql_store.hpp"
#include "store/store.hpp"
#include "store/store_file.hpp"

namespace errand {

namespace {

bool is_at_server(const std::string& place) {
    return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

std::unique_ptr<Database> open_database(const StoreLocation& location) {
    const std::string& place = location.place;
    if (is_at_server(place)) return open_by_module("postgresql", location);
    if (place.empty() || place.find("://") != std::string::npos)
        throw StoreError(ExitCode::configuration, "the store '" + place +
                                                      "' is in no place that errand knows; give the path of a file for "
                                                      "SQLite, or postgresql://HOST/DATABASE");
    StoreLocation file = {std::filesystem::absolute(place).lexically_normal(), {}, location.modules};
    prepare_store_file(file.place);
    return open_by_module("sqlite", file);
}

}  // namespace

StoreCondition look_at_store(const StoreLocation& location) {
    std::error_code unknown;
    const bool is_missing =
        std::filesystem::status(location.place, unknown).type() == std::filesystem::file_type::not_found;
    if (!is_at_server(location.place) && is_missing) return {};
    const std::unique_ptr<Database> database = open_database(location);
    const std::int64_t form = form_of(*database, migrations());
    const bool is_current = form == migrations().back().version;
    return {form != 0, is_current, is_current ? check_integrity(*database) : database->find_damage(kMostFaults)};
}

std::unique_ptr<Store> open_store(const StoreLocation& location, const Clock& clock) {
    std::unique_ptr<Database> database = open_database(location);
    migrate(*database, migrations());
    return std::make_unique<SqlStore>(std::move(database), clock);
}

}  // namespace errand
