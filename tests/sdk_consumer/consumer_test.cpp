#include <errand/testing.hpp>
#include <iostream>

#include "count_endpoints.hpp"

namespace {

constexpr char kPage[] = R"({"has_next_page": false, "DATA": [
    {"id": "11111111-0000-4000-8000-000000000001", "entity_type": "GCP_mapped_collection"},
    {"id": "11111111-0000-4000-8000-000000000002", "entity_type": "GCP_guest_collection"},
    {"id": "11111111-0000-4000-8000-000000000003", "entity_type": "GCP_mapped_collection"}]})";

constexpr char kExpected[] = "GCP_guest_collection 1\nGCP_mapped_collection 2\nfirst Archive\n";

}  // namespace

int main() {
    errand::testing::TaskHarness<CountEndpoints> harness;
    harness.service("transfer", "https://transfer.example.org");
    harness.http().answer(200, kPage);
    harness.http()
        .on("GET", "/v0.10/endpoint/11111111-0000-4000-8000-000000000001")
        .answer(200, R"({"display_name": "Archive"})");
    const auto result = harness.run();
    if (result.outcome.ok() && result.printed == kExpected && result.outputs.at("count") == errand::Value(3)) return 0;
    std::cerr << "expected:\n"
              << kExpected << "printed:\n"
              << result.printed << "outcome: " << result.outcome.message << '\n';
    return 1;
}
