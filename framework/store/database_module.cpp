#include "store/database_module.hpp"

#include <dlfcn.h>

#include "store/store_error.hpp"

namespace errand {

std::unique_ptr<Database> open_by_module(const std::string& kind, const StoreLocation& location) {
    const std::filesystem::path path = location.modules / ("errand-store-" + kind + ".so");
    // Its libraries have threads, memory and exceptions that may outlive the store: it stays.
    void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    void* symbol = module ? ::dlsym(module, kOpenDatabase) : nullptr;
    if (!symbol) {
        const char* said = ::dlerror();
        throw StoreUnusable("what a store in " + kind + " needs cannot be loaded: " + (said ? said : path.string()) +
                            "; install errand again, with the libraries that it was built with");
    }
    return std::unique_ptr<Database>(reinterpret_cast<OpenDatabase*>(symbol)(location));
}

}  // namespace errand
