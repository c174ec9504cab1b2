#include "sandbox/sandbox.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <thread>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "errand/json.hpp"
#include "loopback_client.hpp"

using errand::CommandError;
using errand::HttpResponse;
using errand::Sandbox;
using errand::SandboxOptions;
using errand::SystemClock;
using errand::testing::kTransferScope;
using errand::testing::LoopbackClient;

BOOST_AUTO_TEST_SUITE(sandbox)

const SystemClock system_clock;

std::string port_of(const Sandbox& sandbox) { return sandbox.url().substr(sandbox.url().rfind(':') + 1); }

BOOST_AUTO_TEST_CASE(tells_a_shell_where_it_is) {
    const Sandbox sandbox({}, system_clock);
    const std::string secret(sandbox.client_secret().reveal());
    BOOST_TEST(secret.size() == 64U);
    BOOST_TEST(sandbox.url().find("http://127.0.0.1:") == 0U);
    BOOST_TEST(sandbox.shell_exports() ==
               "export GLOBUS_CLIENT_ID=3f6c2a1e-0000-4000-8000-00000000c1d0\n"
               "export GLOBUS_CLIENT_SECRET=" +
                   secret + "\nexport GLOBUS_SDK_SERVICE_URL_AUTH=" + sandbox.url() +
                   "\nexport GLOBUS_SDK_SERVICE_URL_TRANSFER=" + sandbox.url() + "\n");
}

BOOST_AUTO_TEST_CASE(has_another_secret_at_every_start) {
    BOOST_TEST(Sandbox({}, system_clock).client_secret().reveal() !=
               Sandbox({}, system_clock).client_secret().reveal());
}

BOOST_AUTO_TEST_CASE(listens_on_the_port_it_is_told_and_refuses_one_that_is_taken) {
    std::uint16_t port = 0;
    {
        const Sandbox first({}, system_clock);
        port = static_cast<std::uint16_t>(std::stoi(port_of(first)));
        BOOST_CHECK_EXCEPTION(Sandbox({.port = port}, system_clock), CommandError, [&](const CommandError& error) {
            BOOST_TEST(error.what() == "cannot listen on 127.0.0.1:" + std::to_string(port) +
                                           ": Address already in use; choose another port, or 0 for any that is free");
            return error.code() == errand::ExitCode::usage;
        });
    }
    BOOST_TEST(port_of(Sandbox({.port = port}, system_clock)) == std::to_string(port));
}

BOOST_AUTO_TEST_CASE(is_not_reachable_but_through_127_0_0_1) {
    const Sandbox sandbox({}, system_clock);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port_of(sandbox))));
    ::inet_pton(AF_INET, "127.0.0.2", &address.sin_addr);
    const errand::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    BOOST_TEST(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == -1);
    BOOST_TEST(errno == ECONNREFUSED);
}

BOOST_AUTO_TEST_CASE(names_the_files_of_a_certificate_that_will_not_do) {
    const SandboxOptions options{.tls = errand::ServerCertificate{"/nowhere/cert.pem", "/nowhere/key.pem"}};
    BOOST_CHECK_EXCEPTION(Sandbox(options, system_clock), CommandError, [](const CommandError& error) {
        const std::string message = error.what();
        BOOST_TEST(message.find("cannot serve TLS with the certificate /nowhere/cert.pem and the key "
                                "/nowhere/key.pem: ") == 0U);
        return error.code() == errand::ExitCode::configuration;
    });
}

BOOST_AUTO_TEST_CASE(fails_as_planned) {
    Sandbox sandbox({.faults = {errand::parse_fault("POST /v2/oauth2/token=503*1"),
                                errand::parse_fault("GET /v0.10/endpoint_search=429")}},
                    system_clock);
    LoopbackClient client(sandbox);
    const HttpResponse first = client.grant(kTransferScope);
    BOOST_TEST(first.status == 503);
    BOOST_TEST(first.body == R"({"error":"service_unavailable","error_description":"Service unavailable","errors":[)"
                             R"({"code":"SERVICE_UNAVAILABLE","detail":"Service unavailable",)"
                             R"("id":"f0000000-0000-4000-8000-000000000001","status":"503",)"
                             R"("title":"Service unavailable"}]})");
    BOOST_TEST(client.grant(kTransferScope).status == 200);
    for (const char* id : {"sbx000001", "sbx000002"}) {
        const HttpResponse search = client.get("/v0.10/endpoint_search?limit=1", "any");
        BOOST_TEST(search.status == 429);
        BOOST_TEST(search.body == R"({"code":"ClientError.TooManyRequests","message":"Too many requests",)"
                                  R"("request_id":")" +
                                      std::string(id) + R"(","resource":"/v0.10/endpoint_search"})");
    }
}

struct NoRoute {
    const char* method;
    const char* target;
    int status;
    const char* code;
    const char* allow;
};
std::ostream& operator<<(std::ostream& out, const NoRoute& route) { return out << route.method << ' ' << route.target; }

const NoRoute no_routes[] = {
    {"GET", "/", 404, "NOT_FOUND", ""},
    {"GET", "/v2/oauth2/token", 405, "METHOD_NOT_ALLOWED", "POST"},
    {"GET", "/v0.10/task_list", 404, "ClientError.NotFound", ""},
    {"POST", "/v0.10/endpoint_search", 405, "ClientError.MethodNotAllowed", "GET"},
    {"DELETE", "/v0.10/endpoint/x", 405, "ClientError.MethodNotAllowed", "GET"},
};

BOOST_DATA_TEST_CASE(answers_what_it_does_not_serve, boost::unit_test::data::make(no_routes), route) {
    Sandbox sandbox({}, system_clock);
    const HttpResponse answer = LoopbackClient(sandbox).send(route.method, route.target);
    BOOST_TEST(answer.status == route.status);
    BOOST_TEST(answer.body.find("\"code\":\"" + std::string(route.code) + "\"") != std::string::npos);
    BOOST_TEST(answer.headers.find("Allow").value_or("") == route.allow);
}

BOOST_AUTO_TEST_CASE(logs_requests_without_their_secrets) {
    std::vector<std::string> lines;
    Sandbox sandbox({.log = [&](std::string_view line) { lines.emplace_back(line); }}, system_clock);
    LoopbackClient client(sandbox);
    client.grant(kTransferScope);
    client.get("/v0.10/endpoint_search?limit=3&access_token=AgSecret", "AgSecret");
    client.get("/v0.10/endpoint/%1B%5B31m%0A", "");
    const std::vector<std::string> expected = {"POST /v2/oauth2/token -> 200", "GET /v0.10/endpoint_search -> 401",
                                               R"(GET /v0.10/endpoint/\x1b[31m\n -> 401)"};
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
    BOOST_TEST(sandbox.request_count() == 3U);
}

BOOST_AUTO_TEST_CASE(refuses_a_body_that_is_too_large_and_goes_on) {
    Sandbox sandbox({}, system_clock);
    LoopbackClient client(sandbox);
    const std::string form = "grant_type=client_credentials&scope=openid&padding=";
    BOOST_TEST(client.post("/v2/oauth2/token", form + std::string(65'536 - form.size(), 'x')).status == 200);
    BOOST_TEST(client.post("/v2/oauth2/token", form + std::string(65'537 - form.size(), 'x')).status == 413);
    BOOST_TEST(LoopbackClient(sandbox).grant(kTransferScope).status == 200);
}

BOOST_AUTO_TEST_CASE(waits_for_the_latency) {
    Sandbox sandbox({.latency = std::chrono::milliseconds(60)}, system_clock);
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(LoopbackClient(sandbox).grant(kTransferScope).status == 200);
    BOOST_TEST((std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(60)));
}

BOOST_AUTO_TEST_CASE(stops_at_once_in_the_middle_of_a_request) {
    auto sandbox = std::make_unique<Sandbox>(SandboxOptions{.latency = std::chrono::minutes(5)}, system_clock);
    LoopbackClient client(*sandbox);
    std::thread asking([&] {
        try {
            client.get("/", "");
        } catch (const Poco::Exception&) {
            // The connection may be cut before the answer is out.
        }
    });
    while (sandbox->request_count() == 0) std::this_thread::yield();
    const auto start = std::chrono::steady_clock::now();
    sandbox.reset();
    asking.join();
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_CASE(serves_many_clients_at_once) {
    Sandbox sandbox({}, system_clock);
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            LoopbackClient client(sandbox);
            const auto token = errand::parse_json(client.grant(kTransferScope).body).map().at("access_token").text();
            for (int request = 0; request < 10; ++request)
                if (client.get("/v0.10/endpoint_search?limit=10", token).status == 200) ++served;
        });
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(served == 80);
    BOOST_TEST(sandbox.request_count() == 88U);
}

BOOST_AUTO_TEST_SUITE_END()
