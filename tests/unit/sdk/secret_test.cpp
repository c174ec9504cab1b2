#include "errand/secret.hpp"

#include <boost/test/unit_test.hpp>
#include <concepts>
#include <sstream>
#include <string>
#include <utility>

using namespace errand;

namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};
template <class T>
concept Comparable = requires(const T& left, const T& right) {
    left == right;
};
template <class T>
concept Ordered = requires(const T& left, const T& right) {
    left < right;
};

template <class T>
concept Hashable = requires(const T& value) {
    std::hash<T>()(value);
};

static_assert(!Printable<Secret>);
static_assert(!Comparable<Secret>);
static_assert(!Ordered<Secret>);
static_assert(!Hashable<Secret>);
static_assert(Printable<std::string> && Comparable<std::string> && Ordered<std::string> && Hashable<std::string>);

/// Neither by conversion nor by a constructor that takes it.
template <class T>
constexpr bool kBecomes = std::constructible_from<T, const Secret&> || std::constructible_from<T, Secret>;
static_assert(!kBecomes<std::string>);
static_assert(!kBecomes<std::string_view>);
static_assert(!kBecomes<const char*>);
static_assert(!kBecomes<bool>);
static_assert(kBecomes<Secret>);

static_assert(!std::convertible_to<std::string, Secret>);

}  // namespace

BOOST_AUTO_TEST_CASE(reveals_what_it_was_given) {
    BOOST_TEST(Secret("hush").reveal() == "hush");
    BOOST_TEST(Secret().empty());
    BOOST_TEST(!Secret("hush").empty());
}

BOOST_AUTO_TEST_CASE(nothing_stays_behind_in_the_text_that_it_was_made_of) {
    for (std::string text : {std::string("short"), std::string(100, 'x')}) {
        const std::size_t size = text.size();
        const char* const place = text.data();
        const Secret secret(std::move(text));
        BOOST_TEST(secret.reveal().size() == size);
        BOOST_TEST(text.empty());  // NOLINT(bugprone-use-after-move): that is the question.
        BOOST_TEST(std::string(place, size) == std::string(size, '\0'));
    }
}

BOOST_AUTO_TEST_CASE(copies_and_assigns) {
    const Secret first("hush");
    Secret second(first);
    BOOST_TEST(second.reveal() == "hush");
    second = Secret("other");
    BOOST_TEST(second.reveal() == "other");
    BOOST_TEST(first.reveal() == "hush");
}

BOOST_AUTO_TEST_CASE(nothing_stays_behind_in_what_was_moved_from) {
    for (const std::string& text : {std::string("short"), std::string(100, 'x')}) {
        Secret first(text);
        const char* const place = first.reveal().data();
        const Secret second(std::move(first));
        BOOST_TEST(second.reveal() == text);
        BOOST_TEST(first.empty());  // NOLINT(bugprone-use-after-move): that is the question.
        BOOST_TEST(std::string(place, text.size()) == std::string(text.size(), '\0'));
    }
}
