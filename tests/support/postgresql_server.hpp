#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/command.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// A PostgreSQL server on a socket in a directory of its own, and on no port. Ends with this object, and also when the
/// test dies. It does not run as root.
class PostgresqlServer {
public:
    /// Where Debian 12 has its programs.
    static constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin";

    static bool is_installed() { return std::filesystem::exists(std::string(kPrograms) + "/initdb"); }

    /// \throws std::runtime_error with what it printed, when it does not start.
    PostgresqlServer() {
        run({program("initdb"), "--pgdata=" + data(), "--username=errand", "--auth=trust", "--encoding=UTF8",
             "--locale=C", "--no-sync", "--no-instructions"});
        std::ofstream(data() + "/pg_hba.conf") << "local all keyed scram-sha-256\nlocal all all trust\n";
        start();
    }
    ~PostgresqlServer() { stop(); }
    PostgresqlServer(const PostgresqlServer&) = delete;
    PostgresqlServer& operator=(const PostgresqlServer&) = delete;

    /// A URL of a schema that is empty the first time.
    std::string make_schema() {
        static std::atomic<int> count = 0;
        const std::string schema = "s" + std::to_string(++count);
        ask("CREATE SCHEMA " + schema);
        return url(schema);
    }
    /// Of the user `keyed`, if there is one, a password is asked.
    std::string url(const std::string& schema, const std::string& user = "errand") const {
        return "postgresql://" + user + "@/postgres?host=" + directory_.path().string() + "&options=-csearch_path%3D" +
               schema;
    }
    /// Of its socket.
    std::string directory() const { return directory_.path(); }
    /// What psql prints, one line for each row.
    std::string ask(const std::string& sql) const {
        return run({program("psql"), "--host=" + directory_.path().string(), "--username=errand", "--dbname=postgres",
                    "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command=" + sql});
    }

    /// Ends it at once; who is connected finds out.
    void stop() { process_.stop(); }
    void start() {
        // The shell reads nothing until this end is closed, by whatever.
        const std::string script = "exec 3<&0; '" + program("postgres") + "' -D '" + data() + "' -k '" +
                                   directory_.path().string() +
                                   "' -c listen_addresses= -c fsync=off -c max_connections=50 3<&- </dev/null &"
                                   " server=$!; read -r _ <&3; kill -QUIT $server; wait $server";
        process_.start({"/bin/sh", "-c", script}, environment(), "PostgreSQL",
                       "database system is ready to accept connections");
    }

private:
    /// Its programs look for each other there.
    static std::vector<std::string> environment() {
        return {std::string("PATH=") + kPrograms + ":/usr/bin:/bin", "LC_ALL=C"};
    }
    static std::string program(const std::string& name) { return std::string(kPrograms) + "/" + name; }
    std::string data() const { return directory_.path() / "data"; }

    static std::string run(const std::vector<std::string>& words) {
        const CommandResult result = run_command({words, environment()});
        if (result.exit_code != 0) throw std::runtime_error(words.front() + ": " + result.err);
        return result.out;
    }

    TemporaryDirectory directory_;
    ServerProcess process_;
};

}  // namespace errand::testing
