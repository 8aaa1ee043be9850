/*
 * What an amendment changes, in one line for people, and as JSON.
 */
#include "report/report_int.h"

static void add_one(struct buf *out, const struct change *change)
{
    buf_add_visible(out, change->path);
    if (change->before.len == 0 && change->after.len == 0)
        return;
    buf_add_text(out, "（");
    buf_add_visible(out, change->before);
    buf_add_text(out, "→");
    buf_add_visible(out, change->after);
    buf_add_text(out, "）");
}

static const char *const WORDS[] = {"新增", "取消", "改动"}, *const NAMES[] = {"added", "dropped", "changed"};

void report_changes(const char *input, const struct changes *changes, struct buf *out)
{
    if (!changes->amends)
        return;
    buf_add_text(out, "变更 ");
    buf_add_visible(out, str_of(input));
    buf_add_text(out, "：");
    size_t told = 0;
    for (size_t sort = 0; sort < ARRAY_COUNT(WORDS); sort++) {
        size_t alike = 0;
        for (size_t i = 0; i < changes->count; i++) {
            if ((size_t)changes->items[i].sort != sort)
                continue;
            if (alike == 0)
                buf_printf(out, "%s%s ", told > 0 ? "；" : "", WORDS[sort]);
            else
                buf_add_text(out, "、");
            add_one(out, &changes->items[i]);
            alike++;
            told++;
        }
    }
    if (changes->partial)
        buf_printf(out, "%s有误的未比较", told > 0 ? "；" : "");
    buf_add_text(out, told > 0 || changes->partial ? "\n" : "没有\n");
}

void changes_json(const struct changes *changes, struct buf *out)
{
    if (!changes->amends)
        return;
    buf_add_text(out, ",\"changes\":[");
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        buf_printf(out, "%s{\"change\":\"%s\"", i > 0 ? "," : "", NAMES[change->sort]);
        buf_add_json_member(out, "path", change->path);
        json_add_place(out, change->place);
        buf_add_json_member(out, "before", change->before);
        buf_add_json_member(out, "after", change->after);
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}
