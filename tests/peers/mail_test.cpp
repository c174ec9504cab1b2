#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <ostream>
#include <string>

#include "base/landlock.hpp"
#include "errand/json.hpp"
#include "support/normalised.hpp"
#include "support/peer_workspace.hpp"
#include "support/raw_server.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;
using errand::Value;

namespace {

PeerServer& mail_server() {
    static PeerServer server("smtp", peer_keys());
    return server;
}

/// What a mail has unless a test says otherwise; the port is that of a listener of the server.
Value::Map plain_mail(const std::string& listener) {
    return {{"host", "127.0.0.1"},
            {"port", std::stoi(mail_server().url(listener + "_port"))},
            {"ca_file", peer_keys().file("ca.pem")},
            {"user", mail_server().url("user")},
            {"password", Value::Map{{"file", "password"}}},
            {"from", "Night Shift <errand@example.org>"},
            {"to", Value::List{"jo@example.org"}},
            {"subject", "Done"},
            {"text", "All is well.\n"}};
}

/// The job `job` with one mail.
struct Mail : Workspace {
    Mail() {
        configure();
        write_secret("password", mail_server().url("password"));
        take("mails");
        take("logins");
    }
    void write_secret(const std::string& name, const std::string& text) const {
        write(name, text);
        fs::permissions(path() / name, fs::perms(0600));
    }
    /// \param changes of what plain_mail() has; a key that is null is left out
    CommandResult send(const std::string& listener, Value::Map changes = {}, const std::string& more = {}) {
        changes.merge(plain_mail(listener));
        std::erase_if(changes, [](const auto& key) { return key.second.is_null(); });
        write("job.yaml", "name: job\ntasks:\n  - name: tell\n    uses: mail.send\n    with: " +
                              errand::to_json(changes) + "\n" + more);
        const CommandResult result = run({"run", "--json", "./job.yaml"});
        for (const std::string& secret :
             {mail_server().url("password"), std::string("pass word"), std::string("hunter2")})
            BOOST_TEST((result.out + result.err).find(secret) == std::string::npos);
        return result;
    }
    Value task_in(const CommandResult& result) const {
        return errand::parse_json(normalised(result.out, *this)).find("tasks")->list().at(0);
    }
    std::string message_in(const CommandResult& result) const { return task_in(result).find("message")->text(); }
    /// The `mails` or `logins` that came since the last call.
    static Value::List take(const std::string& what) {
        return PeerServer::fetch(mail_server().url(what + "_url")).list();
    }
};

struct Sent {
    const char* title;
    const char* listener;
    Value::Map changes;
    int exit_code;
    const char* message;
    /// How many mails and log-ins came.
    std::size_t mails;
    std::size_t logins;

    friend std::ostream& operator<<(std::ostream& out, const Sent& row) { return out << row.title; }
};

const Value kNobody = Value::List{"jo@example.org", "nobody@example.org"};

const Sent sent[] = {
    {"by STARTTLS", "starttls", {}, 0, "sent to 1 recipient", 1, 1},
    {"by TLS", "implicit", {{"tls", "implicit"}}, 0, "sent to 1 recipient", 1, 1},
    {"in the clear on this machine",
     "plain",
     {{"tls", "none"}, {"user", {}}, {"password", {}}},
     0,
     "sent to 1 recipient",
     1,
     0},
    {"to nobody that is known",
     "starttls",
     {{"to", kNobody}},
     1,
     "127.0.0.1:PORT refused the mail: 550 5.1.1 No such user",
     0,
     1},
    {"from nobody that is known",
     "starttls",
     {{"from", "nobody@example.org"}},
     1,
     "127.0.0.1:PORT refused the mail: 553 5.7.1 Sender refused",
     0,
     1},
    {"to a full mailbox",
     "starttls",
     {{"to", Value::List{"full@example.org"}}},
     69,
     "127.0.0.1:PORT does not take the mail now: 452 4.2.2 Mailbox full",
     0,
     1},
    {"what is refused when it was read",
     "starttls",
     {{"to", Value::List{"refused@example.org"}}},
     1,
     "127.0.0.1:PORT refused the mail: 554 5.7.1 Looks like spam",
     1,
     1},
    {"what is not taken when it was read",
     "starttls",
     {{"to", Value::List{"busy@example.org"}}},
     69,
     "127.0.0.1:PORT does not take the mail now: 451 4.3.0 Try again later",
     1,
     1},
    {"with a wrong user",
     "starttls",
     {{"user", "somebody"}},
     77,
     "127.0.0.1:PORT refused the user 'somebody' or the password: 535 5.7.8 Bad credentials",
     0,
     1},
    {"when nobody is let in",
     "starttls",
     {{"user", "later"}},
     69,
     "127.0.0.1:PORT does not take the mail now: 454 4.7.0 Temporary authentication failure",
     0,
     1},
    {"without the user that is wanted",
     "starttls",
     {{"user", {}}, {"password", {}}},
     77,
     "127.0.0.1:PORT takes no mail without a 'user' and a 'password': 530 Error: authentication Required",
     0,
     0},
    {"to a server without log-in",
     "no_login",
     {},
     1,
     "127.0.0.1:PORT offers no way to log in that is known here, but there is a 'user'",
     0,
     0},
    {"to a server without STARTTLS",
     "plain",
     {},
     1,
     "127.0.0.1:PORT does not offer STARTTLS, so nothing was sent; check the port, or say 'tls: implicit' if it speaks "
     "TLS from the beginning",
     0,
     0},
    {"to a server of an unknown authority",
     "starttls",
     {{"ca_file", {}}},
     69,
     "the certificate of 127.0.0.1:PORT was refused: SSL certificate problem: unable to get local issuer certificate; "
     "check the host, and 'ca_file' if its authority is your own",
     0,
     0},
    {"by TLS to a server of another authority",
     "implicit",
     {{"tls", "implicit"}, {"ca_file", "rogue"}},
     69,
     "the certificate of 127.0.0.1:PORT was refused: SSL certificate problem: unable to get local issuer certificate; "
     "check the host, and 'ca_file' if its authority is your own",
     0,
     0},
    {"to a server of another name",
     "other_host",
     {},
     69,
     "the certificate of 127.0.0.1:PORT was refused: SSL: no alternative certificate subject name matches target host "
     "name '127.0.0.1'; check the host, and 'ca_file' if its authority is your own",
     0,
     0},
    {"by TLS to a server that begins without",
     "starttls",
     {{"tls", "implicit"}},
     69,
     "no TLS with 127.0.0.1:PORT: …; check the port, and 'tls'",
     0,
     0},
};

/// They have its version in them.
std::string without_words_of_openssl(std::string message) {
    const std::size_t words = message.find("OpenSSL/");
    return words == std::string::npos ? message : message.replace(words, message.find(';', words) - words, "…");
}

/// Takes connections, and never says a word.
struct SilentServer : Mail {
    CommandResult send_to_it(const char* timeout, const std::string& more = {}) {
        return send("starttls", {{"port", server.port()}, {"timeout", timeout}}, more);
    }

    const RawServer server{{{{hang()}}}};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail, Mail)

BOOST_DATA_TEST_CASE(is_sent, boost::unit_test::data::make(sent), row) {
    Mail job;
    Value::Map changes = row.changes;
    if (const auto ca = changes.find("ca_file"); ca != changes.end() && ca->second.is_text())
        ca->second = peer_keys().file("rogue_ca.pem");
    const CommandResult result = job.send(row.listener, changes);
    BOOST_TEST(result.exit_code == row.exit_code);
    BOOST_TEST(without_words_of_openssl(job.message_in(result)) == row.message);
    BOOST_TEST(Mail::take("mails").size() == row.mails);
    const Value::List logins = Mail::take("logins");
    BOOST_TEST(logins.size() == row.logins);
    // A password goes nowhere without TLS.
    for (const Value& login : logins) BOOST_TEST(login.find("secure")->boolean());
}

BOOST_AUTO_TEST_CASE(arrives_as_it_was_meant) {
    write("out/Grüße.csv", "a;b\n");
    write("out/data.bin", std::string("\0\xff\r\n.\r\n", 7));
    const std::string text = "Grüße €\n.\n..\nFrom here = " + std::string(200, 'x') + "\nlast ";
    const std::string subject = "Nächtlicher Bericht: " + std::string(100, 'y') + " 😀";
    const CommandResult result = send("starttls", {{"from", "Nächte, Die <errand@example.org>"},
                                                   {"to", Value::List{"Jo Example <jo@example.org>", "bo@example.org"}},
                                                   {"bcc", Value::List{"hidden@example.org"}},
                                                   {"subject", subject},
                                                   {"text", text},
                                                   {"html", "<p>Grüße</p>"},
                                                   {"attachments_from", "out"},
                                                   {"attachments", Value::List{"Grüße.csv", "data.bin"}}});
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.out);
    const Value::List mails = take("mails");
    BOOST_TEST_REQUIRE(mails.size() == 1U);
    const Value& mail = mails.front();
    BOOST_TEST(mail.find("sender")->text() == "errand@example.org");
    BOOST_TEST(to_json(*mail.find("recipients")) == R"(["jo@example.org","bo@example.org","hidden@example.org"])");
    BOOST_TEST(mail.find("user")->text() == "errand");
    BOOST_TEST(mail.find("subject")->text() == subject);
    BOOST_TEST(to_json(*mail.find("from")) == "[{\"address\":\"errand@example.org\",\"name\":\"Nächte, Die\"}]");
    BOOST_TEST(to_json(*mail.find("to")) ==
               R"([{"address":"jo@example.org","name":"Jo Example"},{"address":"bo@example.org","name":""}])");
    BOOST_TEST(mail.find("text")->text() == text + "\n");
    BOOST_TEST(mail.find("html")->text() == "<p>Grüße</p>\n");
    BOOST_TEST(to_json(*mail.find("attachments")) ==
               "[{\"content\":\"YTtiCg==\",\"filename\":\"Grüße.csv\",\"type\":\"text/csv\"},"
               R"({"content":"AP8NCi4NCg==","filename":"data.bin","type":"application/octet-stream"}])");
    BOOST_TEST(mail.find("message_id")->text() == task_in(result).find("outputs")->find("message_id")->text());
    BOOST_TEST(task_in(result).find("outputs")->find("reply")->text() == "250 2.0.0 Ok: queued as 4RZ");
    const std::string& raw = mail.find("raw")->text();
    BOOST_TEST(raw.find("hidden@example.org") == std::string::npos);
    BOOST_TEST(std::all_of(raw.begin(), raw.end(), [](unsigned char c) { return c < 0x80; }));
    for (std::size_t at = 0, end = 0; (end = raw.find("\r\n", at)) != std::string::npos; at = end + 2)
        BOOST_TEST(end - at <= 78U);
}

BOOST_AUTO_TEST_CASE(has_authorities_that_can_be_read) {
    write("ca.pem", "no certificate");
    const CommandResult result = send("starttls", {{"ca_file", "ca.pem"}});
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) == "the certificate authorities in WORKSPACE/ca.pem cannot be read");
    BOOST_TEST(take("logins").empty());
}

BOOST_AUTO_TEST_CASE(opens_what_the_job_leaves_it) {
    if (errand::landlock_version() == 0) return;
    write("out/a.csv", "a");
    const Value::Map changes = {{"attachments_from", "out"}, {"attachments", Value::List{"a.csv"}}};
    BOOST_TEST(message_in(send("starttls", changes, "    files: none\n")) ==
               "cannot read WORKSPACE/out/a.csv: Permission denied");
    BOOST_TEST(take("mails").empty());
}

BOOST_FIXTURE_TEST_CASE(is_not_waited_for_longer_than_the_job_says, SilentServer) {
    const CommandResult result = send_to_it("1s");
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(message_in(result).starts_with("127.0.0.1:PORT did not take the mail in time: "));
}

BOOST_FIXTURE_TEST_CASE(ends_with_its_task, SilentServer) {
    const CommandResult result = send_to_it("1h", "    time_limit: 1s\n");
    BOOST_TEST(result.exit_code == 124);
    BOOST_TEST(server.connections() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
