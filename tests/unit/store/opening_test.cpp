#include <sys/resource.h>
#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

#include "errand/version.hpp"
#include "store/database_module.hpp"
#include "store/migrations.hpp"
#include "store/sql_store.hpp"
#include "store/store_file.hpp"
#include "store_fixture.hpp"
#include "support/forked.hpp"
#include "support/thrown.hpp"

namespace errand {

namespace {

using testing::StoreFixture;
using testing::StorePlace;
using testing::TemporaryDirectory;
using testing::thrown;

const auto kOpeningKinds = boost::unit_test::data::make(testing::store_kinds());

std::unique_ptr<Database> database_of(const StorePlace& place) {
    return open_by_module(place.is_sqlite() ? "sqlite" : "postgresql", place.location());
}

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status = {};
    BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

/// A file for a store, with what opening it says.
struct SqliteFile {
    SqliteFile() { location.modules = ERRAND_MODULES, location.place = directory.path() / "errand.db"; }

    std::string refusal() const {
        const testing::FakeClock clock;
        std::string said = thrown<StoreError>([&] { open_store(location, clock); });
        for (const std::string place = directory.path(); said.find(place) != std::string::npos;)
            said.replace(said.find(place), place.size(), "DIR");
        return said;
    }

    TemporaryDirectory directory;
    StoreLocation location;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_opening)

BOOST_AUTO_TEST_CASE(a_new_store_is_its_users_alone) {
    const TemporaryDirectory directory;
    const std::filesystem::path file = directory.path() / "share/state/errand.db";
    const testing::FakeClock clock;
    const auto store = open_store({file, {}, ERRAND_MODULES}, clock);
    BOOST_TEST(mode_of(file) == 0600U);
    BOOST_TEST(mode_of(file.string() + "-wal") == 0600U);
    BOOST_TEST(mode_of(file.parent_path()) == 0700U);
    // Nothing is left of how it was made.
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
        BOOST_TEST(entry.path().filename().string().starts_with("errand.db"));
    BOOST_TEST(store->check_integrity().empty());
}

BOOST_DATA_TEST_CASE(what_was_kept_is_there_when_it_is_opened_again, kOpeningKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.store.reset();
    fixture.store = fixture.place.open(fixture.clock);
    BOOST_TEST(fixture.find("a").job == "sync");
}

BOOST_AUTO_TEST_CASE(says_what_keeps_a_file_from_being_a_store) {
    SqliteFile file;
    file.directory.write("errand.db", std::string(4096, 'x'));
    ::chmod(file.location.place.c_str(), 0644);
    BOOST_TEST(file.refusal() == "the store 'DIR/errand.db' is open to others; chmod 600 'DIR/errand.db'");
    ::chmod(file.location.place.c_str(), 0600);
    BOOST_TEST(file.refusal() ==
               "the store 'DIR/errand.db' cannot be used: file is not a database; restore it from a "
               "copy, or move it away to begin anew");
    file.location.place = file.directory.path();
    BOOST_TEST(file.refusal() == "the store 'DIR' is not a file; name another place");
    file.location.place = file.directory.path() / "errand.db/errand.db";
    BOOST_TEST(file.refusal() == "the store 'DIR/errand.db/errand.db' cannot be reached: Not a directory");
}

BOOST_AUTO_TEST_CASE(says_what_keeps_a_store_from_being_made) {
    SqliteFile file;
    file.location.place = file.directory.path() / "state/errand.db";
    ::chmod(file.directory.path().c_str(), 0500);
    BOOST_TEST(file.refusal() ==
               "the store 'DIR/state/errand.db' cannot be made: Permission denied; give this user a "
               "directory that it can write to");
    file.location.place = file.directory.path() / "errand.db";
    BOOST_TEST(file.refusal() ==
               "the store 'DIR/errand.db' cannot be made: Permission denied; give this user a "
               "directory that it can write to");
    ::chmod(file.directory.path().c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(says_that_a_store_cannot_be_written) {
    SqliteFile file;
    const testing::FakeClock clock;
    open_store(file.location, clock);
    ::chmod(file.location.place.c_str(), 0400);
    BOOST_TEST(file.refusal() ==
               "the store 'DIR/errand.db' cannot be written: Permission denied; chmod 600 "
               "'DIR/errand.db', and look whether its disk is mounted read-only");
    ::chmod(file.location.place.c_str(), 0600);
    ::chmod(file.directory.path().c_str(), 0500);
    BOOST_TEST(file.refusal() ==
               "the store 'DIR/errand.db' cannot be used: attempt to write a readonly database; let this "
               "user write to it and its directory, and look whether its disk is read-only");
    ::chmod(file.directory.path().c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(says_that_another_process_is_writing) {
    const StorePlace place("sqlite");
    const testing::FakeClock clock;
    place.open(clock);
    const auto first = database_of(place);
    const auto second = database_of(place);
    first->begin(Durability::machine);
    second->execute("PRAGMA busy_timeout = 0");
    BOOST_TEST(thrown<StoreBusy>([&] { second->begin(Durability::machine); }) ==
               "the store '" + place.location().place +
                   "' is locked by another process, and has been for 60 s; fuser -v on it tells which");
    first->rollback();
    second->begin(Durability::machine);
}

BOOST_AUTO_TEST_CASE(says_that_there_is_no_room) {
    const std::string answer = testing::said_by_child([] {
        StoreFixture fixture("sqlite");
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit = {200'000, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const std::string name = "the store '" + fixture.place.location().place + "'";
        fixture.begin("a");
        std::string said;
        for (int item = 0; item < 1000 && said.empty(); ++item) {
            try {
                fixture.record("a", TaskEnded{{"copy", item}, "succeeded", std::string(3000, 'x'), {}, {}});
            } catch (const StoreUnusable& error) {
                said = error.what();
            }
        }
        if (said.starts_with(name)) said.erase(0, name.size());
        const rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &none);
        fixture.end("a");  // What was recorded before is whole, and it goes on when there is room again.
        return said + "|" + testing::joined(fixture.store->check_integrity());
    });
    BOOST_TEST(answer == " cannot be used: disk I/O error; look whether its disk is full, over quota or failing|");
}

struct BadPlace {
    const char* place;
    const char* message;
};
const BadPlace kBadPlaces[] = {
    {"",
     "the store '' is in no place that errand knows; give the path of a file for SQLite, or "
     "postgresql://HOST/DATABASE"},
    {"mysql://db/errand",
     "the store 'mysql://db/errand' is in no place that errand knows; give the path of a file for "
     "SQLite, or postgresql://HOST/DATABASE"},
    {"postgresql://ada:sesame@db/errand",
     "the store's URL has a password in it, where others may see it; give it apart from the URL"},
    {"postgresql://ada@db/errand?password=sesame",
     "the store's URL has a password in it, where others may see it; give it apart from the URL"},
    {"postgresql://ada:sesame@db/errand?colour=red",
     "the store's URL cannot be read; write it as postgresql://[USER@]HOST[:PORT]/DATABASE[?NAME=VALUE&…]"},
    {"postgresql://db/errand?options=-c%20search_path%3Derrand",
     "'options' in the store's URL has a space in it, which errand cannot pass on; in 'options', -cNAME=VALUE needs "
     "none"},
};

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_a_place) {
    const testing::FakeClock clock;
    for (const BadPlace& row : kBadPlaces) {
        try {
            open_store({row.place, {}, ERRAND_MODULES}, clock);
            BOOST_ERROR(row.place);
        } catch (const StoreError& error) {
            BOOST_TEST(error.what() == row.message);
            BOOST_TEST(static_cast<int>(error.code()) == 78);
        }
    }
}

BOOST_AUTO_TEST_CASE(says_that_a_module_is_not_there) {
    SqliteFile file;
    file.location.modules = file.directory.path();
    BOOST_TEST(file.refusal() ==
               "what a store in sqlite needs cannot be loaded: DIR/errand-store-sqlite.so: cannot open shared object "
               "file: No such file or directory; install errand again, with the libraries that it was built with");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(store_migrations)

BOOST_DATA_TEST_CASE(an_older_form_is_brought_up_to_date, kOpeningKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    const auto database = database_of(fixture.place);
    std::vector<Migration> known(migrations().begin(), migrations().end());
    const auto newest = static_cast<std::int64_t>(known.size());
    known.push_back({newest + 1, "ALTER TABLE runs ADD COLUMN colour TEXT; CREATE INDEX colours ON runs (colour)"});
    known.push_back({newest + 2, "UPDATE runs SET colour = 'red'"});
    for (int time = 0; time < 2; ++time) migrate(*database, known);

    const auto rows = database->execute("SELECT colour FROM runs WHERE id = 'a'");
    BOOST_TEST(rows.at(0).at(0).value() == "red");
    const auto versions = database->execute("SELECT count(*), max(version) FROM schema_version");
    BOOST_TEST(versions.at(0).at(0).value() == std::to_string(newest + 2));
    BOOST_TEST(versions.at(0).at(1).value() == std::to_string(newest + 2));
}

BOOST_DATA_TEST_CASE(a_migration_that_fails_leaves_the_store_as_it_was, kOpeningKinds, kind) {
    StoreFixture fixture(kind);
    const auto database = database_of(fixture.place);
    std::vector<Migration> known(migrations().begin(), migrations().end());
    known.push_back({99, "ALTER TABLE runs ADD COLUMN colour TEXT; UPDATE nothing SET colour = 'red'"});
    BOOST_CHECK_THROW(migrate(*database, known), StoreUnusable);
    BOOST_CHECK_THROW(database->execute("SELECT colour FROM runs"), StoreUnusable);
    fixture.store = fixture.place.open(fixture.clock);
}

BOOST_DATA_TEST_CASE(a_newer_form_is_refused, kOpeningKinds, kind) {
    const StorePlace place(kind);
    const testing::FakeClock clock;
    place.open(clock);
    database_of(place)->execute("INSERT INTO schema_version (version, errand) VALUES (7, '3.1.4')");
    BOOST_TEST(thrown<StoreTooNew>([&] { place.open(clock); }) ==
               "the store '" + place.location().place +
                   "' was brought to form 7 by errand 3.1.4; this is errand " ERRAND_VERSION
                   ", which knows forms up to 2: use errand 3.1.4 or a newer one here");
}

BOOST_DATA_TEST_CASE(what_others_wrote_is_told, kOpeningKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    database_of(fixture.place)->execute("UPDATE runs SET parameters = 'no JSON' WHERE id = 'a'");
    const std::string said = thrown<StoreUnusable>([&] { fixture.store->history({}); });
    const std::string start =
        "the store '" + fixture.place.location().place + "' holds something that no errand wrote: ";
    BOOST_TEST(said.substr(0, start.size()) == start);
}

BOOST_DATA_TEST_CASE(an_id_that_leads_to_other_files_is_told, kOpeningKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.end("a");
    database_of(fixture.place)->execute("UPDATE runs SET id = '../a' WHERE id = 'a'");
    const std::string expected = "the store '" + fixture.place.location().place +
                                 "' holds something that no errand wrote: expected the id of a run, found '../a'";
    BOOST_TEST(thrown<StoreUnusable>([&] { fixture.store->history({}); }) == expected);
    BOOST_TEST(thrown<StoreUnusable>([&] { fixture.store->prune({.max_age = {}, .max_runs_per_job = 0}); }) ==
               expected);
    BOOST_TEST(thrown<StoreUnusable>([&] { fixture.begin("/a"); }) ==
               "the store '" + fixture.place.location().place + "' takes no run with the id '/a'");
}

BOOST_DATA_TEST_CASE(what_is_looked_at_is_neither_made_nor_brought_up_to_date, kOpeningKinds, kind) {
    const StorePlace place(kind);
    const auto look = [&] { return look_at_store(place.location()); };
    BOOST_TEST(!look().is_there);
    BOOST_TEST(!(place.is_sqlite() && std::filesystem::exists(place.location().place)));
    BOOST_TEST(!look().is_there);
    if (place.is_sqlite()) prepare_store_file(place.location().place);
    const auto database = database_of(place);
    migrate(*database, migrations().first(1));
    BOOST_TEST(look().is_there);
    BOOST_TEST(!look().is_current);
    migrate(*database, migrations());
    BOOST_TEST(look().is_current);
    BOOST_TEST(testing::joined(look().damage) == "");
    const testing::FakeClock clock;
    NewRun run;
    run.id = "a";
    run.job = "sync";
    place.open(clock)->begin_run(run);
    database->execute("UPDATE runs SET state = 'failed', ended_at = 1");
    database->execute("INSERT INTO pool_places (pool, run_id, size) VALUES ('disk', 'a', 1)");
    BOOST_TEST(testing::joined(look().damage) == "run a is over, but holds a place in the pool disk");
    database->execute("INSERT INTO schema_version (version, errand) VALUES (99, '9.9')");
    BOOST_TEST(thrown<StoreTooNew>(look).find(" was brought to form 99 by errand 9.9; ") != std::string::npos);
}

BOOST_DATA_TEST_CASE(contradictions_are_found, kOpeningKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("0", Overlap::allow);
    for (const char* id : {"a", "b"}) fixture.begin(id, Overlap::queue);
    fixture.begin("c", Overlap::allow, {{"disk", 1}});
    fixture.begin("d", Overlap::allow);
    fixture.record("c", TaskBegan{{"list", {}}, fixture.clock.now()});
    fixture.record("c", AttemptBegan{{"list", {}}, 1, fixture.clock.now()});
    BOOST_TEST(testing::joined(fixture.store->check_integrity()) == "");

    const auto database = database_of(fixture.place);
    database->execute("UPDATE runs SET state = 'running' WHERE id IN ('a', 'b')");
    database->execute("UPDATE runs SET state = 'failed', ended_at = 1, scheduled_for = 1 WHERE id = 'c'");
    BOOST_TEST(
        testing::joined(fixture.store->check_integrity()) ==
        "task list of run c is open, but the run is over, an attempt of task list of run c is open, but the run "
        "is over, run c is over, but holds a place in the pool disk, runs a and b of job sync are under way, but "
        "exclude each other, run c has no claim on its slot");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
