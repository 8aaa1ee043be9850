# Where all of it lies on a machine: `cmake --install build --prefix /usr/local`, with DESTDIR for who makes packages.
# The program finds share/chengwen beside the folder that it lies in, so any prefix will do.
option(CHENGWEN_INSTALL_FONTS "the fonts of fonts/debian go with the program" ON)

set(home ${CMAKE_INSTALL_DATADIR}/chengwen)
install(TARGETS chengwen chengwen-sign)
install(TARGETS libchengwen LIBRARY COMPONENT library NAMELINK_COMPONENT development PUBLIC_HEADER COMPONENT development)
# It is found from where it lies, so that the tree may be moved.
file(RELATIVE_PATH up ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" up "${up}")
configure_file(cmake/chengwen.pc.in chengwen.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/chengwen.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY templates/ DESTINATION ${home}/templates)
install(FILES fonts/roles.xml fonts/README.md DESTINATION ${home}/fonts)
if(CHENGWEN_INSTALL_FONTS)
  install(DIRECTORY fonts/debian DESTINATION ${home}/fonts OPTIONAL)
endif()

install(FILES docs/chengwen.1 docs/chengwen-sign.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES docs/chengwen.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES docs/chengwen.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME chengwen)
install(FILES docs/chengwen.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _chengwen)
install(FILES docs/chengwen.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES README.md CHANGELOG.md SECURITY.md LICENSE THIRD-PARTY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs FILES_MATCHING PATTERN "*.md" PATTERN "*.svg")
install(DIRECTORY input/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples PATTERN "draw.c" EXCLUDE)

# What runs at night, with the paths of this installation in place of those that the files have in the tree (docs/night).
set(night ${CMAKE_BINARY_DIR}/night)
set(scripts ${CMAKE_INSTALL_FULL_LIBEXECDIR}/chengwen)
file(GLOB names RELATIVE ${CMAKE_SOURCE_DIR}/docs/night CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/night/*)
foreach(name ${names})
  file(READ docs/night/${name} text)
  string(REPLACE "/opt/chengwen/build/chengwen" "${CMAKE_INSTALL_FULL_BINDIR}/chengwen" text "${text}")
  string(REPLACE "/opt/chengwen/docs/night" "${CMAKE_INSTALL_FULL_DOCDIR}/night" text "${text}")
  string(REPLACE "/usr/local/lib/chengwen" "${scripts}" text "${text}")
  file(WRITE ${night}/${name} "${text}")
endforeach()
install(PROGRAMS ${night}/chengwen-night ${night}/chengwen-mail DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/chengwen)
install(FILES ${night}/chengwen@.service ${night}/chengwen@.timer ${night}/chengwen-mail@.service
        DESTINATION lib/systemd/system)
install(FILES ${night}/chengwen.sysusers DESTINATION lib/sysusers.d RENAME chengwen.conf)
install(FILES ${night}/README.md ${night}/plan.xml ${night}/build.conf ${night}/chengwen.cron ${night}/chengwen.logrotate
        DESTINATION ${CMAKE_INSTALL_DOCDIR}/night)
