#include "config/job_parameters_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "config/enumerator.hpp"
#include "config/job_keys.hpp"
#include "config/map_reader.hpp"
#include "config/parameter_reader.hpp"
#include "config/scalars.hpp"
#include "config/secret_reference.hpp"

namespace errand {

namespace {

/// Reads one parameter.
class JobParameterReader {
public:
    JobParameterReader(const Node& node, Problems& problems) : map_(node, problems), problems_(problems) {}

    JobParameter read(const std::string& name) {
        ParameterDescription& description = parameter_.description;
        description.name = name;
        if (const Node* type = map_.find("type"))
            description.type = read_enumerator<Type>(*type, "type", type_words(), problems_).value_or(Type::any);
        if (const Node* help = map_.find("help")) description.help = read_text(*help, problems_).value_or("");
        description.required = is_true("required");
        description.secret = is_true("secret");
        if (const Node* allowed = map_.find("allowed")) read_allowed(*allowed);
        if (const Node* value = map_.find("default")) read_default(*value);
        if (description.secret) check_secret();
        map_.refuse_other_keys_than(names_of(job_parameter_keys()),
                                    description.secret ? UnknownKeys::hide : UnknownKeys::show);
        return std::move(parameter_);
    }

private:
    bool is_true(const char* key) {
        const Node* node = map_.find(key);
        return node && read_boolean(*node, problems_).value_or(false);
    }

    void read_allowed(const Node& node) {
        std::vector<Value> allowed;
        for (const Node& item : read_list(node, problems_))
            if (auto value = read_parameter(item, parameter_.description, problems_))
                allowed.push_back(std::move(*value));
        parameter_.description.allowed = std::move(allowed);
    }

    void read_default(const Node& node) {
        ParameterDescription& description = parameter_.description;
        if (description.required) problems_.add(node.offset, "a parameter that is required needs no default");
        if (description.secret)
            parameter_.secret_default = read_secret_reference(node, problems_);
        else
            description.default_value = read_parameter(node, description, problems_).value_or(Value());
    }

    void check_secret() {
        const Node* type = map_.find("type");
        if (type && parameter_.description.type != Type::text) problems_.add(type->offset, "a secret is text");
        if (const Node* allowed = map_.find("allowed"))
            problems_.add(allowed->offset, "what a secret may be cannot stand in a file");
    }

    const MapReader map_;
    Problems& problems_;
    JobParameter parameter_;
};

void set(JobParameter parameter, std::vector<JobParameter>& parameters) {
    const auto has_its_name = [&](const JobParameter& other) {
        return other.description.name == parameter.description.name;
    };
    const auto found = std::find_if(parameters.begin(), parameters.end(), has_its_name);
    if (found == parameters.end())
        parameters.push_back(std::move(parameter));
    else
        *found = std::move(parameter);
}

}  // namespace

void read_job_parameters(const Node& node, std::vector<JobParameter>& parameters, Problems& problems) {
    const MapReader map(node, problems);
    for (std::size_t i = 0; map.is_map() && i < node.keys.size(); ++i) {
        const auto name = read_name(node.keys[i], problems);
        JobParameter parameter = JobParameterReader(node.items[i], problems).read(name.value_or(""));
        if (name) set(std::move(parameter), parameters);
    }
}

}  // namespace errand
