#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "errand/value.hpp"

namespace errand::globus {

/// Prints endpoints one by one in one format. Text of the service cannot drive a terminal in any of them.
class EndpointWriter {
public:
    virtual ~EndpointWriter() = default;

    /// What stands before the first endpoint, also when there is none.
    virtual void begin() = 0;
    /// \throws Error if the document has no id.
    virtual void write(const Value& endpoint) = 0;
    virtual void end() = 0;
};

/// The writer for `text`, `json` or `csv`; `client_id` is whose endpoints they are.
/// Lifetime: `out` outlives it.
/// \throws Error for another format.
std::unique_ptr<EndpointWriter> make_endpoint_writer(std::string_view format, std::ostream& out, std::string client_id);

}  // namespace errand::globus
