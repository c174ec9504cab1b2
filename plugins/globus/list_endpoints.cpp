#include "list_endpoints.hpp"

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "endpoint_writer.hpp"
#include "errand/globus/transfer_client.hpp"

namespace errand::globus {

namespace {

EndpointSearch search_of(const Parameters& parameters) {
    EndpointSearch search;
    search.filter_scope = parameters.text("filter_scope");
    if (parameters.has("filter_fulltext")) search.filter_fulltext = parameters.text("filter_fulltext");
    if (parameters.has("limit")) search.limit = parameters.integer("limit");
    return search;
}

/// What later tasks and reports need of an endpoint: a whole document has some hundred members.
Value summary_of(const Value& endpoint) {
    Value::Map summary;
    for (const char* key : {"id", "display_name", "entity_type", "owner_string"}) {
        const Value* member = endpoint.find(key);
        summary.emplace(key, member ? *member : Value());
    }
    return summary;
}

/// Prints all pages and gives the summaries of their endpoints.
Value::List print_all(OffsetPages& pages, EndpointWriter& writer, std::int64_t limit, TaskContext& context) {
    Value::List summaries;
    bool is_first = true;
    while (const auto page = pages.next()) {
        // Only now: where the search fails at once, nothing is printed.
        if (std::exchange(is_first, false)) writer.begin();
        for (const Value& endpoint : *page) {
            writer.write(endpoint);
            summaries.push_back(summary_of(endpoint));
        }
        context.report_progress({static_cast<std::int64_t>(summaries.size()), limit, "endpoints"});
    }
    writer.end();
    return summaries;
}

}  // namespace

TaskDescription ListEndpoints::describe() {
    return TaskDescription("list-endpoints", "List the endpoints and collections that a search finds")
        .takes_parameter("filter_scope", Type::text, "Which endpoints to look among", "my-endpoints")
        .one_of(Value::List(std::begin(kEndpointFilterScopes), std::end(kEndpointFilterScopes)))
        .takes_parameter("filter_fulltext", Type::text, "Words that the endpoint's name, description or owner contains")
        .takes_parameter("limit", Type::integer, "List at most this many; all by default")
        .at_least(1)
        .at_most(kEndpointSearchCap)
        .takes_parameter("format", Type::text, "How to print them", "text")
        .one_of({"text", "json", "csv"})
        .puts_out("count", Type::integer, "How many endpoints were found")
        .puts_out("endpoints", Type::list, "Their id, display_name, entity_type and owner_string")
        .needs_scopes(kTransferResourceServer, {kTransferScope});
}

Outcome ListEndpoints::run(TaskContext& context) {
    const EndpointSearch search = search_of(context.parameters());
    AccessTokenAuthorizer& authorizer = context.authorizer(kTransferResourceServer);
    const TransferClient transfer(context.http(), authorizer, context.service_url("transfer"));
    const auto writer =
        make_endpoint_writer(context.parameters().text("format"), context.output(), authorizer.client_id());

    OffsetPages pages = transfer.endpoint_search(search);
    Value::List endpoints = print_all(pages, *writer, search.limit.value_or(0), context);
    const auto count = std::to_string(endpoints.size());
    if (pages.was_cut())
        context.log(LogLevel::warning, "the list is cut: Globus Transfer shows only the first " + count +
                                           " endpoints and says that there are more; narrow the search");
    context.set_output("count", endpoints.size());
    context.set_output("endpoints", std::move(endpoints));
    return Outcome::success(count + (count == "1" ? " endpoint" : " endpoints"));
}

std::string ListEndpoints::preview(const TaskFacts& facts) const {
    const EndpointSearch search = search_of(facts.parameters());
    std::string text =
        "ask " + facts.service_url("transfer") + " for endpoints, " + search.filter_scope.value_or("all");
    if (search.limit) text += ", at most " + std::to_string(*search.limit);
    return text + ", page by page";
}

}  // namespace errand::globus
