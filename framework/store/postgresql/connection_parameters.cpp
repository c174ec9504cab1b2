#include "store/postgresql/connection_parameters.hpp"

#include <libpq-fe.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/error.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse(const std::string& problem) { throw StoreError(ExitCode::configuration, problem); }

std::map<std::string, std::string> parsed(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(url.c_str(), nullptr),
                                                                                 PQconninfoFree);
    if (!options)
        refuse("the store's URL cannot be read; write it as postgresql://[USER@]HOST[:PORT]/DATABASE[?NAME=VALUE&…]");
    std::map<std::string, std::string> values;
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option)
        if (option->val) values[option->keyword] = option->val;
    return values;
}

std::string quoted(const std::string& value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + '\'';
}

/// A field of a password file.
std::string escaped(std::string_view password) {
    std::string text;
    for (const char c : password) {
        if (c == ':' || c == '\\') text += '\\';
        text += c;
    }
    return text;
}

}  // namespace

std::string connection_parameters(const std::string& url) {
    auto values = parsed(url);
    if (values.count("password") > 0)
        refuse("the store's URL has a password in it, where others may see it; give it apart from the URL");
    // A server that is gone without a word is noticed in half a minute.
    values.insert({{"application_name", "errand"},
                   {"client_encoding", "UTF8"},
                   {"connect_timeout", "10"},
                   {"keepalives_count", "2"},
                   {"keepalives_idle", "10"},
                   {"keepalives_interval", "10"},
                   {"tcp_user_timeout", "30000"}});
    std::string text;
    for (const auto& [name, value] : values) {
        if (std::any_of(value.begin(), value.end(), [](unsigned char c) { return c <= ' '; }))
            refuse("'" + name +
                   "' in the store's URL has a space in it, which errand cannot pass on; in 'options', "
                   "-cNAME=VALUE needs none");
        text += (text.empty() ? "" : " ") + name + '=' + quoted(value);
    }
    return text;
}

PasswordFile::PasswordFile(const Secret& password) {
    if (password.empty()) return;
    if (password.reveal().find_first_of("\r\n") != std::string_view::npos)
        refuse("the store's password has a line break in it; look at where it comes from");
    const Secret line("*:*:*:*:" + escaped(password.reveal()) + "\n");
    file_ = UniqueFd(::memfd_create("password", MFD_CLOEXEC));
    // libpq reads no file that others may.
    if (!file_ || ::fchmod(file_.get(), 0600) != 0) throw system_error("memfd_create");
    const auto size = static_cast<ssize_t>(line.reveal().size());
    if (::write(file_.get(), line.reveal().data(), line.reveal().size()) != size) throw system_error("write");
}

std::string PasswordFile::parameter() const {
    return file_ ? " passfile='/proc/self/fd/" + std::to_string(file_.get()) + "'" : "";
}

}  // namespace errand
