#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "store_fixture.hpp"
#include "support/thrown.hpp"

// Poco 1.11 forgets a connection to which the server said no. NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() {
    return "leak:PQconnectdb\n";
}

namespace errand {

namespace {

using testing::PostgresqlServer;
using testing::StoreFixture;
using testing::StorePlace;
using testing::thrown;

boost::test_tools::assertion_result postgresql_is_installed(boost::unit_test::test_unit_id) {
    return PostgresqlServer::is_installed();
}

std::string as_user(const std::string& user, std::string url) {
    const auto start = url.find("//") + 2;
    return url.replace(start, url.find('@') - start, user);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_postgresql)

BOOST_AUTO_TEST_CASE(is_there_to_be_tested) {
    const char* ci = std::getenv("CI");
    if (ci && std::string_view(ci) == "true") BOOST_TEST(PostgresqlServer::is_installed());
    if (!PostgresqlServer::is_installed())
        BOOST_TEST_MESSAGE("PostgreSQL is not installed: stores in it are not tested; script/setup test installs it");
}

BOOST_AUTO_TEST_CASE(a_server_may_go_away_and_come_back, *boost::unit_test::precondition(postgresql_is_installed)) {
    StoreFixture fixture("postgresql");
    const std::string name = "the store '" + fixture.place.location().place + "'";
    fixture.begin("a");
    PostgresqlServer& server = StorePlace::server();
    server.stop();
    BOOST_TEST(
        thrown<StoreUnreachable>([&] { fixture.end("a"); }).starts_with(name + " was lost while it was in use: "));
    const std::string again = thrown<StoreUnreachable>([&] { fixture.end("a"); });
    BOOST_TEST(again.starts_with(name + " cannot be reached: connection to server on socket \""));
    BOOST_TEST(again.ends_with("\" failed: No such file or directory; look whether the server runs, and at the URL"));
    server.start();
    fixture.end("a");
    BOOST_TEST(to_string(fixture.find("a").state) == "succeeded");
}

BOOST_AUTO_TEST_CASE(a_password_is_used_and_never_shown, *boost::unit_test::precondition(postgresql_is_installed)) {
    const std::string password = "it's: a \\ \"séc ret\"=?";
    PostgresqlServer& server = StorePlace::server();
    server.ask("CREATE USER keyed SUPERUSER PASSWORD 'it''s: a \\ \"séc ret\"=?'");
    server.ask("CREATE SCHEMA keyed");
    StoreLocation location = {server.url("keyed", "keyed"), Secret(std::string_view(password)), ERRAND_MODULES};
    const testing::FakeClock clock;
    BOOST_TEST(open_store(location, clock)->history({}).empty());
    const std::string name = "the store '" + location.place + "'";
    location.password = Secret("sesame");
    BOOST_TEST(thrown<StoreUnusable>([&] { open_store(location, clock); }) ==
               name +
                   " cannot be used: password authentication failed for user \"keyed\"; look at the URL and the "
                   "password");
    location.password = Secret("two\nlines");
    BOOST_TEST(thrown<StoreError>([&] { open_store(location, clock); }) ==
               "the store's password has a line break in it; look at where it comes from");
}

BOOST_AUTO_TEST_CASE(says_what_the_server_does_not_allow, *boost::unit_test::precondition(postgresql_is_installed)) {
    StoreFixture fixture("postgresql");
    PostgresqlServer& server = StorePlace::server();
    server.ask("CREATE USER reader SUPERUSER");
    server.ask("ALTER USER reader SET default_transaction_read_only = on");
    StoreLocation location = fixture.place.location();
    location.place = as_user("reader", location.place);
    const auto store = open_store(location, fixture.clock);
    BOOST_TEST(thrown<StoreUnusable>([&] { store->begin_run(StoreFixture::new_run("a")); }) ==
               "the store '" + location.place +
                   "' cannot be used: cannot execute INSERT in a read-only transaction; it is a standby, or set to "
                   "read-only: name the primary");

    server.ask("CREATE USER stranger");
    location.place = server.make_schema();
    const std::string schema = location.place.substr(location.place.rfind('D') + 1);
    location.place = as_user("stranger", location.place);
    const std::string name = "the store '" + location.place + "' cannot be used: ";
    BOOST_TEST(thrown<StoreUnusable>([&] { open_store(location, fixture.clock); }) ==
               name +
                   "no schema has been selected to create in; make the schema that the URL names, and GRANT this user "
                   "all on it");
    server.ask("GRANT USAGE ON SCHEMA " + schema + " TO stranger");
    BOOST_TEST(thrown<StoreUnusable>([&] { open_store(location, fixture.clock); }) ==
               name + "permission denied for schema " + schema + "; GRANT this user all on the schema and its tables");

    location.place = as_user("nobody_of_this_name", location.place);
    BOOST_TEST(thrown<StoreUnusable>([&] { open_store(location, fixture.clock); }) ==
               "the store '" + location.place +
                   "' cannot be used: role \"nobody_of_this_name\" does not exist; look at the URL and the password");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
