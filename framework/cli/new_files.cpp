#include "cli/new_files.hpp"

#include "errand/version.hpp"

namespace errand {

namespace {

constexpr char kPluginBuild[] = R"(cmake_minimum_required(VERSION 3.25)
project(@name@ LANGUAGES CXX)

find_package(errand @errand_version@ REQUIRED)

errand_add_plugin(@name@ @name@_plugin.cpp)

enable_testing()
add_executable(@name@_test @name@_test.cpp)
target_link_libraries(@name@_test PRIVATE errand::sdk)
add_test(NAME @name@ COMMAND @name@_test)
)";

constexpr char kPluginHeader[] = R"(#pragma once

#include <errand/plugin.hpp>

/// Greets somebody. Replace it with what your plugin does.
class Greet final : public errand::Task {
public:
    static errand::TaskDescription describe() {
        return errand::TaskDescription("greet", "Greet somebody")
            .takes_parameter("whom", errand::Type::text, "Who is greeted", "world")
            .puts_out("greeting", errand::Type::text, "What was said");
    }

    errand::Outcome run(errand::TaskContext& context) override {
        const std::string greeting = "Hello, " + context.parameters().text("whom") + "!";
        context.output() << greeting << '\n';
        context.set_output("greeting", greeting);
        return errand::Outcome::success();
    }
};
)";

constexpr char kPluginSource[] = R"(#include "greet.hpp"

ERRAND_PLUGIN("@name@", "0.1.0", Greet)
)";

constexpr char kPluginTest[] = R"(#include <errand/testing.hpp>

#include <iostream>

#include "greet.hpp"

int main() {
    errand::testing::TaskHarness<Greet> harness;
    harness.parameter("whom", "errand");
    const auto result = harness.run();
    if (result.outcome.ok() && result.printed == "Hello, errand!\n") return 0;
    std::cerr << "expected a greeting, but it printed '" << result.printed << "' and said '" << result.outcome.message
              << "'\n";
    return 1;
}
)";

constexpr char kPluginReadme[] = R"(# @name@

An errand plugin.

| task type | what it does | parameters | outputs |
|---|---|---|---|
| `@name@.greet` | greets somebody | `whom` (default `world`) | `greeting` |

Build and test it:

    cmake -B build && cmake --build build && ctest --test-dir build

Then name the directory in errand's configuration, and use it in a job:

    plugins: [/path/to/@name@/build]

    tasks:
      - name: hello
        uses: @name@.greet
        with: {whom: you}
)";

constexpr char kJob[] = R"(# yaml-language-server: $schema=@schema@
# An editor completes and checks this file by that. Write it anew when plugins change: errand schema > @schema@
name: "@name@"
description: Endpoints that belong to this service account
schedule: {cron: "0 6 * * *", timezone: UTC}
tasks:
  - name: list
    uses: globus.list-endpoints
    with: {filter_scope: my-endpoints}
    time_limit: 5m
)";

std::string filled_in(std::string text, const std::string& name) {
    const auto replace = [&text](const std::string& mark, const std::string& value) {
        for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size())
            text.replace(at, mark.size(), value);
    };
    replace("@name@", name);
    replace("@errand_version@", ERRAND_VERSION);
    replace("@schema@", kSchemaFile);
    return text;
}

}  // namespace

std::vector<NewFile> plugin_files(const std::string& name) {
    const std::filesystem::path folder = name;
    return {{folder / "CMakeLists.txt", filled_in(kPluginBuild, name)},
            {folder / "greet.hpp", filled_in(kPluginHeader, name)},
            {folder / (name + "_plugin.cpp"), filled_in(kPluginSource, name)},
            {folder / (name + "_test.cpp"), filled_in(kPluginTest, name)},
            {folder / "README.md", filled_in(kPluginReadme, name)}};
}

NewFile job_file(const std::string& name) { return {name + ".yaml", filled_in(kJob, name)}; }

}  // namespace errand
