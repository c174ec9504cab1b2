# errand_add_plugin(<name> <source>...)
#
# Builds <name>.so, an errand plugin: it exports its descriptor and nothing else, and is loaded only with every symbol
# resolved. Link what else it needs with target_link_libraries(<name> PRIVATE errand::globus) and the like.
function(errand_add_plugin name)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE errand::sdk)
  set_target_properties(${name} PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_link_options(${name} PRIVATE LINKER:-z,now LINKER:--exclude-libs,ALL)
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize" AND NOT ERRAND_SANITIZE)
    target_link_options(${name} PRIVATE LINKER:--no-undefined)
  endif()
endfunction()
