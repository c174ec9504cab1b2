#pragma once

#include <string>
#include <utility>
#include <vector>

namespace errand::globus {

/// The query of a URL: names and values in the order in which they are sent.
class Query {
public:
    /// Adds a parameter; a name may come several times.
    void add(std::string name, std::string value) { parameters_.emplace_back(std::move(name), std::move(value)); }

    /// `?name=value&…` in the form of application/x-www-form-urlencoded, or nothing when there are no parameters.
    std::string encoded() const;

private:
    std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace errand::globus
