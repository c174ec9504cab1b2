# What `cmake --install` puts where. The programs find each other from where they are, so the layout below the prefix is
# fixed, the prefix itself may be moved, and the build tree has the same layout.
include(CMakePackageConfigHelpers)

# errand refuses plugins, jobs and configurations that others could change, so what is installed must not depend on the
# umask of who installs it. Files have such permissions anyway.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/errand)

# Programs and plugins.
install(TARGETS errand DESTINATION bin)
install(TARGETS errand-task errand-sandbox DESTINATION lib/errand)
install(TARGETS errand-store-sqlite errand-store-postgresql DESTINATION lib/errand)
install(TARGETS ${ERRAND_PLUGINS} DESTINATION lib/errand/plugins)
install(FILES framework/cli/completion/errand.bash framework/cli/completion/errand.zsh
  DESTINATION share/errand/completion)
install(FILES framework/cli/completion/errand.bash DESTINATION share/bash-completion/completions RENAME errand)
install(FILES framework/cli/completion/errand.zsh DESTINATION share/zsh/site-functions RENAME _errand)

# An example beside each other as in the checkout: the configuration finds the jobs, and a job its schema.
install(FILES config/errand.yaml config/job.schema.json DESTINATION share/errand/config)
install(FILES jobs/list-endpoints.yaml DESTINATION share/errand/jobs)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The SDK, for plugins that are built elsewhere: headers alone, or with the archives that need Poco::JSON.
foreach(room sdk json answer files globus)
  install(DIRECTORY framework/${room}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN *.hpp)
endforeach()
install(TARGETS errand_sdk EXPORT errand-sdk)
if(ERRAND_SANITIZE)
  # Archives that were built with sanitizers need their runtime, wherever they are linked.
  target_link_options(errand_json INTERFACE $<INSTALL_INTERFACE:-fsanitize=${ERRAND_SANITIZE}>)
endif()
install(TARGETS errand_json errand_answer errand_files errand_globus
  EXPORT errand-globus ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(export errand-sdk errand-globus)
  install(EXPORT ${export} FILE ${export}-targets.cmake NAMESPACE errand:: DESTINATION ${package_dir})
endforeach()
configure_package_config_file(
  cmake/errand-config.cmake.in ${PROJECT_BINARY_DIR}/errand-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/errand-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${PROJECT_BINARY_DIR}/errand-config.cmake ${PROJECT_BINARY_DIR}/errand-config-version.cmake
        framework/sdk/cmake/ErrandPlugin.cmake
  DESTINATION ${package_dir})
