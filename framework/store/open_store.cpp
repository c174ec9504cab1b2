#include "store/database_module.hpp"
#include "store/migrations.hpp"
#include "store/sql_store.hpp"
#include "store/store.hpp"
#include "store/store_file.hpp"

namespace errand {

namespace {

std::unique_ptr<Database> open_database(const StoreLocation& location) {
    const std::string& place = location.place;
    if (place.starts_with("postgresql://") || place.starts_with("postgres://"))
        return open_by_module("postgresql", location);
    if (place.empty() || place.find("://") != std::string::npos)
        throw StoreError(ExitCode::configuration, "the store '" + place +
                                                      "' is in no place that errand knows; give the path of a file for "
                                                      "SQLite, or postgresql://HOST/DATABASE");
    StoreLocation file = {std::filesystem::absolute(place).lexically_normal(), {}, location.modules};
    prepare_store_file(file.place);
    return open_by_module("sqlite", file);
}

}  // namespace

std::unique_ptr<Store> open_store(const StoreLocation& location, const Clock& clock) {
    std::unique_ptr<Database> database = open_database(location);
    migrate(*database, migrations());
    return std::make_unique<SqlStore>(std::move(database), clock);
}

}  // namespace errand
