# errand_module(<room> SOURCES <files> [DEPENDS <targets>] [PRIVATE_DEPENDS <targets>])
#
# One room of framework/ as a static library `errand::<room>`. DEPENDS is the room's row in the table of allowed
# includes; third parties are PRIVATE_DEPENDS, so that no other room sees their headers.
function(errand_module room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS")
  add_library(errand_${room} STATIC ${arg_SOURCES})
  add_library(errand::${room} ALIAS errand_${room})
  set_target_properties(errand_${room} PROPERTIES EXPORT_NAME ${room})
  target_include_directories(errand_${room} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/framework>)
  target_link_libraries(errand_${room} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS} $<BUILD_INTERFACE:errand_compiler>)
endfunction()
