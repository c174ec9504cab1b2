#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "support/fake_clock.hpp"
#include "support/postgresql_server.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// The kinds of store that can be tested here: `sqlite`, and `postgresql` where it is installed.
inline std::vector<std::string> store_kinds() {
    std::vector<std::string> kinds = {"sqlite"};
    if (PostgresqlServer::is_installed()) kinds.emplace_back("postgresql");
    return kinds;
}

/// A store of one kind that is empty the first time it is opened, gone at the end. All of a program are on one server.
class StorePlace {
public:
    explicit StorePlace(const std::string& kind) : kind_(kind) {
        location_.modules = ERRAND_MODULES;
        location_.place = is_sqlite() ? (directory_.path() / "state/errand.db").string() : server().make_schema();
    }

    bool is_sqlite() const { return kind_ == "sqlite"; }
    const StoreLocation& location() const { return location_; }
    std::unique_ptr<Store> open(const Clock& clock) const { return open_store(location_, clock); }
    /// It starts with the first place on it.
    static PostgresqlServer& server() {
        static PostgresqlServer server;
        return server;
    }

private:
    const std::string kind_;
    TemporaryDirectory directory_;
    StoreLocation location_;
};

}  // namespace errand::testing
