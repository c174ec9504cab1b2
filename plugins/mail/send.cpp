#include "send.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "errand/answer/visible.hpp"
#include "header_text.hpp"
#include "message.hpp"
#include "smtp_transfer.hpp"

namespace errand::mail {

namespace {

constexpr std::int64_t kLargestAttachments = std::int64_t{10} << 20;

Tls tls_of(const Parameters& parameters) {
    const std::string& word = parameters.text("tls");
    return word == "implicit" ? Tls::implicit : word == "starttls" ? Tls::starttls : Tls::none;
}

std::uint16_t port_of(const Parameters& parameters) {
    if (parameters.has("port")) return static_cast<std::uint16_t>(parameters.integer("port"));
    switch (tls_of(parameters)) {
        case Tls::implicit:
            return 465;
        case Tls::starttls:
            return 587;
        case Tls::none:
            break;
    }
    return 25;
}

void require_host(const std::string& host) {
    constexpr char kAllowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
    if (host.empty() || host.find_first_not_of(kAllowed) != std::string::npos)
        throw ValueError("'host' is '" + visible(host, 200) + "', expected the name or the address of a server");
}

MailServer server_of(const Parameters& parameters) {
    MailServer server;
    server.host = parameters.text("host");
    require_host(server.host);
    server.port = port_of(parameters);
    server.tls = tls_of(parameters);
    if (parameters.has("user") != parameters.has("password"))
        throw ValueError(parameters.has("user") ? "there is a 'user', but no 'password'"
                                                : "there is a 'password', but no 'user'");
    if (parameters.has("user")) {
        server.user = parameters.text("user");
        server.password = parameters.secret("password");
        if (server.user.empty() || server.password.empty()) throw ValueError("'user' or 'password' is empty");
    }
    if (parameters.has("ca_file")) server.ca_file = parameters.text("ca_file");
    return server;
}

std::vector<Address> addresses_in(const Parameters& parameters, const char* name) {
    return parameters.has(name) ? parse_addresses(parameters.list(name), name) : std::vector<Address>();
}

Message message_of(const Parameters& parameters) {
    Message message;
    message.from = parse_address(parameters.text("from"), "from");
    message.to = addresses_in(parameters, "to");
    message.cc = addresses_in(parameters, "cc");
    message.bcc = addresses_in(parameters, "bcc");
    if (message.to.empty() && message.cc.empty() && message.bcc.empty())
        throw ValueError("there is nobody in 'to', 'cc' and 'bcc'");
    if (parameters.has("reply_to")) message.reply_to = {parse_address(parameters.text("reply_to"), "reply_to")};
    message.subject = parameters.text("subject");
    require_one_line(message.subject, "'subject'");
    message.text = parameters.text("text");
    if (parameters.has("html")) message.html = parameters.text("html");
    message.attachments = read_attachments(parameters);
    return message;
}

std::vector<std::string> recipients_of(const Message& message) {
    std::vector<std::string> recipients;
    for (const auto* list : {&message.to, &message.cc, &message.bcc})
        for (const Address& address : *list) recipients.push_back(address.address);
    return recipients;
}

}  // namespace

TaskDescription Send::describe() {
    return TaskDescription("send", "Send a mail by an SMTP server")
        .requires_parameter("host", Type::text, "The server, as its certificate has it")
        .takes_parameter("port", Type::integer, "Its port; by default 587, 465 for implicit TLS, 25 without")
        .at_least(1)
        .at_most(65535)
        .takes_parameter("tls", Type::text, "How it is encrypted; none is for loopback addresses only", "starttls")
        .one_of({"starttls", "implicit", "none"})
        .takes_parameter("ca_file", Type::path, "The authorities of its certificate, in place of the system's")
        .takes_parameter("user", Type::text, "Who to log in as")
        .takes_parameter("password", Type::text, "The password of that user")
        .is_secret()
        .requires_parameter("from", Type::text, "The sender's address, with a name or without")
        .takes_parameter("to", Type::list, "Who it is for")
        .takes_parameter("cc", Type::list, "Who gets a copy")
        .takes_parameter("bcc", Type::list, "Who gets a copy without the others being told")
        .takes_parameter("reply_to", Type::text, "Where answers go, if not to the sender")
        .requires_parameter("subject", Type::text, "What it is about, in one line")
        .requires_parameter("text", Type::text, "What it says")
        .takes_parameter("html", Type::text, "The same in HTML, for programs that show it")
        .takes_parameter("attachments", Type::list, "Names of files to attach, in the directory attachments_from")
        .takes_parameter("attachments_from", Type::path, "The directory that they are in")
        .takes_parameter("largest", Type::size, "How much all attachments may be", kLargestAttachments)
        .takes_parameter("timeout", Type::duration, "When the server must have taken it", std::chrono::minutes(1))
        .puts_out("message_id", Type::text, "Its Message-ID, the same for each attempt")
        .puts_out("reply", Type::text, "What the server said of it")
        .reads_files({"{ca_file}", "{attachments_from}"});
}

Outcome Send::run(TaskContext& context) {
    const Parameters& parameters = context.parameters();
    // All that can be wrong in the job is found before anything is sent.
    const MailServer server = server_of(parameters);
    const Message message = message_of(parameters);
    const std::string id = message_id(message, context.run().run_id, context.run().task);

    const Delivery delivery = {message.from.address, recipients_of(message),
                               compose(message, id, std::chrono::system_clock::now())};
    const std::string reply =
        deliver(server, delivery, parameters.duration("timeout"), [&] { return context.is_cancelled(); });
    context.set_output("message_id", id);
    context.set_output("reply", visible(reply, 500));
    const std::size_t count = delivery.recipients.size();
    return Outcome::success("sent to " + std::to_string(count) + (count == 1 ? " recipient" : " recipients"));
}

std::string Send::preview(const TaskFacts& facts) const {
    const MailServer server = server_of(facts.parameters());
    const Message message = message_of(facts.parameters());
    std::string text = "send \"" + visible(message.subject, 200) + "\" from " + message.from.address + " to ";
    std::string separator;
    for (const std::string& recipient : recipients_of(message)) text += std::exchange(separator, ", ") + recipient;
    text += ", by " + server.host + " at port " + std::to_string(server.port);
    if (!message.attachments.empty()) text += ", attachments: " + std::to_string(message.attachments.size());
    return text;
}

}  // namespace errand::mail
