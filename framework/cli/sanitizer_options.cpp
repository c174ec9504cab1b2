// A search for leaks takes as long as all else that most commands do, and tests start thousands of them: the unit tests
// have it for the same code, and those commands to which ASAN_OPTIONS says so.
extern "C" __attribute__((visibility("default"))) const char* __asan_default_options() {
    return "detect_leaks=0:malloc_context_size=4";
}
