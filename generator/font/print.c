/*
 * The list for `chengwen fonts`: for each role its Latin faces and its chain, in the order they are asked,
 * with file, number in the collection, how many Chinese characters each has, where their middle is and how far
 * they are raised for it.  Columns are aligned by width
 * as seen: a wide character is two.
 */
#include "font/font_int.h"

static size_t column_width(struct str text)
{
    size_t width = 0;
    for (size_t offset = 0; offset < text.len;)
        width += (size_t)font_square_advance(utf8_next(text, &offset)) / 500;
    return width;
}

static void add_cell(struct buf *out, struct str text, size_t width)
{
    buf_add_str(out, text);
    for (size_t i = column_width(text); i < width + 2; i++)
        buf_add_char(out, ' ');
}

static size_t count_block(hb_set_t *codes, hb_codepoint_t first, hb_codepoint_t last)
{
    size_t count = 0;
    hb_codepoint_t code = first - 1;
    while (hb_set_next(codes, &code) && code <= last)
        count++;
    return count;
}

static void add_coverage(struct buf *out, const struct font_face *face)
{
    font_memory_watch();
    hb_set_t *codes = hb_set_create();
    hb_face_collect_unicodes(face->source, codes);
    buf_printf(out, "基本区 %5zu/20992  扩展A %4zu/6592  扩展B及以上 %5zu",
               count_block(codes, 0x4E00, 0x9FFF), count_block(codes, 0x3400, 0x4DBF),
               count_block(codes, 0x20000, 0x3FFFD));
    out->failed |= font_memory_short();
    hb_set_destroy(codes);
}

/* In thousandths of an em; of a face without Han characters there is none. */
static void add_middle(struct buf *out, const struct font_set *set, struct font_face *face,
                       const struct role_member *member)
{
    const enum status status = font_face_prove(set, face);
    out->failed |= status == NO_MEMORY;
    if (face->facts.middle != 0)
        buf_printf(out, "  字心 %3d", face->facts.middle);
    else
        buf_add_text(out, "  字心   -");
    buf_printf(out, "  抬高 %3d", (int)font_member_shift(set, member));
}

struct widths {
    size_t role, family;
};

/* What the font says of itself, and where it lies, comes from outside. */
static void add_family(struct buf *out, const struct font_face *face)
{
    buf_add_visible(out, face->family);
    buf_add_char(out, ' ');
    buf_add_visible(out, face->style);
}

static size_t family_width(const struct font_face *face)
{
    struct buf family = BUF(4096);
    add_family(&family, face);
    size_t width = column_width(buf_str(&family));
    buf_clear(&family);
    return width;
}

static void add_member(struct buf *out, const struct font_set *set, struct str role, const char *kind,
                       const struct role_member *member, const struct widths *widths)
{
    struct font_face *face = set->faces[member->face];
    struct buf family = BUF(4096);
    add_family(&family, face);
    add_cell(out, role, widths->role);
    add_cell(out, str_of(kind), 6);
    add_cell(out, buf_str(&family), widths->family);
    buf_clear(&family);
    add_coverage(out, face);
    add_middle(out, set, face, member);
    buf_add_text(out, "  ");
    buf_add_visible(out, face->path);
    buf_printf(out, "#%d\n", face->index);
}

static void add_role(struct buf *out, const struct font_set *set, const struct role *role,
                     const struct widths *widths)
{
    for (size_t i = 0; i < role->latin.count; i++)
        add_member(out, set, role->name, "西文", &role->latin.items[i], widths);
    for (size_t i = 0; i < role->chain.count; i++)
        add_member(out, set, role->name, i == 0 ? "本体" : "后备", &role->chain.items[i], widths);
    if (role->bold != (int)(role - set->roles)) {
        add_cell(out, role->name, widths->role);
        add_cell(out, STR("粗体"), 6);
        buf_printf(out, "见“%.*s”\n", STR_ARGS(set->roles[role->bold].name));
    }
}

static void widen(size_t *width, size_t least)
{
    *width = *width > least ? *width : least;
}

static void add_choice(struct buf *out, const struct font_set *set, const struct role_faces *faces)
{
    for (size_t i = 0; i < faces->count; i++) {
        const struct font_face *face = set->faces[faces->items[i].face];
        buf_printf(out, "\n%.*s#%d", STR_ARGS(face->path), face->index);
    }
    buf_add_char(out, '\n');
}

void font_set_choice(const struct font_set *set, struct buf *out)
{
    if (set->is_square) {
        buf_add_text(out, "square ");
        buf_add_str(out, set->without);
        return;
    }
    for (size_t i = 0; i < set->role_count; i++) {
        const struct role *role = &set->roles[i];
        buf_printf(out, "%.*s %d", STR_ARGS(role->name), role->bold);
        add_choice(out, set, &role->latin);
        add_choice(out, set, &role->chain);
    }
}

void font_set_print(const struct font_set *set, struct buf *out)
{
    if (set->is_square) {
        buf_add_text(out, "方块字体（测试用）\n");
        return;
    }
    struct widths widths = {0, 0};
    for (size_t i = 0; i < set->role_count; i++)
        widen(&widths.role, column_width(set->roles[i].name));
    for (size_t i = 0; i < set->face_count; i++)
        widen(&widths.family, family_width(set->faces[i]));
    for (size_t i = 0; i < set->role_count; i++)
        add_role(out, set, &set->roles[i], &widths);
}
