#pragma once

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <string>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#include <valijson/adapters/poco_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

namespace errand::testing {

/// Whether an editor that follows a JSON Schema (draft-07) would accept a document. Both are JSON texts.
inline bool conforms(const std::string& document, const std::string& schema_text) {
    const auto parsed_schema = Poco::JSON::Parser().parse(schema_text);
    valijson::Schema schema;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::PocoJsonAdapter(parsed_schema), schema);
    const auto parsed = Poco::JSON::Parser().parse(document);
    return valijson::Validator(valijson::Validator::kStrongTypes)
        .validate(schema, valijson::adapters::PocoJsonAdapter(parsed), nullptr);
}

}  // namespace errand::testing
