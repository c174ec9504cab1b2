#include "count_endpoints.hpp"

#include <cstdint>
#include <errand/globus/transfer_client.hpp>
#include <errand/json.hpp>
#include <map>
#include <string>

using namespace errand;

namespace {

/// Without a client for the service: a signed request, and JSON.
std::string display_name(const std::string& id, TaskContext& context) {
    const std::string url = context.service_url("transfer") + "v0.10/endpoint/" + id;
    const HttpResponse response = context.http().get(url, &context.authorizer());
    if (!response.ok()) throw Error("GET " + url + ": status " + std::to_string(response.status));
    return parse_json(response.body).find("display_name")->text();
}

}  // namespace

TaskDescription CountEndpoints::describe() {
    return TaskDescription("count-endpoints", "Count the endpoints of the service account")
        .puts_out("count", Type::integer, "How many there are")
        .needs_scopes(globus::kTransferResourceServer, {globus::kTransferScope});
}

Outcome CountEndpoints::run(TaskContext& context) {
    const globus::TransferClient transfer(context.http(), context.authorizer(), context.service_url("transfer"));
    globus::EndpointSearch search;
    search.filter_scope = "my-endpoints";

    std::string first;
    std::map<std::string, std::int64_t> counts;
    std::int64_t total = 0;
    globus::OffsetPages pages = transfer.endpoint_search(search);
    while (const auto page = pages.next()) {
        for (const Value& endpoint : *page) {
            if (first.empty()) first = endpoint.find("id")->text();
            ++counts[endpoint.find("entity_type")->text()];
            ++total;
        }
    }
    for (const auto& [type, count] : counts) context.output() << type << ' ' << count << '\n';
    if (!first.empty()) context.output() << "first " << display_name(first, context) << '\n';
    context.set_output("count", total);
    return Outcome::success();
}
