# What every target of the project is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Archives are linked into plugins, so all code is position independent and keeps its symbols to itself.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

set(ERRAND_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize= (none when empty)")

# What ccache has kept is shared by all checkouts: no path of this one is in what a compiler reads or writes.
find_program(ERRAND_CCACHE ccache)
if(ERRAND_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${ERRAND_CCACHE})
endif()

add_library(errand_compiler INTERFACE)
target_compile_options(errand_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
# g++ 12 sees uninitialised members in moved-from variants that are never read; the sanitizers see real ones.
target_compile_options(errand_compiler INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
target_link_options(errand_compiler INTERFACE LINKER:-z,relro LINKER:-z,now LINKER:--as-needed)
if(ERRAND_SANITIZE)
  target_compile_options(errand_compiler INTERFACE
    -fsanitize=${ERRAND_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # Lines are all that the sanitizers' reports need, and compiling takes a third less time.
  string(REPLACE "-g" "-g1" CMAKE_CXX_FLAGS_DEBUG "${CMAKE_CXX_FLAGS_DEBUG}")
  target_link_options(errand_compiler INTERFACE -fsanitize=${ERRAND_SANITIZE})
  # What tests start most is programs. Without relocations a sanitized one starts in two thirds of the time; without the
  # data of these two checks, which are most of all that it has, in half of that. AddressSanitizer reports what goes
  # through a null pointer anyway.
  target_link_options(errand_compiler INTERFACE $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>)
  # Linking these programs is much of a build, and a fifth of that with mold. What is installed is linked as ever.
  find_program(ERRAND_MOLD mold)
  if(ERRAND_MOLD)
    target_link_options(errand_compiler INTERFACE -fuse-ld=mold)
  endif()
  if(ERRAND_SANITIZE MATCHES "undefined")
    target_compile_options(errand_compiler INTERFACE -fno-sanitize=null,alignment)
  endif()
elseif(CMAKE_BUILD_TYPE MATCHES "^Rel")
  target_compile_definitions(errand_compiler INTERFACE _FORTIFY_SOURCE=2)
endif()
