# The rooms of generator/: which room may include which, and which outside library lives where.
# One line a room:  room(NAME  MAY room…  USES pkg-config-name…  LOADS pkg-config-name…), the last when the program runs, and asks for it
# A room of many files has wings, folders with a door each (WING/WING.h): what stands there others may use.  One line a wing:
#   wing(ROOM NAME  MAY wing…)  whose doors it may include.  Headers beside the wings, ROOM_int.h, are for all of them
# and include none; .c beside them put them together.  Nothing goes in a circle.
# tests/house/check_rooms.py reads these lines too, those of wings nobody else: keep one a line.

# Libraries of which the program of a release holds what it needs: to load and bind twenty shared ones takes half as long as a
# short paper does.  One line an archive: its name, then others that it needs itself.
set(archives "xml2 lzma icuuc icudata stdc++" "icui18n icuuc icudata stdc++" "icuuc icudata stdc++" "icudata stdc++" gmp md hyphen deflate "fontconfig expat uuid" seccomp minizip jpeg)

# archive_of(PATH RET): the shared library of this path; for targets with the property ARCHIVED its archive, where it and what
# it needs are installed.
function(archive_of path ret)
  set(${ret} ${path} PARENT_SCOPE)
  foreach(entry ${archives})
    separate_arguments(names UNIX_COMMAND ${entry})
    list(GET names 0 first)
    if(CHENGWEN_ARCHIVES AND path MATCHES "/lib${first}\\.so$")
      set(files)
      foreach(name ${names})
        execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=lib${name}.a OUTPUT_VARIABLE file
                        OUTPUT_STRIP_TRAILING_WHITESPACE)
        if(NOT EXISTS ${file})
          return()
        endif()
        list(APPEND files ${file})
      endforeach()
      set(${ret} "$<IF:$<BOOL:$<TARGET_PROPERTY:ARCHIVED>>,${files};m,${path}>" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# has_archives(TARGET): what an imported target links.
function(has_archives target)
  get_target_property(paths ${target} INTERFACE_LINK_LIBRARIES)
  set(chosen)
  foreach(path ${paths})
    archive_of(${path} one)
    list(APPEND chosen "${one}")
  endforeach()
  set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "${chosen}")
endfunction()

function(room name)
  cmake_parse_arguments(ROOM "" "" "MAY;USES;LOADS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/generator/${name}/*.c
       ${CMAKE_SOURCE_DIR}/generator/${name}/*/*.c)
  list(FILTER sources EXCLUDE REGEX "/main\\.c$|/base/messages\\.c$")
  if(NOT sources)
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  else()
    add_library(${name} STATIC ${sources})
    set(scope PUBLIC)
    if(EXISTS ${CMAKE_SOURCE_DIR}/generator/${name}/messages.def)
      add_library(${name}_messages OBJECT ${CMAKE_SOURCE_DIR}/generator/base/messages.c)
      target_compile_definitions(${name}_messages PRIVATE ROOM_MESSAGES="${name}/messages.def")
      target_include_directories(${name}_messages PRIVATE ${CMAKE_SOURCE_DIR}/generator)
      target_sources(${name} PRIVATE $<TARGET_OBJECTS:${name}_messages>)
    endif()
  endif()
  target_include_directories(${name} ${scope} ${CMAKE_SOURCE_DIR}/generator)
  target_link_libraries(${name} ${scope} ${ROOM_MAY})
  foreach(package ${ROOM_LOADS})
    pkg_check_modules(PKG_${package} REQUIRED ${package})
    target_include_directories(${name} PRIVATE ${PKG_${package}_INCLUDE_DIRS})
    target_link_libraries(${name} PRIVATE ${CMAKE_DL_LIBS})
  endforeach()
  foreach(package ${ROOM_USES})
    string(MAKE_C_IDENTIFIER PKG_${package} id)
    if(NOT TARGET PkgConfig::${id})
      pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${package})
      has_archives(PkgConfig::${id})
    endif()
    if(scope STREQUAL PUBLIC)
      target_link_libraries(${name} PRIVATE PkgConfig::${id})
    endif()
  endforeach()
endfunction()

function(wing)
endfunction()

room(base)
room(digest   MAY base USES libmd)
room(syntax   MAY base)
room(unicode  MAY base USES icu-uc icu-i18n)
room(reader   MAY base unicode USES libxml-2.0 md4c)
room(sheet    MAY base unicode reader USES minizip zlib)
room(expr     MAY base unicode USES gmp)
room(picture  MAY base digest USES libpng libjpeg zlib)
room(figure   MAY base USES libqrencode)
room(content  MAY base picture figure)
room(page     MAY base picture)
room(hide     MAY base unicode figure content page)
room(schema   MAY base reader expr content hide)
room(model    MAY base unicode reader expr hide schema)
room(series   MAY base unicode reader expr content schema sheet)
room(form     MAY base expr model LOADS xlsxwriter)
room(grammar  MAY base unicode reader expr model content schema)
room(plan     MAY base reader expr content schema)
room(prose    MAY base reader expr model content)
room(compare  MAY base unicode reader figure expr model content)
room(style    MAY base reader expr content schema)
room(template MAY base unicode reader expr model picture content schema style)
room(font     MAY base unicode USES fontconfig harfbuzz freetype2)
room(roles    MAY base reader schema font)
room(sign     MAY base unicode reader syntax digest picture font roles USES libcrypto libssl zlib LOADS p11-kit-1)
room(text     MAY base unicode font)
room(layout   MAY base unicode figure content font text page)
wing(sign cms)
wing(sign file)
wing(sign write MAY file)
wing(sign make MAY cms file write proof changes)
wing(sign proof)
wing(sign changes MAY file)
wing(template inline)
wing(template blocks MAY inline)
wing(template table MAY inline blocks)
wing(batch finished)
wing(batch workers)
wing(expr values)
wing(expr functions MAY values)
wing(model texts)
wing(model proofs MAY texts)
wing(font program)
wing(layout flow)
wing(prose printed)
wing(prose totals)
wing(pdf images)
wing(pdf content MAY images)
wing(pdf deflate)
wing(layout table MAY flow)
wing(layout pages MAY flow table)
room(pdf      MAY base picture page font USES libdeflate zlib)
room(markup   MAY base picture page)
room(archive  MAY base syntax page pdf)
room(attach   MAY base digest expr model font page)
room(manifest MAY base digest)
room(explain  MAY base expr model attach)
room(report   MAY base expr model prose content font text page)
room(batch    MAY base hide unicode reader sheet series form grammar expr model prose content schema template font roles text page layout report attach archive pdf markup digest manifest compare explain USES libseccomp)
room(runlog   MAY base digest)
room(summary  MAY base)
room(watch    MAY base)
room(cli      MAY base unicode expr page batch digest manifest plan runlog summary watch)
room(embed    MAY base batch cli)

# Threads, libharu and libhyphen have no pkg-config file.
find_package(Threads REQUIRED)
target_link_libraries(base PUBLIC Threads::Threads)
target_compile_definitions(hide PRIVATE _GNU_SOURCE) # memmem
target_compile_definitions(base PRIVATE _GNU_SOURCE) # O_TMPFILE
target_compile_definitions(sign PRIVATE _GNU_SOURCE) # pipe2
target_compile_definitions(prose PRIVATE _GNU_SOURCE) # memrchr
target_compile_definitions(summary PRIVATE _GNU_SOURCE) # memmem
target_compile_definitions(series PRIVATE _GNU_SOURCE) # memmem
target_compile_definitions(model PRIVATE _GNU_SOURCE) # memmem
target_compile_definitions(pdf PRIVATE _GNU_SOURCE) # memmem
target_compile_definitions(form PRIVATE _GNU_SOURCE) # memfd_create
target_compile_definitions(sheet PRIVATE _GNU_SOURCE) # memmem
target_compile_definitions(batch PRIVATE _GNU_SOURCE) # memfd_create
target_compile_definitions(manifest PRIVATE _GNU_SOURCE) # dl_iterate_phdr
target_compile_definitions(watch PRIVATE _GNU_SOURCE) # ppoll
target_compile_definitions(cli PRIVATE _GNU_SOURCE) # memmem, dladdr
# libchengwen finds kinds and fonts as the programs of its installation do: the way from its folder to theirs.
file(RELATIVE_PATH programs ${CMAKE_INSTALL_FULL_LIBDIR} ${CMAKE_INSTALL_FULL_BINDIR})
target_compile_definitions(cli PRIVATE CHENGWEN_PROGRAMS="${programs}")
# Loaded by the name of the version that it was built for: Debian 12 has another one than Debian 13.
find_library(XLSXWRITER xlsxwriter REQUIRED)
file(REAL_PATH ${XLSXWRITER} xlsxwriter)
string(REGEX MATCH "libxlsxwriter\\.so\\.[0-9]+" xlsxwriter ${xlsxwriter})
target_compile_definitions(form PRIVATE FORM_LIBRARY="${xlsxwriter}")
find_library(HPDF_LIBRARY hpdf REQUIRED)
find_library(HYPHEN_LIBRARY hyphen REQUIRED)
archive_of(${HYPHEN_LIBRARY} HYPHEN_LIBRARY)
if(TARGET text)
  get_target_property(text_kind text TYPE)
  if(NOT text_kind STREQUAL INTERFACE_LIBRARY)
    target_link_libraries(text PRIVATE ${HYPHEN_LIBRARY})
  endif()
endif()
if(TARGET pdf)
  get_target_property(pdf_kind pdf TYPE)
  if(NOT pdf_kind STREQUAL INTERFACE_LIBRARY)
    target_link_libraries(pdf PRIVATE ${HPDF_LIBRARY})
  endif()
endif()

# Signing and looking at signatures: beside the program, which starts it; it alone loads OpenSSL.
add_executable(chengwen-sign generator/sign/main.c)
target_link_libraries(chengwen-sign PRIVATE sign)

if(EXISTS ${CMAKE_SOURCE_DIR}/generator/cli/main.c)
  add_executable(chengwen generator/cli/main.c)
  add_dependencies(chengwen chengwen-sign)
  target_link_libraries(chengwen PRIVATE cli)
  set_target_properties(chengwen PROPERTIES ARCHIVED ON)
  if(CHENGWEN_WHOLE)
    set_target_properties(chengwen PROPERTIES LINK_OPTIONS -flto=auto) # in place of all programs' -fno-lto
  endif()
endif()

# For who embeds the program: generator/embed/chengwen.h.  It loads the libraries that the rooms use, with their security updates; a
# static one would be of no use, for HarfBuzz and libharu have no archives in Debian.  It stays where it is loaded, since a handler of
# SIGBUS and functions for memory of libxml2 and GMP are in it.
add_library(libchengwen SHARED $<TARGET_OBJECTS:embed>)
target_link_libraries(libchengwen PRIVATE embed)
target_link_options(libchengwen PRIVATE -Wl,--as-needed -Wl,-z,nodelete)
set_target_properties(libchengwen PROPERTIES OUTPUT_NAME chengwen VERSION ${PROJECT_VERSION} SOVERSION 0
                      PUBLIC_HEADER ${CMAKE_SOURCE_DIR}/generator/embed/chengwen.h)
