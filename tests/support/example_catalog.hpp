#pragma once

#include <chrono>

#include "support/fake_catalog.hpp"

namespace errand::testing {

/// The plugins that the tests of job files use: `globus`, as the real one but for its length; `try`, with a parameter
/// of every type and with files; and `broken`, whose library is refused.
inline FakeCatalog example_catalog() {
    FakeCatalog catalog;
    catalog.add("globus", TaskDescription("list-endpoints", "Lists endpoints")
                              .takes_parameter("filter_scope", Type::text, "Which endpoints", "my-endpoints")
                              .one_of({"my-endpoints", "administered-by-me"})
                              .takes_parameter("limit", Type::integer, "At most so many")
                              .at_least(1)
                              .at_most(1000)
                              .needs_scopes("transfer.api.globus.org", {"urn:globus:transfer:all"}));
    catalog.add("globus",
                TaskDescription("sync", "Copies")
                    .requires_parameter("source", Type::text, "The collection")
                    .needs_scopes("transfer.api.globus.org", {"urn:all[*https://scopes/{source}/data_access]"}));
    catalog.add("try", TaskDescription("types", "Takes everything")
                           .requires_parameter("url", Type::url, "Where to post")
                           .takes_parameter("text", Type::text, "A text")
                           .takes_parameter("integer", Type::integer, "An integer", 7)
                           .takes_parameter("number", Type::number, "A number")
                           .takes_parameter("boolean", Type::boolean, "A boolean")
                           .takes_parameter("list", Type::list, "A list")
                           .takes_parameter("map", Type::map, "A map")
                           .takes_parameter("path", Type::path, "A path")
                           .takes_parameter("duration", Type::duration, "A duration", std::chrono::minutes(1))
                           .takes_parameter("size", Type::size, "A size", 2048)
                           .takes_parameter("any", Type::any, "Anything")
                           .takes_parameter("level", Type::integer, "A level")
                           .one_of({1, 2, 3})
                           .takes_parameter("password", Type::text, "A secret")
                           .is_secret());
    catalog.add("try", TaskDescription("files", "Touches files")
                           .requires_parameter("source", Type::path, "Read")
                           .takes_parameter("log", Type::path, "Written")
                           .takes_parameter("list", Type::path, "Read, too", "lists/all.txt")
                           .reads_files({"{source}", "{list}", "/srv/in"})
                           .writes_files({"{log}", "/srv/out/"}));
    catalog.add("try", TaskDescription("trusted", "Touches any file").touches_any_file());
    catalog.add("try", TaskDescription("no-path", "Is described badly").reads_files({"data"}));
    catalog.refuse("broken", "/opt/broken.so is not an errand plugin");
    return catalog;
}

}  // namespace errand::testing
