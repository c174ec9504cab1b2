#include <sys/stat.h>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <ostream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "errand/abi.hpp"
#include "support/file_text.hpp"
#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"
#include "support/tls_keys.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;

namespace {

/// A workspace without anything wrong in it, on a machine without Landlock.
struct Patient : GlobusWorkspace {
    Patient() {
        write("config/secret", "hunter2/+hunter2\n");
        write("jobs/list.yaml", "name: list\ntasks: [{name: list, uses: globus.list-endpoints}]\n");
        configure_patient("");
    }
    void configure_patient(const std::string& more, const std::string& client_id = "me") const {
        write("config/errand.yaml", "jobs: [../jobs]\nproviders:\n  globus:\n    type: globus\n    client_id: " +
                                        client_id + "\n    client_secret: {file: secret}\n" + more);
    }
    CommandResult doctor(std::vector<std::string> options = {}) const {
        options.insert(options.begin(), "doctor");
        CommandRequest request = errand(options);
        request.words.insert(request.words.begin(), ERRAND_WITHOUT_LANDLOCK);
        CommandResult result = run_command(request);
        BOOST_TEST((result.out + result.err).find("hunter2") == std::string::npos);
        return result;
    }
    /// As normalised(), with HASH for tokens and PREFIX for where errand is.
    std::string shown(std::string text) const {
        const std::string prefix = fs::path(ERRAND_PROGRAM).parent_path().parent_path().string();
        for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;)
            text.replace(at, prefix.size(), "PREFIX");
        static const std::regex hash(R"(\b[0-9a-f]{8}\b(?!-))");
        return std::regex_replace(normalised(text, *this), hash, "HASH");
    }
    /// What is said to be wrong.
    std::string wrong(const std::string& text) const {
        std::istringstream all(shown(text));
        std::string found;
        for (std::string line; std::getline(all, line);)
            if (line.starts_with("wrong")) found += line + '\n';
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(doctor_command, Patient)

BOOST_AUTO_TEST_CASE(says_of_each_thing_that_it_is_well) {
    const SandboxProcess sandbox(*this);
    ::use(sandbox, *this);
    write("config/secret", sandbox.exported("GLOBUS_CLIENT_SECRET") + '\n');
    configure_patient("", kClientId);
    const CommandResult result = doctor();
    BOOST_TEST(result.err == "");
    BOOST_TEST(shown(result.out) == R"(ok       configuration  WORKSPACE/config/errand.yaml: 1 provider
ok       state          'WORKSPACE/home/.local/state/errand' is made by the first run
ok       store          'WORKSPACE/home/.local/state/errand/errand.db' is made by the first run
ok       cache          'WORKSPACE/home/.cache/errand/tokens' is made when the first token is kept
warning  landlock       this kernel has no Landlock, so tasks can open any file of the user; boot Linux 5.13 or newer with 'landlock' in the parameter lsm=
ok       directory      PREFIX/lib/errand/plugins: only root or this user can change it
ok       plugin         file: version 0.1.0, 2 task types
ok       plugin         globus: version 0.1.0, 1 task type
ok       plugin         http: version 0.1.0, 1 task type
ok       plugin         mail: version 0.1.0, 1 task type
ok       plugin         shell: version 0.1.0, 1 task type
ok       plugin         webhook: version 0.1.0, 1 task type
ok       jobs           1 job without mistakes
warning  environment    globus: the variable GLOBUS_SDK_SERVICE_URL_AUTH leads to http://127.0.0.1:PORT; unset GLOBUS_SDK_SERVICE_URL_AUTH, unless that is meant
warning  environment    globus: the variable GLOBUS_SDK_SERVICE_URL_TRANSFER leads to http://127.0.0.1:PORT; unset GLOBUS_SDK_SERVICE_URL_TRANSFER, unless that is meant
ok       secret         globus: client_secret is the file 'WORKSPACE/config/secret', which only its owner can read
ok       dns            globus: 127.0.0.1 is 127.0.0.1
ok       clock          globus: it agrees with that of 127.0.0.1:PORT
ok       token          globus: HASH for transfer.api.globus.org, which grants urn:globus:auth:scope:transfer.api.globus.org:all
)");
    BOOST_TEST(result.exit_code == 0);
    const std::vector<std::string> expected = {"GET /.well-known/openid-configuration -> 200",
                                               "POST /v2/oauth2/token -> 200"};
    BOOST_TEST(sandbox.requests() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(tells_machines_what_is_on_this_one) {
    const RawServer elsewhere(times(9, json(401, "{}")));
    use(elsewhere, elsewhere);
    const CommandResult result = doctor({"--offline", "--json"});
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
    const auto entry = [](const std::string& check, const std::string& subject, const std::string& what,
                          const std::string& result_word = "ok", const std::string& mend = "") {
        return "    {\n      \"check\": \"" + check + "\",\n      \"mend\": \"" + mend + "\",\n      \"result\": \"" +
               result_word + "\",\n      \"subject\": \"" + subject + "\",\n      \"what\": \"" + what + "\"\n    }";
    };
    BOOST_TEST(
        shown(result.out) ==
        "{\n  \"checks\": [\n" + entry("configuration", "WORKSPACE/config/errand.yaml", "1 provider") + ",\n" +
            entry("state", "", "'WORKSPACE/home/.local/state/errand' is made by the first run") + ",\n" +
            entry("store", "", "'WORKSPACE/home/.local/state/errand/errand.db' is made by the first run") + ",\n" +
            entry("cache", "", "'WORKSPACE/home/.cache/errand/tokens' is made when the first token is kept") + ",\n" +
            entry("landlock", "", "this kernel has no Landlock, so tasks can open any file of the user", "warning",
                  "boot Linux 5.13 or newer with 'landlock' in the parameter lsm=") +
            ",\n" + entry("directory", "PREFIX/lib/errand/plugins", "only root or this user can change it") + ",\n" +
            entry("plugin", "file", "version 0.1.0, 2 task types") + ",\n" +
            entry("plugin", "globus", "version 0.1.0, 1 task type") + ",\n" +
            entry("plugin", "http", "version 0.1.0, 1 task type") + ",\n" +
            entry("plugin", "mail", "version 0.1.0, 1 task type") + ",\n" +
            entry("plugin", "shell", "version 0.1.0, 1 task type") + ",\n" +
            entry("plugin", "webhook", "version 0.1.0, 1 task type") + ",\n" +
            entry("jobs", "", "1 job without mistakes") + ",\n" +
            entry("environment", "globus", "the variable GLOBUS_SDK_SERVICE_URL_AUTH leads to http://127.0.0.1:PORT",
                  "warning", "unset GLOBUS_SDK_SERVICE_URL_AUTH, unless that is meant") +
            ",\n" +
            entry("environment", "globus",
                  "the variable GLOBUS_SDK_SERVICE_URL_TRANSFER leads to http://127.0.0.1:PORT", "warning",
                  "unset GLOBUS_SDK_SERVICE_URL_TRANSFER, unless that is meant") +
            ",\n" +
            entry("secret", "globus",
                  "client_secret is the file 'WORKSPACE/config/secret', which only its owner can read") +
            "\n  ],\n  \"result\": \"warning\"\n}\n");
    BOOST_TEST(elsewhere.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(says_that_the_store_is_well) {
    run({"history"});
    const std::string text = shown(doctor({"--offline"}).out);
    BOOST_TEST(text.find("\nok       store          'WORKSPACE/home/.local/state/errand/errand.db' is whole\n") !=
                   std::string::npos,
               text);
}

BOOST_AUTO_TEST_CASE(asks_a_store_at_a_server_unless_it_is_to_ask_none) {
    // Debian's Poco leaks a connection that could not be made.
    set("ASAN_OPTIONS=detect_leaks=0");
    write("config/errand.yaml", "store: {url: 'postgresql://127.0.0.1:1/errand'}\n");
    BOOST_TEST(doctor({"--offline"}).out.find(" store ") == std::string::npos);
    const CommandResult result = doctor();
    BOOST_TEST(shown(result.out).find("\nwrong    store          ") != std::string::npos, result.out);
    BOOST_TEST(result.exit_code == 69);
}

BOOST_AUTO_TEST_CASE(needs_no_configuration) {
    fs::remove(*this / "config/errand.yaml");
    const CommandResult result = doctor();
    BOOST_TEST(
        shown(result.out)
            .starts_with(
                "warning  configuration  there is no configuration file; looked for WORKSPACE/config/errand.yaml, "
                "WORKSPACE/home/.config/errand/errand.yaml and /etc/errand/errand.yaml; write one; 'errand run "
                "--sandbox JOB' "
                "needs none\n"));
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// One thing that is wrong on this machine.
struct Illness {
    const char* title;
    std::function<void(const Patient&)> inflict;
    std::string said;
    int exit_code;

    friend std::ostream& operator<<(std::ostream& out, const Illness& row) { return out << row.title; }
};

/// Has the patient's only provider show a certificate, the one of these names.
void give_certificate(const Patient& patient, const std::string& certificate, const std::string& key) {
    static const TlsKeys keys;
    patient.write("config/client.pem", text_of(keys.certificate(certificate)));
    patient.write("config/client.key", text_of(keys.key(key)));
    patient.write("config/errand.yaml",
                  "providers:\n  ours: {type: oauth2, token_url: 'https://auth.example.org/', client_id: me, "
                  "client_authentication: tls_client_auth, certificate: client.pem, certificate_key: client.key}\n");
}

const Illness illnesses[] = {
    {"a state directory that cannot be written",
     [](const Patient& patient) {
         fs::create_directories(patient / "home/.local/state/errand");
         ::chmod((patient / "home/.local/state/errand").c_str(), 0500);
     },
     "wrong    state          'WORKSPACE/home/.local/state/errand' cannot be written; chmod 700 "
     "'WORKSPACE/home/.local/state/errand'\n",
     74},
    {"a store that is none",
     [](const Patient& patient) { patient.write("home/.local/state/errand/errand.db", std::string(4096, 'x')); },
     "wrong    store          the store 'WORKSPACE/home/.local/state/errand/errand.db' cannot be used: file is not a "
     "database; restore it from a copy, or move it away to begin anew\n",
     74},
    {"a certificate that is not there",
     [](const Patient& patient) {
         give_certificate(patient, "client", "client");
         fs::remove(patient / "config/client.pem");
     },
     "wrong    certificate    ours: the certificate file 'WORKSPACE/config/client.pem' cannot be read; name a PEM file "
     "with the client's certificate\n",
     78},
    {"a certificate that has expired", [](const Patient& patient) { give_certificate(patient, "expired", "expired"); },
     "wrong    certificate    ours: the certificate 'WORKSPACE/config/client.pem' has expired at TIME; have it "
     "renewed, "
     "or check this machine's clock\n",
     78},
    {"a certificate's key that is not there",
     [](const Patient& patient) {
         give_certificate(patient, "client", "client");
         fs::remove(patient / "config/client.key");
     },
     "wrong    certificate    ours: the key file 'WORKSPACE/config/client.key' does not exist; put the certificate's "
     "key "
     "there, with mode 0600\n",
     78},
    {"a certificate's key that others can read",
     [](const Patient& patient) {
         give_certificate(patient, "client", "client");
         ::chmod((patient / "config/client.key").c_str(), 0640);
     },
     "wrong    certificate    ours: the key file 'WORKSPACE/config/client.key' can be read or written by others; chmod "
     "600 'WORKSPACE/config/client.key'\n",
     78},
    {"the key of another certificate", [](const Patient& patient) { give_certificate(patient, "client", "good"); },
     "wrong    certificate    ours: the key file 'WORKSPACE/config/client.key' does not fit the certificate in "
     "'WORKSPACE/config/client.pem'; name the two that belong together\n",
     78},
    {"a secret that others can read",
     [](const Patient& patient) { ::chmod((patient / "config/secret").c_str(), 0644); },
     "wrong    secret         globus: the secret file 'WORKSPACE/config/secret' can be read or written by others; "
     "chmod "
     "600 'WORKSPACE/config/secret'\n",
     78},
    {"mistakes in the configuration",
     [](const Patient& patient) { patient.configure_patient("limit: {}\nhttps: {}\n"); },
     "wrong    configuration  WORKSPACE/config/errand.yaml:7:1: unknown key 'limit', did you mean 'limits'?; correct "
     "line 7 of WORKSPACE/config/errand.yaml\n"
     "wrong    configuration  WORKSPACE/config/errand.yaml:8:1: unknown key 'https', did you mean 'http'?; correct "
     "line "
     "8 of WORKSPACE/config/errand.yaml\n",
     78},
    {"a configuration that others can change",
     [](const Patient& patient) { ::chmod((patient / "config/errand.yaml").c_str(), 0666); },
     "wrong    configuration  WORKSPACE/config/errand.yaml is writable by others (mode 0666); chmod go-w "
     "WORKSPACE/config/errand.yaml\n",
     78},
    {"a directory of plugins that is not there",
     [](const Patient& patient) { patient.configure_patient("plugins: [nowhere]\n"); },
     "wrong    configuration  WORKSPACE/config/errand.yaml:7:11: there is no plugin directory "
     "WORKSPACE/config/nowhere; correct line 7 of WORKSPACE/config/errand.yaml\n",
     78},
    {"a plugin for another ABI",
     [](const Patient& patient) {
         fs::create_directory(patient / "plugins");
         ::chmod((patient / "plugins").c_str(), 0755);
         fs::copy_file(ERRAND_TEST_PLUGINS "/refused/other_abi/other_abi.so", patient / "plugins/other_abi.so");
         ::chmod((patient / "plugins/other_abi.so").c_str(), 0755);
         patient.configure_patient("plugins: [../plugins]\n");
     },
     "wrong    plugin         other_abi: WORKSPACE/plugins/other_abi.so: built for version 999 of the plugin ABI, this "
     "errand has version " ERRAND_ABI_TEXT(ERRAND_ABI_VERSION) "; rebuild it with this errand's SDK\n",
     78},
    {"a directory of plugins that others can change",
     [](const Patient& patient) {
         fs::create_directory(patient / "plugins");
         ::chmod((patient / "plugins").c_str(), 0777);
         patient.configure_patient("plugins: [../plugins]\n");
     },
     "wrong    directory      WORKSPACE/plugins: WORKSPACE/plugins is writable by others (mode 0777); chmod go-w "
     "WORKSPACE/plugins\n",
     78},
    {"a job with mistakes", [](const Patient& patient) { patient.write("jobs/bad.yaml", "name: bad\ntasks: []\n"); },
     "wrong    jobs           WORKSPACE/jobs/bad.yaml: the job has mistakes; errand check "
     "'WORKSPACE/jobs/bad.yaml'\n",
     78},
    {"a cache that others can read",
     [](const Patient& patient) {
         fs::create_directories(patient / "home/.cache/errand/tokens");
         ::chmod((patient / "home/.cache/errand/tokens").c_str(), 0755);
     },
     "wrong    cache          the cache 'WORKSPACE/home/.cache/errand/tokens' is open to others; chmod 700 "
     "'WORKSPACE/home/.cache/errand/tokens'\n",
     74},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_on_this_machine)

BOOST_DATA_TEST_CASE_F(Patient, doctor_tells_what_is_wrong_and_what_mends_it, boost::unit_test::data::make(illnesses),
                       row) {
    row.inflict(*this);
    const CommandResult result = doctor({"--offline"});
    BOOST_TEST(result.err == "");
    BOOST_TEST(wrong(result.out) == row.said);
    BOOST_TEST(result.exit_code == row.exit_code);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// What answers in place of Globus Auth.
struct Trouble {
    const char* title;
    ServerScript script;
    std::string said;
    int exit_code;

    friend std::ostream& operator<<(std::ostream& out, const Trouble& row) { return out << row.title; }
};

/// Of a server whose clock is that much from ours.
Answer page_at(std::chrono::minutes skew) {
    const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + skew);
    char date[64];
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&time));
    return {answer(200, "{}", std::string("Date: ") + date + "\r\n")};
}

const Trouble troubles[] = {
    {"a refused client", each({page_at({}), json(401, R"({"error":"invalid_client"})")}),
     "wrong    token          globus: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token refused client me: "
     "invalid_client (401)\n",
     77},
    {"less than was asked for", each({page_at({}), json(200, token_body("t0ken", "openid"))}),
     "wrong    token          globus: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token granted client me less "
     "than was asked for, without urn:globus:auth:scope:transfer.api.globus.org:all; let the client have them there\n",
     77},
    {"a server that breaks off", each({{reset()}}),
     "wrong    clock          globus: GET http://127.0.0.1:PORT/.well-known/openid-configuration: 127.0.0.1:PORT broke "
     "the connection\n",
     69},
    {"a token endpoint that fails", each({page_at({}), json(503, "{}")}),
     "wrong    token          globus: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token answered 503; check the "
     "token URL, and the service\n",
     69},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_and_servers)

BOOST_DATA_TEST_CASE_F(Patient, doctor_tells_what_is_wrong_with_a_server, boost::unit_test::data::make(troubles), row) {
    const RawServer auth(row.script);
    use(auth, auth);
    const CommandResult result = doctor();
    BOOST_TEST(result.err == "");
    BOOST_TEST(wrong(result.out) == row.said);
    BOOST_TEST(result.exit_code == row.exit_code);
    BOOST_TEST(auth.connections() == row.script.size());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(doctor_online, Patient)

BOOST_AUTO_TEST_CASE(says_that_the_clock_is_off_and_asks_for_no_token_then) {
    const RawServer auth(each({page_at(std::chrono::minutes(10))}));
    use(auth, auth);
    const CommandResult result = doctor();
    const std::string said = wrong(result.out);
    // The test's own clock went on meanwhile.
    BOOST_TEST((said.starts_with("wrong    clock          globus: this machine's clock is 9m") ||
                said.starts_with("wrong    clock          globus: this machine's clock is 10m")),
               said);
    BOOST_TEST(said.ends_with(" behind that of 127.0.0.1:PORT; timedatectl set-ntp true\n"));
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(auth.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_a_certificate_and_sends_nothing_then) {
    const TlsKeys keys;
    for (const auto& [name, said] :
         {std::pair("expired", "it has expired; have it renewed, or check this machine's clock"),
          {"self_signed", "it is self-signed; if it is the right one, name it as ca_file under 'http:'"},
          {"other_host", "it is for another host; check the URL, or what answers there"}}) {
        const SandboxProcess sandbox(*this, {"--tls-certificate", keys.certificate(name), "--tls-key", keys.key(name)});
        ::use(sandbox, *this);
        configure_patient("http: {ca_file: " + keys.certificate("ca") + "}\n");
        const CommandResult result = doctor();
        BOOST_TEST(wrong(result.out) ==
                   std::string("wrong    tls            globus: the certificate of 127.0.0.1:PORT is refused: ") +
                       said + '\n');
        BOOST_TEST(result.exit_code == 69);
        BOOST_TEST(sandbox.requests().empty());
    }
}

BOOST_AUTO_TEST_CASE(warns_of_a_certificate_that_ends_soon) {
    const TlsKeys keys;
    const SandboxProcess sandbox(*this, {"--tls-certificate", keys.certificate("good"), "--tls-key", keys.key("good")});
    ::use(sandbox, *this);
    write("config/secret", sandbox.exported("GLOBUS_CLIENT_SECRET") + '\n');
    configure_patient("http: {ca_file: " + keys.certificate("ca") + "}\n", kClientId);
    const CommandResult result = doctor();
    BOOST_TEST(result.err == "");
    BOOST_TEST(shown(result.out)
                       .find("\nwarning  tls            globus: the certificates of 127.0.0.1:PORT are trusted "
                             "for 1 more days, until TIME; have them renewed there\n") != std::string::npos,
               result.out);
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
