# Changes a copy of the SDK headers and looks at what AbiLock.cmake says.
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND mktemp -d OUTPUT_VARIABLE WORK_DIR OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(copy ${WORK_DIR}/sdk)
set(header ${copy}/include/errand/outcome.hpp)
set(version_header ${copy}/include/errand/version.hpp)

function(start_afresh)
  file(REMOVE_RECURSE ${WORK_DIR})
  file(COPY ${SDK_DIR}/include DESTINATION ${copy})
  run_lock(RENEW)
endfunction()

macro(run_lock)
  set(renew OFF)
  if("${ARGN}" STREQUAL "RENEW")
    set(renew ON)
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -D SDK_DIR=${copy} -D RENEW=${renew} -P ${SDK_DIR}/cmake/AbiLock.cmake
    RESULT_VARIABLE status ERROR_VARIABLE said)
  string(REGEX REPLACE "[ \n]+" " " said "${said}")
endmacro()

function(expect_pass title)
  run_lock()
  if(NOT status EQUAL 0)
    message(SEND_ERROR "${title}: the lock should hold, but: ${said}")
  endif()
endfunction()

function(expect_refusal title wanted)
  run_lock()
  if(status EQUAL 0 OR NOT said MATCHES "${wanted}")
    message(SEND_ERROR "${title}: wanted a refusal with '${wanted}', found status ${status}: ${said}")
  endif()
endfunction()

start_afresh()
expect_pass("nothing changed")

file(APPEND ${header} "\n\n// A comment.\n/* And * another\n   one. **/\n")
expect_pass("comments and blank lines added")

file(APPEND ${copy}/include/errand/testing.hpp "struct MoreForTests {};\n")
file(WRITE ${copy}/include/errand/testing/more.hpp "struct MoreForTests {};\n")
expect_pass("the harness changed")

file(READ ${version_header} text)
string(REGEX REPLACE "ERRAND_VERSION \"[^\"]*\"" "ERRAND_VERSION \"99.0\"" text "${text}")
file(WRITE ${version_header} "${text}")
expect_pass("the version of errand changed")

file(APPEND ${header} "struct Added {};\n")
expect_refusal("a type added" "still [0-9]+\\. If a type.*--target abi-lock")
run_lock(RENEW)
expect_pass("renewed")

string(REGEX REPLACE "ERRAND_ABI_VERSION [0-9]+" "ERRAND_ABI_VERSION 77" text "${text}")
file(WRITE ${version_header} "${text}")
expect_refusal("another ABI version" "is not for ABI version 77")

start_afresh()
file(WRITE ${copy}/include/errand/added.hpp "#pragma once\n")
expect_refusal("a header added" "The SDK headers differ")

start_afresh()
file(REMOVE ${copy}/abi.lock)
expect_refusal("no lock" "is not for ABI version")

file(REMOVE_RECURSE ${WORK_DIR})
