#include "cli/secret_reader.hpp"

#include "auth/form_encoding.hpp"
#include "auth/secret_command.hpp"
#include "auth/secret_source.hpp"

namespace errand {

Secret SecretReader::read(const Value& reference) const {
    Secret secret = find(reference);
    redactor_.add(secret.reveal());
    // It is sent like this within base64 (RFC 6749 section 2.3.1).
    redactor_.add(Secret(form_encoded(secret.reveal())).reveal());
    return secret;
}

Secret SecretReader::find(const Value& reference) const {
    if (const Value* file = reference.find("file")) return read_secret_file(file->text());
    if (const Value* name = reference.find("credential"))
        return read_secret_credential(name->text(), surroundings_.environment);
    if (const Value* command = reference.find("command")) return ask_command(command->list());
    return read_secret_variable(reference.find("env")->text(), surroundings_.environment);
}

/// The command is the operator's own, and gets the environment that errand was started with.
Secret SecretReader::ask_command(const Value::List& arguments) const {
    SecretCommand command;
    for (const Value& argument : arguments) command.arguments.push_back(argument.text());
    command.environment = surroundings_.all_variables();
    command.working_directory = surroundings_.working_directory;
    command.give_up_descriptor = give_up_descriptor_;
    return read_secret_command(command, spawner_);
}

}  // namespace errand
