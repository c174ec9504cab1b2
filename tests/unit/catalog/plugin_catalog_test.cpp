#include "catalog/plugin_catalog.hpp"

#include <boost/test/unit_test.hpp>

#include "describing.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

/// A catalog of two directories; every library in them is described as a plugin with the task type `list`.
struct Catalogued : testing::Describing {
    PluginCatalog make_catalog() { return {{path() / "one", path() / "two"}, describer, cache}; }

    PluginDescriber describer{good_task_program(), spawner};
    DescriptionCache cache{path() / "cache"};
    PluginCatalog catalog = make_catalog();
};

using Names = std::vector<std::string>;

BOOST_FIXTURE_TEST_SUITE(plugin_catalog, Catalogued)

BOOST_AUTO_TEST_CASE(names_plugins_by_their_libraries) {
    for (const char* file :
         {"one/globus.so", "one/README.md", "two/mail.so", "two/globus.so", "two/.so", "two/lib.so.1"})
        write(file, "");
    BOOST_TEST((catalog.plugin_names() == Names{"globus", "mail"}));
    BOOST_TEST(spawner.count == 0);
}

BOOST_AUTO_TEST_CASE(has_no_plugins_where_there_is_no_directory) {
    BOOST_TEST(catalog.plugin_names().empty());
    BOOST_TEST(!catalog.plugin("globus"));
    BOOST_TEST(!catalog.find("globus", "list"));
    BOOST_TEST(catalog.task_names("globus").empty());
}

BOOST_AUTO_TEST_CASE(finds_task_types) {
    write("two/x.so", "");
    const TaskDescription* task = catalog.find("x", "list");
    BOOST_TEST_REQUIRE(task);
    BOOST_TEST(task->summary == "List");
    BOOST_TEST(!catalog.find("x", "sync"));
    BOOST_TEST((catalog.task_names("x") == Names{"list"}));
    BOOST_TEST(catalog.library("x").value() == path() / "two/x.so");
}

BOOST_AUTO_TEST_CASE(describes_each_plugin_once) {
    write("one/x.so", "");
    for (int i = 0; i < 3; ++i) BOOST_TEST(catalog.plugin("x"));
    BOOST_TEST(spawner.count == 1);
    PluginCatalog next = make_catalog();
    BOOST_TEST(next.plugin("x"));
    BOOST_TEST(spawner.count == 1);
}

BOOST_AUTO_TEST_CASE(knows_kept_task_types_without_describing) {
    write("one/x.so", "");
    BOOST_TEST(catalog.kept_task_names("x").empty());
    BOOST_TEST(spawner.count == 0);
    BOOST_TEST(catalog.plugin("x"));
    BOOST_TEST((make_catalog().kept_task_names("x") == Names{"list"}));
    BOOST_TEST(make_catalog().kept_task_names("y").empty());
    write("one/x.so", "changed");
    BOOST_TEST(make_catalog().kept_task_names("x").empty());
    BOOST_TEST(spawner.count == 1);
}

BOOST_AUTO_TEST_CASE(describes_a_plugin_again_when_its_library_changed) {
    write("one/x.so", "");
    BOOST_TEST(catalog.plugin("x"));
    write("one/x.so", "changed");
    BOOST_TEST(make_catalog().plugin("x"));
    BOOST_TEST(spawner.count == 2);
}

BOOST_AUTO_TEST_CASE(trusts_no_library_that_others_could_change_though_its_description_is_kept) {
    write("one/x.so", "");
    BOOST_TEST(catalog.plugin("x"));
    const std::string directory = path() / "one";
    std::filesystem::permissions(directory, std::filesystem::perms::group_write, std::filesystem::perm_options::add);
    BOOST_CHECK_EXCEPTION(make_catalog().plugin("x"), CommandError, [&](const CommandError& error) {
        BOOST_TEST(error.what() ==
                   directory + "/x.so: " + directory + " is writable by others (mode 0775); chmod go-w " + directory);
        return error.code() == ExitCode::configuration;
    });
    BOOST_TEST(spawner.count == 1);
}

BOOST_AUTO_TEST_CASE(asks_a_refused_library_once) {
    write("one/x.so", "");
    task_program(R"(echo '{"refused":"no good"}' >&3)");
    for (int i = 0; i < 2; ++i) BOOST_TEST(thrown<CommandError>([&] { catalog.find("x", "list"); }) == "no good");
    BOOST_TEST(spawner.count == 1);
    BOOST_TEST(thrown<CommandError>([&] { make_catalog().plugin("x"); }) == "no good");
    BOOST_TEST(spawner.count == 2);
}

BOOST_AUTO_TEST_CASE(refuses_a_name_that_two_libraries_claim) {
    const auto one = write("one/x.so", "");
    const auto two = write("two/x.so", "");
    BOOST_TEST(thrown<CommandError>([&] { catalog.plugin("x"); }) ==
               "two libraries claim to be the plugin 'x': " + one.string() + " and " + two.string() +
                   "; rename or remove one");
    BOOST_TEST(spawner.count == 0);
}

BOOST_AUTO_TEST_CASE(takes_the_same_library_in_two_places_for_one) {
    const auto library = write("one/x.so", "");
    std::filesystem::create_directory(path() / "two");
    std::filesystem::create_symlink(library, path() / "two/x.so");
    BOOST_TEST(catalog.plugin("x"));
    BOOST_TEST((catalog.plugin_names() == Names{"x"}));
}

BOOST_AUTO_TEST_CASE(looks_for_nothing_outside_its_directories) {
    write("outside.so", "");
    write("one/.hidden.so", "");
    for (const char* name : {"", "../outside", "/outside", ".hidden", "one/x"}) BOOST_TEST(!catalog.plugin(name));
    BOOST_TEST(spawner.count == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
