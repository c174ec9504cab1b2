#include "errand/plugin.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

using namespace errand;

namespace {

int alive = 0;

class One final : public Task {
public:
    One() { ++alive; }
    ~One() override { --alive; }
    static TaskDescription describe() { return TaskDescription("one", "The first"); }
    Outcome run(TaskContext&) override { throw std::runtime_error("no"); }
};

class Two final : public Task {
public:
    Two() { throw std::runtime_error("cannot be made"); }
    static TaskDescription describe() { throw std::runtime_error("cannot be described"); }
    Outcome run(TaskContext&) override { return Outcome::success(); }
};

}  // namespace

ERRAND_PLUGIN("example", "1.2.3", One, Two)

BOOST_AUTO_TEST_CASE(the_descriptor_tells_what_errand_checks) {
    const errand::abi::PluginDescriptor& descriptor = *errand_plugin_descriptor();
    BOOST_TEST(std::string(descriptor.magic, 8) == "errandpi");
    BOOST_TEST(descriptor.size == sizeof descriptor);
    BOOST_TEST(descriptor.abi_version == static_cast<unsigned>(ERRAND_ABI_VERSION));
    BOOST_TEST(descriptor.toolchain == std::string(errand::abi::kToolchain));
    BOOST_TEST(descriptor.name == std::string("example"));
    BOOST_TEST(descriptor.version == std::string("1.2.3"));
    BOOST_TEST(descriptor.task_type_count == 2U);
}

BOOST_AUTO_TEST_CASE(a_task_type_describes_makes_and_ends_its_tasks) {
    const errand::abi::TaskType& one = errand_plugin_descriptor()->task_types[0];
    TaskDescription description;
    std::string error;
    BOOST_TEST(one.describe(description, error));
    BOOST_TEST(description.name == "one");
    Task* task = one.create(error);
    BOOST_TEST(error == "");
    BOOST_TEST(alive == 1);
    one.destroy(task);
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(no_exception_crosses_the_boundary) {
    const errand::abi::TaskType& two = errand_plugin_descriptor()->task_types[1];
    TaskDescription description;
    std::string error;
    BOOST_TEST(!two.describe(description, error));
    BOOST_TEST(error == "cannot be described");
    BOOST_TEST(!two.create(error));
    BOOST_TEST(error == "cannot be made");
}
