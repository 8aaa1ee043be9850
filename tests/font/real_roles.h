/* Roles as fonts/roles.xml has them, for tests of the font room, which cannot read XML. */
#ifndef CHENGWEN_TESTS_REAL_ROLES_H
#define CHENGWEN_TESTS_REAL_ROLES_H

#include "font/font.h"

#define CANDIDATE(family, default_family)                                                                    \
    {                                                                                                        \
        .names = STR(family), .default_name = STR(default_family)                                            \
    }
#define BOLD_CANDIDATE(family)                                                                               \
    {                                                                                                        \
        .names = STR(family), .style = STR("Bold"), .default_name = STR(family)                              \
    }

enum { REAL_SONG, REAL_FANG, REAL_HEI, REAL_KAI, REAL_TITLE, REAL_ROLE_COUNT };

static const struct font_role real_roles[REAL_ROLE_COUNT] = {
    {.name = STR("宋体"),
     .bold = STR("小标宋"),
     .latin = {CANDIDATE("Liberation Serif", "Liberation Serif")},
     .latin_count = 1,
     .chain = {CANDIDATE("Noto Serif CJK SC", "Noto Serif CJK SC"), CANDIDATE("BabelStone Han", ""),
               CANDIDATE("DejaVu Sans", "")},
     .chain_count = 3},
    {.name = STR("仿宋"),
     .bold = STR("黑体"),
     .latin = {CANDIDATE("Liberation Serif", "Liberation Serif")},
     .latin_count = 1,
     .chain = {CANDIDATE("FandolFang", "FandolFang"), CANDIDATE("BabelStone Han", ""),
               CANDIDATE("Noto Serif CJK SC", ""), CANDIDATE("DejaVu Sans", "")},
     .chain_count = 4},
    {.name = STR("黑体"), .chain = {CANDIDATE("Noto Sans CJK SC", "Noto Sans CJK SC")}, .chain_count = 1},
    {.name = STR("楷体"),
     .latin = {CANDIDATE("Liberation Serif", "Liberation Serif")},
     .latin_count = 1,
     .chain = {CANDIDATE("FandolKai", "FandolKai"), CANDIDATE("BabelStone Han", "")},
     .chain_count = 2},
    {.name = STR("小标宋"),
     .latin = {BOLD_CANDIDATE("Liberation Serif")},
     .latin_count = 1,
     .chain = {BOLD_CANDIDATE("Noto Serif CJK SC")},
     .chain_count = 1},
};

static const char *const real_folders[] = {SOURCE_DIR "/fonts/debian"};
static const struct font_request real_request = {real_roles, REAL_ROLE_COUNT, real_folders, 1, NULL};

#endif
