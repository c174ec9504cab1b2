#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "support/file_text.hpp"
#include "support/globus_workspace.hpp"

using namespace errand::testing;

namespace {

/// What a task says, and what errand makes of it.
struct Spelling {
    const char* said;
    const char* shown;
};

/// The token is `t0ken/+t0ken`, called by the first 8 hex digits of its SHA-256, and the secret `hunter2/+hunter2`.
const Spelling spellings[] = {
    {"raw @ and hunter2/+hunter2", "raw token:d5efdd47 and ***"},
    {"percent t0ken%2F%2bt0ken, hunter2%2F%2Bhunter2", "percent token:d5efdd47, ***"},
    {R"(JSON t0ken\/+t0ken, \u0068unter2\/+hunter2)", "JSON token:d5efdd47, ***"},
    {"base64 dDBrZW4vK3Qwa2Vu, YXQwa2VuLyt0MGtlbno=, YWJ0MGtlbi8rdDBrZW56",
     "base64 token:d5efdd47, Ytoken:d5efdd47o=, YWtoken:d5efdd476"},
    {"base64 aHVudGVyMi8raHVudGVyMg==", "base64 ***=="},
};

/// What is enough to find one of the spellings, whatever stands around it and however it is escaped once more.
constexpr const char* kTraces[] = {"+t0ken",  "2bt0ken",   "hunter2",  "unter2",
                                   "K3Qwa2V", "Lyt0MGtlb", "8rdDBrZW", "aHVudGVyMi8r"};

/// A run that fails, with a task that gives away all that it knows and more.
struct Leaking : GlobusWorkspace {
    Leaking() {
        configure_globus("", "{file: secret}");
        write("config/secret", "hunter2/+hunter2\n");
        std::filesystem::permissions(*this / "config/secret", std::filesystem::perms(0600));
        std::string texts;
        for (const Spelling& spelling : spellings) texts += std::string("        - '") + spelling.said + "'\n";
        write("job/blab.yaml",
              "name: blab\ntasks:\n  - name: blab\n    uses: probe.blab\n    with:\n      texts:\n" + texts);
        set(std::string("GLOBUS_CLIENT_ID=") + kClientId);
        set("GLOBUS_SDK_SERVICE_URL_AUTH=" + auth.url(""));
    }

    /// Everything that is in files, but for those that hold the secret, the tokens or the job.
    std::string left_behind() const {
        std::string texts;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
            const std::string name = std::filesystem::relative(entry, path()).string();
            const bool is_meant =
                name == "config/secret" || name == "job/blab.yaml" || name.find("/tokens/") != std::string::npos;
            if (entry.is_regular_file() && !is_meant) texts += name + ":\n" + text_of(entry) + '\n';
        }
        return texts;
    }

    RawServer auth{times(9, json(200, token_body("t0ken/+t0ken")))};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(leaks, Leaking)

BOOST_AUTO_TEST_CASE(what_a_task_prints_is_redacted) {
    const CommandResult result = run({"run", "--verbose", "./job/blab.yaml"});
    std::string printed;
    for (const Spelling& spelling : spellings) printed += std::string(spelling.shown) + '\n';
    BOOST_TEST(result.out == printed);
    for (const Spelling& spelling : spellings)
        for (const char* severity : {"info", "warning"})
            BOOST_TEST(said(result).find(std::string("TIME ") + severity + ": task 'blab': " + spelling.shown + '\n') !=
                       std::string::npos);
    BOOST_TEST(said(result).find("TIME error: task 'blab' failed after DURATION: with token:d5efdd47\n") !=
               std::string::npos);
    BOOST_TEST(result.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(nothing_holds_a_secret_or_token_after_a_run_that_failed) {
    std::string all;
    for (const char* option : {"--verbose", "--json", "--quiet"}) {
        // With a token from there, the secret is not even read.
        std::filesystem::remove_all(*this / "home/.cache/errand/tokens");
        const CommandResult result = run({"run", "--verbose", option, "./job/blab.yaml"});
        BOOST_TEST(result.exit_code == 1);
        BOOST_TEST((result.out + result.err).find("token:d5efdd47") != std::string::npos, option);
        all += result.out + result.err;
    }
    all += left_behind();
    BOOST_TEST(all.find("cache/errand/") != std::string::npos, "the cache is looked at");
    for (const char* trace : kTraces) BOOST_TEST(all.find(trace) == std::string::npos, trace);
}

BOOST_AUTO_TEST_SUITE_END()
