#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>

#include <chrono>
#include <thread>
#include <utility>

#include "store/database_module.hpp"
#include "store/poco_statement.hpp"
#include "store/sqlite/sqlite_error.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(const std::string& path) : path_(path), name_(store_name(path)), session_(open(path)) {
        execute("PRAGMA busy_timeout = " + std::to_string(kPatienceSeconds * 1000));
        execute("PRAGMA foreign_keys = ON");
        use_write_ahead_log();
    }

    using Database::execute;
    std::vector<SqlRow> execute(const std::string& sql, const std::vector<SqlValue>& values) override {
        try {
            return run_statement(session_, sql, values);
        } catch (const Poco::Exception& error) {
            throw_store_error(path_, error);
        }
    }

    void begin(Durability durability) override {
        // Of SQLite's write-ahead log: whether it reaches the disk at each commit, or some time later.
        if (durability != durability_)
            execute(durability == Durability::machine ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        durability_ = durability;
        // Two that begin by reading could not both go on to write.
        execute("BEGIN IMMEDIATE");
        is_in_transaction_ = true;
    }
    void commit() override {
        execute("COMMIT");
        is_in_transaction_ = false;
    }
    void rollback() noexcept override {
        if (!std::exchange(is_in_transaction_, false)) return;
        try {
            execute("ROLLBACK");
        } catch (const StoreError&) {  // SQLite has rolled back by itself.
        }
    }
    /// begin() does, here.
    void exclude_others() override {}

    bool has_table(const std::string& table) override {
        return !execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", {table}).empty();
    }
    std::string key_type() const override { return "TEXT"; }
    std::vector<std::string> find_damage(std::size_t limit) override {
        std::vector<std::string> damage;
        for (const SqlRow& row : execute("PRAGMA integrity_check(" + std::to_string(limit) + ")"))
            if (row[0] != "ok") damage.push_back(row[0].value_or("?"));
        for (const SqlRow& row : execute("PRAGMA foreign_key_check"))
            if (damage.size() < limit) damage.push_back("a row of " + row[0].value_or("?") + " belongs to no run");
        return damage;
    }
    const std::string& name() const override { return name_; }

private:
    Poco::Data::Session open(const std::string& path) const {
        Poco::Data::SQLite::Connector::registerConnector();
        // When it cannot be opened, this is how long Poco tries again and again: the file has been looked at before.
        constexpr std::size_t kSeconds = 1;
        try {
            return {Poco::Data::SQLite::Connector::KEY, path, kSeconds};
        } catch (const Poco::Exception& error) {
            throw_store_error(path_, error);
        }
    }

    /// The file keeps it on. Turning it on needs the file for oneself, and SQLite does not wait for that.
    void use_write_ahead_log() {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kPatienceSeconds);
        for (;;) {
            try {
                require_write_ahead_log(run_statement(session_, "PRAGMA journal_mode = WAL"));
                return;
            } catch (const Poco::Exception& error) {
                if (!is_locked(error) || std::chrono::steady_clock::now() > deadline) throw_store_error(path_, error);
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        }
    }

    void require_write_ahead_log(const std::vector<SqlRow>& mode) const {
        if (mode.size() == 1 && mode[0][0] == "wal") return;
        throw StoreUnusable(name_ + " is on a file system without shared memory; keep it on a disk of this host");
    }

    const std::string path_;
    const std::string name_;
    Poco::Data::Session session_;
    Durability durability_ = Durability::machine;
    bool is_in_transaction_ = false;
};

}  // namespace

}  // namespace errand

extern "C" [[gnu::visibility("default")]] errand::Database* errand_open_database(
    const errand::StoreLocation& location) {
    return std::make_unique<errand::SqliteDatabase>(location.place).release();
}
