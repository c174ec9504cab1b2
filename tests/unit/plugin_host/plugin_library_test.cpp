#include "plugin_host/plugin_library.hpp"

#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

const std::filesystem::path kPlugins = ERRAND_TEST_PLUGINS;

/// Of a library that is refused; the message after its path.
std::string refusal(const std::filesystem::path& library) {
    const std::string message = thrown<PluginRefused>([&] { PluginLibrary::load(library).describe(); });
    const std::string prefix = library.string() + ": ";
    BOOST_TEST(message.rfind(prefix, 0) == 0U);
    return message.substr(std::min(prefix.size(), message.size()));
}

struct Refused {
    const char* name;
    std::string why;
};

std::ostream& operator<<(std::ostream& out, const Refused& refused) { return out << refused.name; }

const Refused refused_libraries[] = {
    {"not_a_plugin",
     "not an errand plugin: it exports no 'errand_plugin_descriptor'; ERRAND_PLUGIN(…) in one of its sources makes it"},
    {"other_magic", "not an errand plugin: its 'errand_plugin_descriptor' returns something else"},
    {"other_abi", "built for version 999 of the plugin ABI, this errand has version " +
                      std::to_string(ERRAND_ABI_VERSION) + "; rebuild it with this errand's SDK"},
    {"other_toolchain", std::string("built with 'clang abi 1 strings 0 containers plain', this errand with '") +
                            abi::kToolchain + "'; rebuild it with the same compiler"},
    {"missing_symbol",
     "a symbol is missing: nothing that the library is linked with defines 'errand_test_function_that_is_nowhere'; "
     "link what does, or rebuild it with this errand's SDK"},
    {"misnamed",
     "the plugin in it is called 'another_name'; a library has its plugin's name: rename it to another_name.so"},
    {"throws_in_describe", "a task type's describe() threw: no words"},
    {"twice_the_same", "it has two task types called 'nothing'"},
};

BOOST_AUTO_TEST_SUITE(plugin_library)

BOOST_AUTO_TEST_CASE(offers_its_task_types) {
    const PluginLibrary library = PluginLibrary::load(kPlugins / "probe.so");
    BOOST_TEST(library.name() == "probe");
    BOOST_TEST(library.version() == "1.0.0");
    const std::vector<TaskDescription> tasks = library.describe();
    BOOST_TEST_REQUIRE(tasks.size() >= 2U);
    BOOST_TEST(tasks.at(0).name == "echo");
    BOOST_TEST(tasks.at(1).name == "poll");
    const PluginLibrary::Entry entry = library.find("poll");
    BOOST_TEST((entry.description == tasks.at(1)));
    BOOST_TEST(library.create(entry) != nullptr);
}

BOOST_AUTO_TEST_CASE(says_which_task_type_it_does_not_have) {
    const std::filesystem::path path = kPlugins / "probe.so";
    BOOST_TEST(thrown<PluginRefused>([&] { PluginLibrary::load(path).find("nap"); }) ==
               path.string() + ": it has no task type called 'nap'");
}

BOOST_DATA_TEST_CASE(is_refused, boost::unit_test::data::make(refused_libraries), refused) {
    BOOST_TEST(refusal(kPlugins / "refused" / refused.name / (std::string(refused.name) + ".so")) == refused.why);
}

BOOST_AUTO_TEST_CASE(refusal_is_a_matter_of_configuration) {
    const auto is_configuration = [](const PluginRefused& error) { return error.code() == ExitCode::configuration; };
    BOOST_CHECK_EXCEPTION(PluginLibrary::load("/nowhere/x.so"), PluginRefused, is_configuration);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(file_that_is_no_library, testing::TemporaryDirectory)

BOOST_AUTO_TEST_CASE(is_refused_when_it_is_not_there) {
    BOOST_TEST(refusal(path() / "x.so") == "cannot be reached: No such file or directory");
}

BOOST_AUTO_TEST_CASE(is_refused_when_it_is_empty_or_something_else) {
    BOOST_TEST(refusal(write("empty.so", "")) == "cannot be loaded: file too short");
    BOOST_TEST(refusal(write("text.so", std::string(100, '#'))) == "cannot be loaded: invalid ELF header");
}

BOOST_AUTO_TEST_CASE(is_refused_when_it_is_cut_short) {
    const std::filesystem::path cut = path() / "probe.so";
    std::filesystem::copy_file(kPlugins / "probe.so", cut);
    const std::string whole = std::to_string(std::filesystem::file_size(cut));
    std::filesystem::resize_file(cut, 1000);
    BOOST_TEST(refusal(cut) == "cut short: only 1000 of " + whole + " bytes are there; copy or build it again");
    std::filesystem::resize_file(cut, 10);
    BOOST_TEST(refusal(cut) == "cannot be loaded: file too short");
}

BOOST_AUTO_TEST_CASE(is_not_even_opened_when_others_can_write_it) {
    const std::filesystem::path open_to_all = write("x.so", "not a library");
    ::chmod(open_to_all.c_str(), 0666);
    BOOST_TEST(thrown<PluginRefused>([&] { PluginLibrary::load(open_to_all); }) ==
               open_to_all.string() + " is writable by others (mode 0666); chmod go-w " + open_to_all.string());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
