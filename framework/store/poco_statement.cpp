#include "store/poco_statement.hpp"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

namespace errand {

namespace {

using Poco::Data::Keywords::bind;

void bind_to(Poco::Data::Statement& statement, const SqlValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        statement.addBind(bind(Poco::Int64{*number}));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        statement.addBind(bind(*text));
    } else {
        statement.addBind(bind(Poco::Nullable<std::string>()));
    }
}

std::vector<SqlRow> rows_of(const Poco::Data::RecordSet& records) {
    std::vector<SqlRow> rows(records.rowCount());
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t c = 0; c < records.columnCount(); ++c) {
            SqlColumn& column = rows[r].emplace_back();
            if (!records.isNull(c, r)) column = records.value(c, r).convert<std::string>();
        }
    }
    return rows;
}

}  // namespace

std::vector<SqlRow> run_statement(Poco::Data::Session& session, const std::string& sql,
                                  const std::vector<SqlValue>& values) {
    Poco::Data::Statement statement(session);
    statement << sql;
    for (const SqlValue& value : values) bind_to(statement, value);
    statement.execute();
    if (statement.columnsExtracted() == 0) return {};
    return rows_of(Poco::Data::RecordSet(statement));
}

}  // namespace errand
