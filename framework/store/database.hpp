#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace errand {

/// What is bound to `$1`, `$2`, … of a statement: NULL, an integer, or text.
using SqlValue = std::variant<std::monostate, std::int64_t, std::string>;

/// NULL, or text; of a number its digits.
using SqlColumn = std::optional<std::string>;
/// Of a result.
using SqlRow = std::vector<SqlColumn>;

/// How much a transaction survives.
enum class Durability {
    /// A crash of errand.
    process,
    /// A crash of the machine.
    machine,
};

/// One connection to the database behind a store. The statements are such that every kind of database takes them; in
/// each, `$1` stands before `$2`, and so on.
///
/// All members but rollback() throw StoreUnusable and StoreUnavailable.
/// Thread-safety: for one thread at a time.
class Database {
public:
    virtual ~Database() = default;

    /// Runs one statement, and gives all rows of its result.
    virtual std::vector<SqlRow> execute(const std::string& sql, const std::vector<SqlValue>& values) = 0;
    std::vector<SqlRow> execute(const std::string& sql) { return execute(sql, {}); }

    /// Begins a transaction, which ends with commit() or rollback(); none when it throws.
    virtual void begin(Durability durability) = 0;
    virtual void commit() = 0;
    /// Does nothing outside of a transaction. Never fails: what is not committed is undone anyway.
    virtual void rollback() noexcept = 0;
    /// In a transaction: no other process comes past this line until it ends.
    virtual void exclude_others() = 0;

    virtual bool has_table(const std::string& name) = 0;
    /// How a column of text is declared that is compared byte for byte.
    virtual std::string key_type() const = 0;
    /// What the database itself finds wrong with its form, at most `limit` lines.
    virtual std::vector<std::string> find_damage(std::size_t limit) = 0;
    /// What it is in messages: `the store '/home/ada/.local/state/errand/errand.db'`.
    virtual const std::string& name() const = 0;
};

/// A transaction that is undone unless it is committed.
class Transaction {
public:
    Transaction(Database& database, Durability durability) : database_(database) { database_.begin(durability); }
    ~Transaction() {
        if (!is_committed_) database_.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() {
        database_.commit();
        is_committed_ = true;
    }

private:
    Database& database_;
    bool is_committed_ = false;
};

}  // namespace errand
