/*
 * What lines cost: paragraphs of Chinese prose with marks, numbers, units, quotes and Latin, made and broken
 * in the real faces, glyph tables warm; in µs of CPU a character.
 *
 * prints: NAME paragraphs characters µs-a-character, one case a line; tests/bench/run reads it.
 */
#include <stdio.h>
#include <time.h>

#include "font/real_roles.h"
#include "random.h"
#include "text/text.h"

enum { SIZE = 16000, COLUMN = 28 };

static const char *const pieces[] = {
    "甲方应当按照本合同的约定，",
    "在每月十日之前支付上一月的服务经费",
    "，共计252.7273万元",
    "（大写：贰佰伍拾贰万柒仟贰佰柒拾叁元整）。",
    "乙方配备社工12名、",
    "督导1名，",
    "服务时长不少于40小时；",
    "“七一”等节日",
    "开展《条例》宣传——",
    "满意率达到87.11%以上。",
    "自2026年7月29日起，",
    "按照GB/T 9704—2012的规定",
    "社区党群服务中心",
    "的各项工作制度和岗位职责，",
    "agreement between both parties",
    "居民100～200人",
    "以及其他事项……",
    "项目编号：LGDL2025000084-A",
    "双方协商解决；协商不成的，",
    "任何一方均可向有管辖权的人民法院提起诉讼。",
};

/* About `characters`. */
static void make_text(struct buf *out, size_t characters)
{
    buf_reset(out);
    for (size_t count = 0; count < characters;) {
        const char *piece = pieces[random_below(ARRAY_COUNT(pieces))];
        buf_add_text(out, piece);
        count += utf8_count(str_of(piece));
    }
}

static double cpu_microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static enum status set_paragraph(const struct font_set *fonts, struct str text)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    struct text_span span = {.text = text, .role = REAL_FANG, .size = SIZE};
    struct text_manner manner = {.kinsoku = TEXT_KINSOKU_STRICT};
    struct text_measure measure = {.width = (length)COLUMN * SIZE, .first_indent = (length)2 * SIZE};
    struct text_paragraph *paragraph;
    struct text_line *lines;
    size_t count;
    enum status status = NO_MEMORY;
    if (diag != NULL)
        status = text_paragraph_make(arena, diag, fonts,
                                     &(struct text_spans){.items = &span, .count = 1, .manner = manner},
                                     &paragraph);
    if (status == OK)
        status = text_paragraph_break(paragraph, arena, &measure, &lines, &count);
    arena_free(arena);
    return status;
}

static enum status run(const struct font_set *fonts, const char *name, size_t paragraphs, size_t characters)
{
    struct buf text;
    double spent = 0;
    size_t total = 0;
    enum status status = OK;
    text = BUF(TEXT_MAX_PARAGRAPH);
    for (size_t i = 0; i < paragraphs && status == OK; i++) {
        make_text(&text, characters);
        total += utf8_count(buf_str(&text));
        double before = cpu_microseconds();
        status = set_paragraph(fonts, buf_str(&text));
        spent += cpu_microseconds() - before;
    }
    buf_clear(&text);
    if (status == OK && name != NULL)
        printf("%s %zu %zu %.4f\n", name, paragraphs, characters, spent / (double)total);
    return status;
}

int main(void)
{
    static const struct {
        const char *name; /* NULL: to warm up */
        size_t paragraphs, characters;
    } cases[] = {
        {NULL, 200, 500},    {"few", 1000, 500},    {"many", 10000, 500},
        {"long", 1, 100000}, {"longer", 1, 300000},
    };
    struct arena *arena = arena_new(0);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    struct font_set *fonts = NULL;
    enum status status = NO_MEMORY;
    if (diag != NULL)
        status = font_set_load(diag, &real_request, &fonts);
    for (size_t i = 0; i < ARRAY_COUNT(cases) && status == OK; i++)
        status = run(fonts, cases[i].name, cases[i].paragraphs, cases[i].characters);
    font_set_free(fonts);
    arena_free(arena);
    text_close();
    return status == OK ? 0 : 1;
}
