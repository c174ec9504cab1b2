# Holds the SDK headers against abi.lock, so that no change of the plugin ABI goes unnoticed.
#
#   cmake -D SDK_DIR=framework/sdk [-D RENEW=ON] -P AbiLock.cmake
#
# The lock has the ABI version and a hash of the headers that plugins see, without comments, blank space and the version
# of errand. The test harness is left out: no plugin contains it.
cmake_minimum_required(VERSION 3.25)

# GLOB finds nothing relative to a relative directory.
get_filename_component(SDK_DIR ${SDK_DIR} ABSOLUTE)
if(NOT EXISTS ${SDK_DIR}/include/errand/plugin.hpp)
  message(FATAL_ERROR "There are no SDK headers in ${SDK_DIR}")
endif()

# The text of one header without comments and blank space.
function(read_code path result)
  file(READ ${path} code)
  string(REGEX REPLACE "/\\*([^*]|\\*+[^*/])*\\*+/" "" code "${code}")
  string(REGEX REPLACE "//[^\n]*" "" code "${code}")
  string(REGEX REPLACE "#define ERRAND_VERSION [^\n]*" "" code "${code}")
  string(REGEX REPLACE "[ \t\r\n]+" "" code "${code}")
  set(${result} "${code}" PARENT_SCOPE)
endfunction()

function(hash_headers result)
  file(GLOB_RECURSE headers RELATIVE ${SDK_DIR}/include ${SDK_DIR}/include/*.hpp)
  list(FILTER headers EXCLUDE REGEX "^errand/testing[./]")
  list(SORT headers)
  set(all "")
  foreach(header ${headers})
    read_code(${SDK_DIR}/include/${header} code)
    string(APPEND all "${header}\n${code}\n")
  endforeach()
  string(SHA256 hash "${all}")
  set(${result} ${hash} PARENT_SCOPE)
endfunction()

hash_headers(found_hash)
file(STRINGS ${SDK_DIR}/include/errand/version.hpp line REGEX "^#define ERRAND_ABI_VERSION [0-9]+$")
if(NOT line MATCHES "([0-9]+)$")
  message(FATAL_ERROR "${SDK_DIR}/include/errand/version.hpp does not define ERRAND_ABI_VERSION as a number")
endif()
set(found_version ${CMAKE_MATCH_1})
set(lock_file ${SDK_DIR}/abi.lock)
set(found_lock "abi_version ${found_version}\nsha256 ${found_hash}\n")

if(RENEW)
  file(WRITE ${lock_file} "${found_lock}")
  message(STATUS "${lock_file}: ABI version ${found_version}, ${found_hash}")
  return()
endif()

set(how_to_renew "then renew the lock with `cmake --build <build directory> --target abi-lock` and commit it")
set(lock "")
if(EXISTS ${lock_file})
  file(READ ${lock_file} lock)
endif()
if(lock STREQUAL found_lock)
  return()
endif()
if(lock MATCHES "^abi_version ${found_version}\n")
  message(FATAL_ERROR "The SDK headers differ from framework/sdk/abi.lock, and ERRAND_ABI_VERSION is still "
    "${found_version}. If a type, a virtual function or a descriptor changed, raise it in errand/version.hpp; "
    "${how_to_renew}.")
endif()
message(FATAL_ERROR "framework/sdk/abi.lock is not for ABI version ${found_version}, which errand/version.hpp has. "
  "Check that the new version is meant, ${how_to_renew}.")
