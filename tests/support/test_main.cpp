#define BOOST_TEST_MODULE errand
#include <boost/test/unit_test.hpp>
