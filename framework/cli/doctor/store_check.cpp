#include "cli/doctor/local_checks.hpp"
#include "cli/run_records.hpp"
#include "store/store.hpp"

namespace errand {

namespace {

constexpr char kCheck[] = "store";

Finding damaged(const std::string& place, const std::vector<std::string>& damage) {
    const std::string more = damage.size() == 1 ? "" : ", and " + std::to_string(damage.size() - 1) + " more";
    return {kCheck,
            "",
            Health::wrong,
            place + " is damaged: " + damage.front() + more,
            "restore it from a copy, or move it away to begin anew",
            ExitCode::state};
}

}  // namespace

Finding check_store(const StoreSettings& settings, const std::filesystem::path& directory,
                    const std::filesystem::path& modules, const SecretReader& secrets) try {
    const StoreLocation location = store_location(settings, directory, modules, secrets);
    const StoreCondition found = look_at_store(location);
    const std::string place = '\'' + location.place + '\'';
    if (!found.damage.empty()) return damaged(place, found.damage);
    if (!found.is_there) return {kCheck, "", Health::ok, place + " is made by the first run"};
    return {kCheck, "", Health::ok,
            place + (found.is_current ? " is whole" : " is brought up to date by the next run")};
} catch (const std::exception& error) {
    return wrong(kCheck, "", error);
}

}  // namespace errand
