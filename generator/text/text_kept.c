/*
 * What is kept of texts for the run: papers of a kind share their headings, labels, cells and much of their
 * prose, and a table measures its cells before it sets them.
 *
 * Of a text that could be made its key is kept, then its widths and its decimal point, as soon as somebody asked for
 * them, and from the second time on its lines for a few measures: most texts that come again come more than twice, and
 * those that do not are the long ones.  Atoms and gaps are not kept, they are ten times as large and needed only where
 * a text is measured or broken anew.
 *
 * The key is all that they come from.  Of the text: manner; of every span kind, size, width, pitch, tracking, rise, stroke,
 * role, colour, tab, spread, rules, emphasis, tail, whole, and the bytes.  Of the lines besides: the six fields of the measure.
 * Faces are those of the one font set that is named at the beginning, and outlives what is kept.  Not in the key are
 * places, since nothing with a message is kept (missing glyphs, torn numbers); notes, whose numbers are the
 * document's, and hyphenation by dictionary, which tells once a document that there is none: such texts are not kept.
 * Keys are compared whole, the hash only leads to them.  So what comes out is the same with and without, whatever
 * stood before.
 *
 * All of it is one piece of memory, filled from the front; when it is full it begins anew.  What is taken out is
 * copied: nobody points into it but the paragraphs at work, which see by `turn` that theirs is gone.
 */
#include <string.h>

#include "text/text_int.h"

enum {
    KEPT_BYTES = 4 << 20,
    KEPT_LARGEST = KEPT_BYTES / 32, /* of one text: a larger one is not kept */
    KEPT_MEASURES = 4,              /* of one text */
    SLOTS = 1 << 14,
    KEY_WORD = sizeof(uint64_t)
};

struct kept_manner {
    uint32_t kinsoku, shape, close, hang, typed, none;
};

/* Without holes: compared by bytes. */
struct kept_span {
    length size, width, pitch, tracking, rise, stroke;
    uint32_t kind, role, color, tab, spread, rules, emphasis, tail, whole, len;
};

enum { OF_NO_SPAN = UINT32_MAX /* the space that stands for white */ };
struct kept_glyph {
    uint32_t glyph, span;
    length x;
    uint32_t at, len; /* of its text: in the span's, or OF_NO_SPAN */
};

/* Behind it the lines, their pieces and the pieces' glyphs. */
struct kept_lines {
    struct kept_lines *next;
    struct text_measure measure;
    size_t count, piece_count;
};

struct text_kept {
    struct text_kept *next; /* in the slot */
    uint64_t hash;
    struct kept_lines *lines;
    size_t measures;
    struct text_widths widths;
    struct text_point_sides point;
    bool met; /* more than once */
    bool has_widths, has_point;
    size_t words; /* of the key: manner, spans, bytes */
    uint64_t key[];
};

static struct {
    const struct font_set *fonts;
    char *memory; /* NULL: nothing is kept */
    size_t used;
    uint64_t turn; /* how often it began */
    struct text_kept *slots[SLOTS];
} kept;

/* --- the memory --- */

enum status text_kept_open(const struct font_set *fonts)
{
    text_kept_close();
    kept.memory = base_malloc(KEPT_BYTES);
    kept.fonts = fonts;
    return kept.memory != NULL ? OK : NO_MEMORY;
}

static void begin_anew(void)
{
    if (kept.used > 0) /* else they were never touched */
        memset(kept.slots, 0, sizeof kept.slots);
    kept.used = 0;
    kept.turn++;
}

void text_kept_forget(void)
{
    begin_anew();
}

void text_kept_close(void)
{
    base_free(kept.memory);
    kept.memory = NULL;
    kept.fonts = NULL;
    begin_anew();
}

/* Memory of so many bytes, not yet taken; NULL: it would be too much. */
static void *room_for(size_t size)
{
    if (size > KEPT_LARGEST)
        return NULL;
    if (size > KEPT_BYTES - kept.used)
        begin_anew();
    return kept.memory + kept.used;
}

static void take(size_t size)
{
    kept.used += (size + KEY_WORD - 1) / KEY_WORD * KEY_WORD;
}

static bool is_there(const struct text_paragraph *paragraph)
{
    return paragraph->kept != NULL && paragraph->kept_turn == kept.turn;
}

/* --- keys --- */

static bool may_be_kept(const struct text_paragraph *paragraph)
{
    bool may = kept.memory != NULL && paragraph->fonts == kept.fonts && !paragraph->manner.hyphenate;
    for (size_t i = 0; i < paragraph->span_count && may; i++)
        may = paragraph->spans[i].note == 0;
    return may;
}

static size_t key_words(const struct text_paragraph *paragraph)
{
    size_t bytes = 0;
    for (size_t i = 0; i < paragraph->span_count; i++)
        bytes += paragraph->spans[i].text.len;
    return (sizeof(struct kept_manner) + paragraph->span_count * sizeof(struct kept_span) + bytes + KEY_WORD -
            1) /
           KEY_WORD;
}

static void write_key(const struct text_paragraph *paragraph, struct text_kept *text)
{
    const struct text_manner *manner = &paragraph->manner;
    struct kept_manner *of_manner = (struct kept_manner *)text->key;
    struct kept_span *spans = (struct kept_span *)(of_manner + 1);
    char *bytes = (char *)(spans + paragraph->span_count);
    text->key[text->words - 1] = 0; /* the bytes may end before it does */
    *of_manner =
        (struct kept_manner){manner->kinsoku, manner->shape, manner->close, manner->hang, manner->typed, 0};
    for (size_t i = 0; i < paragraph->span_count; i++) {
        const struct text_span *span = &paragraph->spans[i];
        spans[i] = (struct kept_span){.size = span->size,
                                      .width = span->width,
                                      .pitch = span->pitch,
                                      .tracking = span->tracking,
                                      .rise = span->rise,
                                      .stroke = span->stroke,
                                      .kind = span->kind,
                                      .role = (uint32_t)span->role,
                                      .color = span->color,
                                      .tab = span->tab,
                                      .spread = span->spread,
                                      .rules = span->rules,
                                      .emphasis = span->emphasis,
                                      .tail = span->tail,
                                      .whole = span->whole,
                                      .len = (uint32_t)span->text.len};
        if (span->text.len > 0)
            memcpy(bytes, span->text.ptr, span->text.len);
        bytes += span->text.len;
    }
}

static uint64_t hash_of(const struct text_kept *text)
{
    uint64_t hash = text->words;
    for (size_t i = 0; i < text->words; i++) {
        hash = (hash ^ text->key[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return hash;
}

/* The key stands where it will stay if it is new: text_kept_add takes that memory. */
bool text_kept_find(struct text_paragraph *paragraph)
{
    paragraph->kept = NULL;
    if (!may_be_kept(paragraph))
        return false;
    size_t words = key_words(paragraph);
    struct text_kept *text = room_for(sizeof *text + words * KEY_WORD);
    if (text == NULL)
        return false;
    *text = (struct text_kept){.words = words};
    write_key(paragraph, text);
    text->hash = hash_of(text);
    paragraph->kept = kept.slots[text->hash % SLOTS];
    paragraph->kept_turn = kept.turn;
    while (paragraph->kept != NULL &&
           (paragraph->kept->hash != text->hash || paragraph->kept->words != words ||
            memcmp(paragraph->kept->key, text->key, words * KEY_WORD) != 0))
        paragraph->kept = paragraph->kept->next;
    if (paragraph->kept != NULL) {
        paragraph->kept->met = true;
        return true;
    }
    paragraph->kept = text;
    return false;
}

void text_kept_add(const struct text_paragraph *paragraph)
{
    struct text_kept *text = paragraph->kept;
    if (!is_there(paragraph))
        return;
    take(sizeof *text + text->words * KEY_WORD);
    text->next = kept.slots[text->hash % SLOTS];
    kept.slots[text->hash % SLOTS] = text;
}

/* --- widths --- */

const struct text_widths *text_kept_widths(const struct text_paragraph *paragraph)
{
    return is_there(paragraph) && paragraph->kept->has_widths ? &paragraph->kept->widths : NULL;
}

void text_kept_set_widths(const struct text_paragraph *paragraph, const struct text_widths *widths)
{
    if (!is_there(paragraph))
        return;
    paragraph->kept->widths = *widths;
    paragraph->kept->has_widths = true;
}

const struct text_point_sides *text_kept_point(const struct text_paragraph *paragraph)
{
    return is_there(paragraph) && paragraph->kept->has_point ? &paragraph->kept->point : NULL;
}

void text_kept_set_point(const struct text_paragraph *paragraph, const struct text_point_sides *point)
{
    if (!is_there(paragraph))
        return;
    paragraph->kept->point = *point;
    paragraph->kept->has_point = true;
}

/* --- lines --- */

/* Where the text of a glyph stands; false: nowhere that is known. */
static bool place_text(const struct text_paragraph *paragraph, const struct text_glyph *glyph,
                       struct kept_glyph *ret_glyph)
{
    const struct str *span = &paragraph->spans[glyph->span].text;
    const uintptr_t at = (uintptr_t)glyph->text.ptr - (uintptr_t)span->ptr;
    *ret_glyph = (struct kept_glyph){glyph->glyph, glyph->span, glyph->x, 0, (uint32_t)glyph->text.len};
    if (glyph->text.len == 0)
        return true;
    bool inside = at < span->len && glyph->text.len <= span->len - at;
    ret_glyph->at = inside ? (uint32_t)at : OF_NO_SPAN;
    return inside || str_is(glyph->text, " ");
}

static size_t lines_size(const struct text_line *lines, size_t count, size_t *ret_pieces)
{
    size_t glyphs = 0;
    *ret_pieces = 0;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].torn != NULL)
            return SIZE_MAX;
        *ret_pieces += lines[i].piece_count;
        for (size_t k = 0; k < lines[i].piece_count; k++)
            glyphs += lines[i].pieces[k].glyph_count;
    }
    return sizeof(struct kept_lines) + count * sizeof(struct text_line) +
           *ret_pieces * sizeof(struct text_piece) + glyphs * sizeof(struct kept_glyph);
}

static bool write_lines(const struct text_paragraph *paragraph, const struct text_line *lines,
                        struct kept_lines *made)
{
    struct text_line *line = (struct text_line *)(made + 1);
    struct text_piece *piece = (struct text_piece *)(line + made->count);
    struct kept_glyph *glyph = (struct kept_glyph *)(piece + made->piece_count);
    for (size_t i = 0; i < made->count; i++) {
        line[i] = lines[i];
        for (size_t k = 0; k < lines[i].piece_count; k++) {
            *piece = lines[i].pieces[k];
            for (size_t g = 0; g < piece->glyph_count; g++)
                if (!place_text(paragraph, &piece->glyphs[g], glyph++))
                    return false;
            piece++;
        }
    }
    return true;
}

void text_kept_set_lines(const struct text_paragraph *paragraph, const struct text_measure *measure,
                         const struct text_line *lines, size_t count)
{
    if (!is_there(paragraph) || !paragraph->kept->met || paragraph->kept->measures == KEPT_MEASURES)
        return;
    struct kept_lines head = {.next = paragraph->kept->lines, .measure = *measure, .count = count};
    size_t size = lines_size(lines, count, &head.piece_count);
    struct kept_lines *made = room_for(size);
    if (made == NULL || !is_there(paragraph)) /* it began anew */
        return;
    *made = head;
    if (!write_lines(paragraph, lines, made))
        return;
    take(size);
    paragraph->kept->lines = made;
    paragraph->kept->measures++;
}

static bool is_same_measure(const struct text_measure *a, const struct text_measure *b)
{
    return a->width == b->width && a->first_indent == b->first_indent && a->left == b->left &&
           a->right == b->right && a->align == b->align && a->lines == b->lines;
}

/* As they were made: with the texts of this paragraph. */
static enum status copy_glyphs(const struct text_paragraph *paragraph, const struct kept_glyph *from,
                               struct arena *arena, struct text_piece *piece)
{
    const size_t count = piece->glyph_count;
    struct text_glyph *glyphs = arena_alloc_bytes(arena, count * sizeof *glyphs);
    if (glyphs == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct str text = {NULL, from[i].len};
        if (from[i].len > 0)
            text.ptr = from[i].at == OF_NO_SPAN ? " " : paragraph->spans[from[i].span].text.ptr + from[i].at;
        glyphs[i] =
            (struct text_glyph){.glyph = from[i].glyph, .span = from[i].span, .x = from[i].x, .text = text};
    }
    piece->glyphs = glyphs;
    return OK;
}

static enum status copy_lines(const struct text_paragraph *paragraph, const struct kept_lines *from,
                              struct arena *arena, struct text_line **ret_lines)
{
    const size_t size =
        from->count * sizeof(struct text_line) + from->piece_count * sizeof(struct text_piece);
    struct text_line *lines = arena_alloc_bytes(arena, size);
    if (lines == NULL)
        return NO_MEMORY;
    memcpy(lines, from + 1, size);
    struct text_piece *pieces = (struct text_piece *)(lines + from->count);
    const struct kept_glyph *glyphs = (const struct kept_glyph *)((const char *)(from + 1) + size);
    for (size_t i = 0, at = 0; i < from->count; i++) {
        lines[i].pieces = &pieces[at];
        for (size_t k = 0; k < lines[i].piece_count; k++, at++) {
            if (copy_glyphs(paragraph, glyphs, arena, &pieces[at]) != OK)
                return NO_MEMORY;
            glyphs += pieces[at].glyph_count;
        }
    }
    *ret_lines = lines;
    return OK;
}

enum status text_kept_lines(const struct text_paragraph *paragraph, const struct text_measure *measure,
                            struct arena *arena, struct text_line **ret_lines, size_t *ret_count)
{
    const struct kept_lines *lines = is_there(paragraph) ? paragraph->kept->lines : NULL;
    while (lines != NULL && !is_same_measure(&lines->measure, measure))
        lines = lines->next;
    *ret_count = lines != NULL ? lines->count : 0;
    return lines != NULL ? copy_lines(paragraph, lines, arena, ret_lines) : OK;
}
