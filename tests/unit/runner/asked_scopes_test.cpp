#include "runner/asked_scopes.hpp"

#include <boost/test/unit_test.hpp>

#include "support/thrown.hpp"

namespace errand {

BOOST_AUTO_TEST_SUITE(asked_scopes)

TaskDefinition task_with_scopes() {
    TaskDefinition task;
    task.name = "copy";
    task.scopes = {{"r1", {"a", "b[c]"}}, {"r2", {"x"}}};
    return task;
}

TokenRequest asking_for(std::vector<std::string> scopes) { return {"r1", {}, std::move(scopes)}; }

BOOST_AUTO_TEST_CASE(are_those_of_that_resource_server_when_nobody_asked) {
    BOOST_TEST(
        (std::get<ScopeDescription>(scopes_for(task_with_scopes(), {"r2", {}})) == ScopeDescription{"r2", {"x"}}));
    BOOST_TEST((std::get<ScopeDescription>(scopes_for(task_with_scopes(), asking_for({}))) ==
                ScopeDescription{"r1", {"a", "b[c]"}}));
}

BOOST_AUTO_TEST_CASE(may_be_dependencies_of_declared_scopes) {
    BOOST_TEST((std::get<ScopeDescription>(scopes_for(task_with_scopes(), asking_for({"a[*d]"}))) ==
                ScopeDescription{"r1", {"a[*d]", "b[c]"}}));
}

BOOST_AUTO_TEST_CASE(may_be_what_the_job_allows) {
    TaskDefinition task = task_with_scopes();
    task.allow_scopes = parse_scopes("y");
    BOOST_TEST((std::get<ScopeDescription>(scopes_for(task, asking_for({"y[z]"}))) ==
                ScopeDescription{"r1", {"a", "b[c]", "y[z]"}}));
}

BOOST_AUTO_TEST_CASE(are_refused_with_the_line_to_add) {
    const auto refusal = std::get<TokenRefusal>(scopes_for(task_with_scopes(), asking_for({"a[d] y[*z]", "w"})));
    BOOST_TEST(refusal.resource_server == "r1");
    BOOST_TEST((refusal.reason == TokenRefusal::Reason::credentials));
    BOOST_TEST(refusal.message ==
               "it goes beyond what the task declares: y[*z] w; to allow it, add this to the task 'copy' in the job "
               "file: allow_scopes: [\"y[*z]\", \"w\"]");
}

BOOST_AUTO_TEST_CASE(of_another_resource_server_are_not_the_tasks_own_there) {
    const auto refusal = std::get<TokenRefusal>(scopes_for(task_with_scopes(), asking_for({"x[y]"})));
    BOOST_TEST(refusal.message ==
               "it goes beyond what the task declares: x[y]; to allow it, add this to the task 'copy' in the job "
               "file: allow_scopes: [\"x[y]\"]");
}

BOOST_AUTO_TEST_CASE(are_refused_when_they_are_no_scopes) {
    BOOST_TEST(std::get<TokenRefusal>(scopes_for(task_with_scopes(), asking_for({"a[b"}))).message ==
               "the scope 'a[b' has a '[' that is not closed");
}

BOOST_AUTO_TEST_CASE(of_an_undeclared_resource_server_break_the_protocol) {
    BOOST_TEST(testing::thrown<ProtocolError>([] {
                   scopes_for(task_with_scopes(), {"r3", {}});
               }) == "a token for a resource server that the task type does not declare");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand
