#pragma once

/// Tests a task type in the test's own process, without errand, a network or a token:
///
///     errand::testing::TaskHarness<ListEndpoints> harness;
///     harness.parameter("format", "csv");
///     harness.http().answer(200, R"({"DATA": [], "has_next_page": false})");
///     const auto result = harness.run();
///     assert(result.outcome.ok() && harness.http().requests().size() == 1);
///
/// Works with any test framework; no part of the plugin ABI.
#include "errand/testing/task_harness.hpp"
