#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "errand/secret.hpp"
#include "errand/value.hpp"

namespace errand {

/// The parameters of one task, already checked against its description, with the defaults filled in.
///
/// An optional parameter without a default that the job does not give is not there: ask has() first.
/// \throws ValueError from every accessor when the parameter is not there or of another kind.
class Parameters {
public:
    using Secrets = std::map<std::string, Secret, std::less<>>;

    Parameters() = default;
    explicit Parameters(Value::Map values, Secrets secrets = {})
        : values_(std::move(values)), secrets_(std::move(secrets)) {}

    bool has(std::string_view name) const {
        return values_.find(name) != values_.end() || secrets_.find(name) != secrets_.end();
    }
    /// Of one that is not secret.
    const Value& at(std::string_view name) const {
        const auto found = values_.find(name);
        if (found != values_.end()) return found->second;
        const bool is_secret = secrets_.find(name) != secrets_.end();
        throw ValueError((is_secret ? "secret() gives the parameter '" : "there is no parameter '") +
                         std::string(name) + "'");
    }
    /// Of one that is described as secret.
    const Secret& secret(std::string_view name) const {
        const auto found = secrets_.find(name);
        if (found == secrets_.end()) throw ValueError("there is no secret parameter '" + std::string(name) + "'");
        return found->second;
    }

    /// For Type::text, url and path.
    const std::string& text(std::string_view name) const { return at(name).text(); }
    /// For Type::integer, and for Type::size in bytes.
    std::int64_t integer(std::string_view name) const { return at(name).integer(); }
    double number(std::string_view name) const { return at(name).number(); }
    bool boolean(std::string_view name) const { return at(name).boolean(); }
    /// For Type::duration, which is kept in milliseconds.
    std::chrono::milliseconds duration(std::string_view name) const {
        return std::chrono::milliseconds(at(name).integer());
    }
    const Value::List& list(std::string_view name) const { return at(name).list(); }
    const Value::Map& map(std::string_view name) const { return at(name).map(); }

    /// All but the secret ones.
    const Value::Map& values() const { return values_; }

private:
    Value::Map values_;
    Secrets secrets_;
};

}  // namespace errand
