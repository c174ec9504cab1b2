#include <Poco/Data/DataException.h>
#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/PostgreSQL/Utility.h>
#include <Poco/Data/Session.h>

#include <atomic>
#include <optional>
#include <utility>

#include "store/database_module.hpp"
#include "store/poco_statement.hpp"
#include "store/postgresql/connection_parameters.hpp"
#include "store/postgresql/postgresql_error.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

/// Whether the last connection of this process could not be made. Poco 1.11 never gives back the memory of one that
/// fails; it is kept from trying again and again while a server is down.
std::atomic<bool> has_failed = false;

/// What errand wants of every connection, whatever the server has for all: that libpq prints no notices, that nobody
/// waits for ever, and that a client which stands still or is gone without a word does not hold up all others. A Unix
/// socket takes the last three, and needs none of them.
/// Source: PostgreSQL 15 manual, sections 20.3.2 and 20.11.1.
constexpr char kSettings[] =
    "SELECT set_config('client_min_messages', 'error', false), set_config('lock_timeout', '10s', false),"
    " set_config('idle_in_transaction_session_timeout', '10s', false),"
    " set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '10', false),"
    " set_config('tcp_keepalives_count', '2', false)";

/// Connects when it is needed, and anew after a connection broke.
class PostgresqlDatabase final : public Database {
public:
    explicit PostgresqlDatabase(const StoreLocation& location)
        : parameters_(connection_parameters(location.place)),
          password_(location.password),
          name_("the store '" + location.place + "'") {
        Poco::Data::PostgreSQL::Connector::registerConnector();
    }

    using Database::execute;
    std::vector<SqlRow> execute(const std::string& sql, const std::vector<SqlValue>& values) override {
        try {
            if (!is_connected()) connect();
            return run_statement(*session_, sql, values);
        } catch (const Poco::Data::ConnectionFailedException& error) {
            throw_connection_error(name_, error.message());
        } catch (const Poco::Exception& error) {
            throw_store_error(name_, error.message(), is_connected());
        }
    }

    // As statements: what Poco remembers of a transaction, it takes along to the next connection.
    void begin(Durability durability) override {
        // Before it, so that there is no transaction unless BEGIN is the last that went well.
        if (durability != durability_)
            execute(durability == Durability::machine ? "SET synchronous_commit TO DEFAULT"
                                                      : "SET synchronous_commit = off");
        durability_ = durability;
        // Whatever the server takes for the default: a statement after exclude_others() has to see what others have
        // committed until then, which a snapshot for the whole transaction, taken before the lock was had, does not.
        execute("BEGIN ISOLATION LEVEL READ COMMITTED");
        is_in_transaction_ = true;
    }
    void commit() override {
        execute("COMMIT");
        is_in_transaction_ = false;
    }
    void rollback() noexcept override {
        if (!std::exchange(is_in_transaction_, false)) return;
        try {
            if (is_connected()) execute("ROLLBACK");
        } catch (const StoreError&) {  // The server rolls back what has lost its connection.
        }
    }
    void exclude_others() override {
        // "errand" in ASCII is too long; the second number keeps stores in one database apart.
        execute("SELECT pg_advisory_xact_lock(1701999214, hashtext(current_schema()))::text");
    }

    bool has_table(const std::string& table) override {
        // Not to_regclass(): it may answer from before another process made the table.
        return !execute("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1", {table})
                    .empty();
    }
    std::string key_type() const override { return "TEXT COLLATE \"C\""; }
    /// The server's own business.
    std::vector<std::string> find_damage(std::size_t) override { return {}; }
    const std::string& name() const override { return name_; }

private:
    bool is_connected() { return session_ && session_->isConnected(); }

    void connect() {
        if (is_in_transaction_) throw StoreUnreachable(name_ + " has lost its connection; try again");
        const PasswordFile password(password_);
        const std::string parameters = parameters_ + password.parameter();
        if (session_ || has_failed) require_answer(name_, parameters);
        has_failed = true;
        if (session_) {
            Poco::Data::PostgreSQL::Utility::handle(*session_)->reset();
        } else {
            session_.emplace(Poco::Data::PostgreSQL::Connector::KEY, parameters);
        }
        has_failed = false;
        run_statement(*session_, kSettings);
        durability_ = Durability::machine;
    }

    const std::string parameters_;
    const Secret password_;
    const std::string name_;
    std::optional<Poco::Data::Session> session_;
    /// What the connection is set to; as it was made, for a crash of the machine.
    Durability durability_ = Durability::machine;
    bool is_in_transaction_ = false;
};

}  // namespace

}  // namespace errand

extern "C" [[gnu::visibility("default")]] errand::Database* errand_open_database(
    const errand::StoreLocation& location) {
    return std::make_unique<errand::PostgresqlDatabase>(location).release();
}
