#include "config/provider_reader.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "config/map_reader.hpp"
#include "config/scalars.hpp"
#include "config/secret_reference.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

std::string joined(const std::vector<std::string>& words, const char* separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
}

/// Reads the value of one key.
class ProviderValueReader {
public:
    ProviderValueReader(const SettingsChecks& checks, Problems& problems) : checks_(checks), problems_(problems) {}

    Value read(const Node& node, const ProviderKey& key) const {
        switch (key.value) {
            case ProviderValue::text:
                return read_filled_text(node, key);
            case ProviderValue::text_or_variable:
                return node.kind == Node::Kind::map ? read_variable_reference(node, problems_)
                                                    : read_filled_text(node, key);
            case ProviderValue::texts:
                return read_texts(node, key);
            case ProviderValue::text_map:
                return read_text_map(node, key);
            case ProviderValue::url:
                return read_checked_url(node);
            case ProviderValue::urls:
                return read_urls(node);
            case ProviderValue::choice:
                return read_one_of(node, key.choices, key.name, problems_).value_or(key.choices.front());
            case ProviderValue::duration:
                return read_lifetime(node);
            case ProviderValue::file:
                return absolute_path(read_filled_text(node, key).text(), node, problems_).string();
            case ProviderValue::secret:
                return read_secret_reference(node, problems_);
        }
        return {};
    }

private:
    Value read_filled_text(const Node& node, const ProviderKey& key) const {
        const auto text = read_text(node, problems_);
        if (text && text->empty()) problems_.add(node.offset, "the " + spoken(key.name) + " is empty");
        return text.value_or("");
    }

    Value read_texts(const Node& node, const ProviderKey& key) const {
        Value::List texts;
        for (const Node& item : read_list(node, problems_)) texts.push_back(read_word(item, key));
        return texts;
    }

    /// An item of a list whose items are sent separated by blanks.
    Value read_word(const Node& node, const ProviderKey& key) const {
        const auto text = read_text(node, problems_);
        const std::string singular = key.name.ends_with('s') ? key.name.substr(0, key.name.size() - 1) : key.name;
        if (text && (text->empty() || text->find_first_of(" \t\n") != std::string::npos))
            problems_.add(node.offset, "a " + singular + " holds no blanks; give each its own item in the list");
        return text.value_or("");
    }

    Value read_text_map(const Node& node, const ProviderKey& key) const {
        Value::Map texts;
        if (!MapReader(node, problems_).is_map()) return texts;
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const std::string& name = node.keys[i].text;
            const bool is_ours = name == "grant_type" || name == "scope" || name.starts_with("client_");
            if (is_ours) problems_.add(node.keys[i].offset, "'" + name + "' is set by errand itself");
            // It may be a secret in the wrong place.
            if (is_ours) hide_texts(node.items[i], problems_);
            texts[name] = read_filled_text(node.items[i], key);
        }
        return texts;
    }

    std::string read_checked_url(const Node& node) const {
        const auto url = read_url(node, problems_);
        const auto objection = url && checks_.provider_url ? checks_.provider_url(*url) : std::nullopt;
        if (!objection) return url.value_or("");
        // What stands before the host, or in a query, may be a secret.
        if (url->find_first_of("@?") != std::string::npos) hide_texts(node, problems_);
        problems_.add(node.offset, *objection);
        return {};
    }

    Value read_urls(const Node& node) const {
        Value::List urls;
        if (node.kind != Node::Kind::list) {
            urls.emplace_back(read_checked_url(node));
            return urls;
        }
        for (const Node& item : node.items) urls.emplace_back(read_checked_url(item));
        return urls;
    }

    Value read_lifetime(const Node& node) const {
        const auto duration = read_duration(node, problems_);
        if (duration && duration->count() == 0) problems_.add(node.offset, "it must be more than nothing");
        return duration.value_or(std::chrono::milliseconds(1)).count();
    }

    /// A key as it is spoken of: `client id`.
    static std::string spoken(std::string name) {
        std::replace(name.begin(), name.end(), '_', ' ');
        return name;
    }

    const SettingsChecks& checks_;
    Problems& problems_;
};

/// Reads one provider.
class ProviderReader {
public:
    ProviderReader(const std::vector<ProviderForm>& forms, const SettingsChecks& checks, Problems& problems)
        : forms_(forms), values_(checks, problems), problems_(problems) {}

    ProviderSettings read(const Node& name, const Node& node) {
        ProviderSettings provider;
        provider.name = read_name(name, problems_).value_or("");
        provider.where = problems_.sources().position(name.offset);
        const MapReader map(node, problems_);
        if (!map.is_map()) {
            hide_texts(node, problems_);
            return provider;
        }
        // A misspelt client_secret may be followed by the secret itself.
        map.refuse_other_keys_than(known_keys(), UnknownKeys::hide);
        const ProviderForm* form = read_form(map);
        provider.type = form ? form->type : std::string();
        provider.values = form ? read_values(node, map, *form) : Value::Map();
        return provider;
    }

private:
    std::vector<std::string> known_keys() const {
        std::vector<std::string> names = {"type"};
        for (const ProviderForm& form : forms_)
            for (const ProviderKey& key : form.keys) names.push_back(key.name);
        return names;
    }

    const ProviderForm* read_form(const MapReader& map) {
        std::vector<std::string> types;
        for (const ProviderForm& form : forms_) types.push_back(form.type);
        const Node* node = map.require("type");
        const auto type = node ? read_one_of(*node, types, "provider type", problems_) : std::nullopt;
        const auto found =
            std::find_if(forms_.begin(), forms_.end(), [&](const ProviderForm& form) { return form.type == type; });
        if (found != forms_.end()) return &*found;
        hide_secrets(map);
        return nullptr;
    }

    /// Of a provider whose type is not known.
    void hide_secrets(const MapReader& map) {
        for (const ProviderForm& form : forms_)
            for (const ProviderKey& key : form.keys)
                if (const Node* node = map.find(key.name); node && key.value == ProviderValue::secret)
                    hide_texts(*node, problems_);
    }

    Value::Map read_values(const Node& node, const MapReader& map, const ProviderForm& form) {
        Value::Map values;
        for (const ProviderKey& key : form.keys) {
            const Node* given = map.find(key.name);
            if (!holds(key.only_where, values)) {
                if (given) refuse(*given, key);
                continue;
            }
            if (given)
                values[key.name] = values_.read(*given, key);
            else if (key.value == ProviderValue::choice)
                values[key.name] = key.choices.front();
            else if (key.required)
                map.require(key.name);
        }
        require_alternatives(node, form, values);
        refuse_keys_of_other_types(map, form);
        return values;
    }

    /// What a condition is about comes before what it is a condition of.
    static bool holds(const ProviderCondition& condition, const Value::Map& values) {
        if (condition.key.empty()) return true;
        const auto found = values.find(condition.key);
        return found != values.end() && std::find(condition.values.begin(), condition.values.end(),
                                                  found->second.text()) != condition.values.end();
    }

    void refuse(const Node& given, const ProviderKey& key) {
        if (key.value == ProviderValue::secret) hide_texts(given, problems_);
        problems_.add(given.offset,
                      "'" + key.name + "' is for " + key.only_where.key + ": " + joined(key.only_where.values, " or "));
    }

    void require_alternatives(const Node& node, const ProviderForm& form, const Value::Map& values) {
        std::map<std::string, std::vector<std::string>> names;
        std::map<std::string, int> given;
        for (const ProviderKey& key : form.keys) {
            if (key.alternative.empty()) continue;
            names[key.alternative].push_back(key.name);
            given[key.alternative] += static_cast<int>(values.count(key.name));
        }
        for (const auto& [alternative, keys] : names)
            if (given[alternative] != 1) problems_.add(node.offset, "expected either '" + joined(keys, "' or '") + "'");
    }

    void refuse_keys_of_other_types(const MapReader& map, const ProviderForm& form) {
        const auto has = [](const ProviderForm& some, const std::string& name) {
            return std::any_of(some.keys.begin(), some.keys.end(),
                               [&](const ProviderKey& key) { return key.name == name; });
        };
        std::map<std::string, std::vector<std::string>> types;
        for (const ProviderForm& other : forms_)
            for (const ProviderKey& key : other.keys)
                if (!has(form, key.name) && map.find(key.name)) types[key.name].push_back(other.type);
        for (const auto& [name, others] : types) {
            const Node* given = map.find(name);
            hide_texts(*given, problems_);
            problems_.add(given->offset, "'" + name + "' is for providers of type " + joined(others, " or "));
        }
    }

    const std::vector<ProviderForm>& forms_;
    const ProviderValueReader values_;
    Problems& problems_;
};

}  // namespace

std::vector<ProviderSettings> read_providers(const Node& node, const std::vector<ProviderForm>& forms,
                                             const SettingsChecks& checks, Problems& problems) {
    std::vector<ProviderSettings> providers;
    if (node.kind == Node::Kind::null) return providers;
    if (!MapReader(node, problems).is_map()) return providers;
    ProviderReader reader(forms, checks, problems);
    for (std::size_t i = 0; i < node.keys.size(); ++i) providers.push_back(reader.read(node.keys[i], node.items[i]));
    return providers;
}

}  // namespace errand
