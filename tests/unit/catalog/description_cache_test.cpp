#include "catalog/description_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/temporary_directory.hpp"

namespace errand {

namespace fs = std::filesystem;

/// A library that is described as `example`, and a cache beside it that is not there yet.
struct Cached : testing::TemporaryDirectory {
    bool is_found() const { return cache.find(cache.key(library)) == example; }
    void store() const { cache.store(cache.key(library), example); }
    std::vector<fs::path> entries() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(directory)) found.push_back(entry.path());
        return found;
    }

    const fs::path library = write("plugins/globus.so", "a library");
    const fs::path directory = path() / "cache/plugins";
    const DescriptionCache cache{directory};
    const PluginDescription example{"globus", "1.2.3", {TaskDescription("list", "List")}};
};

mode_t mode_of(const fs::path& path) {
    struct stat status = {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 07777;
}

BOOST_FIXTURE_TEST_SUITE(description_cache, Cached)

BOOST_AUTO_TEST_CASE(is_empty_at_first) {
    BOOST_TEST(!cache.find(cache.key(library)));
    BOOST_TEST(!fs::exists(directory));
}

BOOST_AUTO_TEST_CASE(finds_what_was_stored) {
    store();
    BOOST_TEST(is_found());
    BOOST_TEST((DescriptionCache(directory).find(cache.key(library)) == example));
}

BOOST_AUTO_TEST_CASE(is_for_its_user_only) {
    store();
    BOOST_TEST(mode_of(directory) == 0700);
    BOOST_TEST_REQUIRE(entries().size() == 1U);
    BOOST_TEST(mode_of(entries().front()) == 0600);
}

BOOST_AUTO_TEST_CASE(does_not_find_a_library_that_changed) {
    store();
    write("plugins/globus.so", "another library");
    BOOST_TEST(!cache.find(cache.key(library)));
}

BOOST_AUTO_TEST_CASE(does_not_find_a_library_that_was_replaced_by_one_of_the_same_size_and_time) {
    store();
    const fs::path other = write("other.so", "b library");
    fs::last_write_time(other, fs::last_write_time(library));
    fs::rename(other, library);
    BOOST_TEST(!cache.find(cache.key(library)));
}

BOOST_AUTO_TEST_CASE(does_not_find_a_library_that_was_changed_behind_its_time) {
    store();
    const fs::file_time_type time = fs::last_write_time(library);
    write("plugins/globus.so", "b library");
    fs::last_write_time(library, time);
    BOOST_TEST(!cache.find(cache.key(library)));
}

BOOST_AUTO_TEST_CASE(keeps_one_entry_for_each_library) {
    const fs::path other = write("plugins/globus-2.so", "a library");
    cache.store(cache.key(other), example);
    for (const char* content : {"first", "second", "third"}) {
        write("new.so", content);
        fs::rename(path() / "new.so", library);
        store();
    }
    BOOST_TEST(is_found());
    BOOST_TEST(cache.find(cache.key(other)).has_value());
    BOOST_TEST(entries().size() == 2U);
}

BOOST_AUTO_TEST_CASE(tells_libraries_of_the_same_name_apart) {
    const fs::path other = write("elsewhere/globus.so", "a library");
    store();
    BOOST_TEST(!cache.find(cache.key(other)));
    cache.store(cache.key(other), {"globus", "2", {}});
    BOOST_TEST(is_found());
    BOOST_TEST(cache.find(cache.key(other))->version == "2");
}

BOOST_AUTO_TEST_CASE(does_not_take_the_description_of_an_earlier_state_for_that_of_a_later_one) {
    const std::string key = cache.key(library);
    write("plugins/globus.so", "installed while the earlier one was described");
    cache.store(key, example);
    BOOST_TEST(!cache.find(cache.key(library)));
}

BOOST_AUTO_TEST_CASE(keeps_nothing_about_a_library_that_is_not_there) {
    const std::string key = cache.key(path() / "plugins/none.so");
    BOOST_TEST(key == "");
    cache.store(key, example);
    BOOST_TEST(!cache.find(key));
    BOOST_TEST(!fs::exists(directory));
}

BOOST_AUTO_TEST_CASE(does_not_believe_an_entry_that_others_can_write) {
    store();
    for (const mode_t mode : {0620, 0602}) {
        ::chmod(entries().front().c_str(), mode);
        BOOST_TEST(!is_found());
    }
    ::chmod(entries().front().c_str(), 0644);
    BOOST_TEST(is_found());
}

BOOST_AUTO_TEST_CASE(does_not_believe_an_entry_of_somebody_else, *boost::unit_test::precondition([](auto) {
                         return boost::test_tools::assertion_result(::geteuid() == 0);
                     })) {
    constexpr uid_t kNobody = 65534;
    store();
    BOOST_TEST(::chown(entries().front().c_str(), kNobody, kNobody) == 0);
    BOOST_TEST(!is_found());
}

BOOST_AUTO_TEST_CASE(takes_no_notice_of_a_damaged_entry) {
    store();
    const fs::path entry = entries().front();
    const auto relative = entry.lexically_relative(path()).string();
    for (const char* damaged : {"", "{", "{}", "[1, 2]", R"({"name": 7})"}) {
        write(relative, damaged);
        BOOST_TEST(!is_found());
    }
    store();
    BOOST_TEST(is_found());
}

BOOST_AUTO_TEST_CASE(takes_no_notice_of_something_else_in_the_place_of_an_entry) {
    store();
    const fs::path entry = entries().front();
    fs::remove(entry);
    BOOST_TEST(::mkfifo(entry.c_str(), 0600) == 0);
    BOOST_TEST(!is_found());
    fs::remove(entry);
    fs::create_directories(entry / "full");
    BOOST_TEST(!is_found());
    store();
    BOOST_TEST(!is_found());
}

BOOST_AUTO_TEST_CASE(that_cannot_be_written_is_only_slower) {
    write("cache/plugins", "a file in the place of the directory");
    store();
    BOOST_TEST(!is_found());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
