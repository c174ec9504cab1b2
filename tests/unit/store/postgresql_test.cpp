#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <future>

#include "store/admission.hpp"
#include "store/database_module.hpp"
#include "store_fixture.hpp"
#include "support/cut_line.hpp"
#include "support/thrown.hpp"

// Poco 1.11 forgets a connection to which the server said no, and the answer that came instead of the one to a
// statement when a connection broke. NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() {
    return "leak:PQconnectdb\nleak:Poco::Data::PostgreSQL::StatementExecutor::execute\n";
}

namespace errand {

namespace {

using testing::PostgresqlServer;
using testing::StoreFixture;
using testing::StorePlace;
using testing::thrown;
using testing::to_text;

boost::test_tools::assertion_result postgresql_is_installed(boost::unit_test::test_unit_id) {
    return PostgresqlServer::is_installed();
}

std::string as_user(const std::string& user, std::string url) {
    const auto start = url.find("//") + 2;
    return url.replace(start, url.find('@') - start, user);
}

StoreLocation by_way_of(const testing::CutLine& line, StoreLocation location) {
    const std::string directory = StorePlace::server().directory();
    location.place.replace(location.place.find(directory), directory.size(), line.directory());
    return location;
}

/// Asks again if the connection broke, which must do.
template <class Ask>
void ask_twice(Ask ask) {
    try {
        ask();
    } catch (const StoreUnreachable&) {
        ask();
    }
}

/// A connection to a schema of its own, or to one that another has.
struct Connection {
    explicit Connection(const StoreLocation& location) : database(open_by_module("postgresql", location)) {}

    std::string ask(const std::string& sql) const { return database->execute(sql).at(0).at(0).value_or("NULL"); }
    std::string process() const { return ask("SELECT pg_backend_pid()::text"); }

    std::unique_ptr<Database> database;
};

/// Asks psql until it prints `lines`.
void wait_for(const std::string& sql, const std::string& lines) {
    for (int times = 0; times < 2000; ++times)
        if (StorePlace::server().ask(sql) == lines) return;
    BOOST_FAIL(sql);
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

BOOST_AUTO_TEST_CASE(a_connection_may_break_at_any_message, *boost::unit_test::precondition(postgresql_is_installed)) {
    StoreFixture fixture("postgresql");
    testing::CutLine line(StorePlace::server().directory());
    const auto store = open_store(by_way_of(line, fixture.place.location()), fixture.clock);
    const Change change = TaskBegan{{"list", {}}, fixture.clock.now()};
    int count = 0;
    do {
        ++count;
        BOOST_TEST_CONTEXT("message " << count) {
            NewRun run = StoreFixture::new_run(std::to_string(count));
            run.overlap = Overlap::allow;
            line.cut_at(count);
            ask_twice([&] { BOOST_TEST(to_text(store->begin_run(run)) == "started"); });
            ask_twice([&] { store->record(run.id, {&change, 1}); });
            ask_twice([&] { BOOST_TEST(store->tasks(run.id).size() == 1U); });
        }
    } while (line.is_cut());
    BOOST_TEST(count > 20);
    HistoryFilter all;
    all.limit = HistoryFilter::kLargestPage;
    BOOST_TEST(fixture.store->history(all).size() == static_cast<std::size_t>(count));
    BOOST_TEST(testing::joined(fixture.store->check_integrity()) == "");
}

BOOST_AUTO_TEST_CASE(who_may_begin_does_not_depend_on_the_isolation_that_the_server_prefers,
                     *boost::unit_test::precondition(postgresql_is_installed)) {
    StoreFixture fixture("postgresql");
    PostgresqlServer& server = StorePlace::server();
    server.ask("CREATE USER repeater SUPERUSER");
    server.ask("ALTER USER repeater SET default_transaction_isolation = 'repeatable read'");
    StoreLocation location = fixture.place.location();
    location.place = as_user("repeater", location.place);
    const Connection first(location);
    first.database->begin(Durability::machine);
    first.database->exclude_others();
    auto second = std::async(std::launch::async, [&] {
        return to_text(open_store(location, fixture.clock)->begin_run(StoreFixture::new_run("b")));
    });
    wait_for("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", "1\n");
    BOOST_TEST(to_text(admit(*first.database, StoreFixture::new_run("a"), fixture.clock.now())) == "started");
    first.database->commit();
    BOOST_TEST(second.get() == "skipped: run a of this job is still running");
}

BOOST_AUTO_TEST_CASE(a_client_that_stands_still_is_not_waited_for_for_ever,
                     *boost::unit_test::precondition(postgresql_is_installed)) {
    const StorePlace place("postgresql");
    const Connection connection(place.location());
    std::string settings;
    for (const SqlRow& row : connection.database->execute(
             "SELECT name, CASE WHEN name LIKE 'tcp%' THEN '' ELSE setting END FROM pg_settings"
             " WHERE source = 'session' ORDER BY name"))
        settings += *row.at(0) + "=" + *row.at(1) + " ";
    BOOST_TEST(settings ==
               "client_min_messages=error idle_in_transaction_session_timeout=10000 lock_timeout=10000 "
               "tcp_keepalives_count= tcp_keepalives_idle= tcp_keepalives_interval= ");

    connection.database->begin(Durability::machine);
    const std::string process = connection.process();
    connection.database->execute("SET idle_in_transaction_session_timeout = 1");
    wait_for("SELECT count(*) FROM pg_stat_activity WHERE pid = " + process, "0\n");
    BOOST_CHECK_THROW(connection.database->exclude_others(), StoreUnreachable);
    connection.database->rollback();
    BOOST_TEST(connection.process() != process);
}

BOOST_AUTO_TEST_CASE(says_that_another_errand_is_at_work, *boost::unit_test::precondition(postgresql_is_installed)) {
    const StorePlace place("postgresql");
    const Connection first(place.location());
    const Connection second(place.location());
    first.database->begin(Durability::machine);
    first.database->exclude_others();
    second.database->begin(Durability::machine);
    second.database->execute("SET lock_timeout = 1");
    BOOST_TEST(thrown<StoreBusy>([&] { second.database->exclude_others(); }) ==
               "the store '" + place.location().place +
                   "' is locked: another errand has been at work on it for 10 s; look at pg_stat_activity");
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
