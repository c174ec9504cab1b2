#include <algorithm>

#include "cli/doctor/local_checks.hpp"
#include "cli/provider_types.hpp"

namespace errand {

namespace {

/// Where a secret is, as the configuration has it.
std::string place_of(const Value& reference) {
    if (const Value* file = reference.find("file"))
        return "the file '" + file->text() + "', which only its owner can read";
    if (const Value* name = reference.find("credential")) return "the systemd credential '" + name->text() + "'";
    if (const Value* command = reference.find("command"))
        return "what the command '" + command->list().front().text() + "' prints";
    return "the environment variable " + reference.find("env")->text();
}

Finding check_secret(const std::string& provider, const std::string& key, const Value& reference,
                     const SecretReader& secrets) try {
    secrets.read(reference);
    return {"secret", provider, Health::ok, key + " is " + place_of(reference)};
} catch (const std::exception& error) {
    return wrong("secret", provider, error);
}

}  // namespace

std::vector<Finding> check_secrets(const ProviderSettings& provider, const SecretReader& secrets) {
    std::vector<Finding> findings;
    for (const ProviderKey& key : provider_type(provider.type).form.keys) {
        const auto reference = provider.values.find(key.name);
        if (key.value == ProviderValue::secret && reference != provider.values.end())
            findings.push_back(check_secret(provider.name, key.name, reference->second, secrets));
    }
    return findings;
}

}  // namespace errand
