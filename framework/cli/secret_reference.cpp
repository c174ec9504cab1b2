#include "cli/secret_reference.hpp"

#include "auth/form_encoding.hpp"
#include "auth/secret_command.hpp"
#include "auth/secret_source.hpp"

namespace errand {

namespace {

/// The command is the operator's own, and gets the environment that errand was started with.
Secret read_command(const Value::List& arguments, const Surroundings& surroundings, ProcessSpawner& spawner) {
    SecretCommand command;
    for (const Value& argument : arguments) command.arguments.push_back(argument.text());
    command.environment = surroundings.all_variables();
    command.working_directory = surroundings.working_directory;
    return read_secret_command(command, spawner);
}

Secret read(const Value& reference, const Surroundings& surroundings, ProcessSpawner& spawner) {
    if (const Value* file = reference.find("file")) return read_secret_file(file->text());
    if (const Value* name = reference.find("credential"))
        return read_secret_credential(name->text(), surroundings.environment);
    if (const Value* command = reference.find("command")) return read_command(command->list(), surroundings, spawner);
    return read_secret_variable(reference.find("env")->text(), surroundings.environment);
}

}  // namespace

Secret read_secret(const Value& reference, const Surroundings& surroundings, ProcessSpawner& spawner,
                   Redactor& redactor) {
    Secret secret = read(reference, surroundings, spawner);
    redactor.add(secret.reveal());
    // It is sent like this within base64 (RFC 6749 section 2.3.1).
    redactor.add(Secret(form_encoded(secret.reveal())).reveal());
    return secret;
}

}  // namespace errand
