#pragma once

#include <string>
#include <vector>

namespace errand {

/// What the value of a key of a provider is, and what it becomes as a Value.
enum class ProviderValue {
    /// Text.
    text,
    /// Text, or `{env: NAME}`, which stays such a map.
    text_or_variable,
    /// A list of texts.
    texts,
    /// A map of texts.
    text_map,
    /// `https://…`, or `http://…` to a loopback address. Text.
    url,
    /// A list of such URLs, or one alone. A list.
    urls,
    /// One of a key's choices. Text.
    choice,
    /// `5m`. Milliseconds, more than none.
    duration,
    /// A path, relative to the configuration file. Text, absolute.
    file,
    /// Never the secret itself but where it is: `{file: path}` (made absolute), `{env: NAME}`,
    /// `{command: [program, argument, …]}` or `{credential: name}`. Such a map.
    secret,
};

/// A key that counts only where another has one of some values.
struct ProviderCondition {
    /// None when empty: the key always counts.
    std::string key = {};
    std::vector<std::string> values = {};
};

/// A key of a provider in the configuration.
struct ProviderKey {
    std::string name;
    ProviderValue value = ProviderValue::text;
    bool required = false;
    /// Of a choice: all of them, the one that holds where the key is not given first.
    std::vector<std::string> choices = {};
    ProviderCondition only_where = {};
    /// Of keys with the same word here exactly one must be given.
    std::string alternative = {};
};

/// What may stand in the configuration for a provider of one type. The table of them in cli is all there is to know
/// about types of providers: the reader knows none by name.
struct ProviderForm {
    /// The value of `type:`.
    std::string type;
    std::vector<ProviderKey> keys;
};

}  // namespace errand
