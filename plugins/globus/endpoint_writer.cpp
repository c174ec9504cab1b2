#include "endpoint_writer.hpp"

#include <utility>

#include "errand/answer/visible.hpp"
#include "errand/error.hpp"
#include "errand/json.hpp"

namespace errand::globus {

namespace {

/// The text member `key`, made visible; empty when it is null or not there.
std::string text_of(const Value& endpoint, std::string_view key) {
    const Value* member = endpoint.find(key);
    if (member == nullptr || member->is_null()) return {};
    return visible(member->is_text() ? member->text() : to_json(*member));
}

std::string id_of(const Value& endpoint) {
    const Value* id = endpoint.find("id");
    if (id == nullptr || !id->is_text()) throw Error("Globus Transfer lists an endpoint without an id");
    return visible(id->text());
}

class TextWriter final : public EndpointWriter {
public:
    TextWriter(std::ostream& out, std::string client_id) : out_(out), client_id_(std::move(client_id)) {}

    void begin() override { out_ << "Endpoints belonging to " << visible(client_id_) << '\n'; }
    void write(const Value& endpoint) override {
        const std::string name = text_of(endpoint, "display_name");
        out_ << '[' << id_of(endpoint) << "] " << (name.empty() ? "(no name)" : name) << '\n';
    }
    void end() override {}

private:
    std::ostream& out_;
    const std::string client_id_;
};

/// One array of the whole documents, one to a line.
class JsonWriter final : public EndpointWriter {
public:
    explicit JsonWriter(std::ostream& out) : out_(out) {}

    void begin() override { out_ << '['; }
    void write(const Value& endpoint) override {
        out_ << (is_first_ ? "\n" : ",\n") << to_json(endpoint);
        is_first_ = false;
    }
    void end() override { out_ << (is_first_ ? "]\n" : "\n]\n"); }

private:
    std::ostream& out_;
    bool is_first_ = true;
};

/// Source: RFC 4180.
class CsvWriter final : public EndpointWriter {
public:
    explicit CsvWriter(std::ostream& out) : out_(out) {}

    void begin() override { out_ << "id,display_name,entity_type,owner_string,owner_id\r\n"; }
    void write(const Value& endpoint) override {
        out_ << quoted(id_of(endpoint));
        for (const char* key : {"display_name", "entity_type", "owner_string", "owner_id"})
            out_ << ',' << quoted(text_of(endpoint, key));
        out_ << "\r\n";
    }
    void end() override {}

private:
    static std::string quoted(const std::string& field) {
        if (field.find_first_of(",\"") == std::string::npos) return field;
        std::string text = "\"";
        for (const char c : field) text += c == '"' ? "\"\"" : std::string(1, c);
        return text + '"';
    }

    std::ostream& out_;
};

}  // namespace

std::unique_ptr<EndpointWriter> make_endpoint_writer(std::string_view format, std::ostream& out,
                                                     std::string client_id) {
    if (format == "text") return std::make_unique<TextWriter>(out, std::move(client_id));
    if (format == "json") return std::make_unique<JsonWriter>(out);
    if (format == "csv") return std::make_unique<CsvWriter>(out);
    throw Error("there is no format '" + std::string(format) + "'");
}

}  // namespace errand::globus
