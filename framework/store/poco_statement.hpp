#pragma once

#include <Poco/Data/Session.h>

#include <string>
#include <vector>

#include "store/database.hpp"

namespace errand {

/// Runs one statement, as Database::execute() does. Part of every module that has a database of Poco's.
/// \throws Poco::Exception
std::vector<SqlRow> run_statement(Poco::Data::Session& session, const std::string& sql,
                                  const std::vector<SqlValue>& values = {});

}  // namespace errand
