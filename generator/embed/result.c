/*
 * What a call gives: texts and messages, copied into an arena that goes with the result; the file as it was built.
 *
 * Messages come as the JSON objects that logs and reports are made of (diag_print_json), so there is one account of each.
 */
#include "embed/embed_int.h"

enum { RESULT_MEMORY = 256 << 20, MOST_NOTES = 16 << 20 };

struct embed_result *embed_result_new(void)
{
    struct arena *arena = arena_new(RESULT_MEMORY);
    struct embed_result *result = arena != NULL ? ARENA_NEW(arena, struct embed_result) : NULL;
    if (result == NULL) {
        arena_free(arena);
        return NULL;
    }
    *result = (struct embed_result){.arena = arena, .file = BUF(0)};
    result->shown.lines = result->shown.table = result->shown.prose = result->shown.audit = "";
    return result;
}

void chengwen_result_free(struct chengwen_result *result)
{
    struct embed_result *own = (struct embed_result *)result;
    if (own == NULL)
        return;
    buf_clear(&own->file);
    arena_free(own->arena);
}

static bool copy(struct arena *arena, struct str text, const char **ret_text)
{
    const char *own = arena_copy(arena, text).ptr;
    if (own != NULL)
        *ret_text = own;
    return own != NULL;
}

static unsigned number_of(struct str digits)
{
    enum { TEN = 10 };
    unsigned number = 0;
    for (size_t i = 0; i < digits.len; i++)
        number = number * TEN + (unsigned)(digits.ptr[i] - '0');
    return number;
}

static enum chengwen_level level_of(struct str severity)
{
    return str_is(severity, "error")     ? CHENGWEN_ERROR
           : str_is(severity, "warning") ? CHENGWEN_WARNING
                                         : CHENGWEN_NOTICE;
}

/* NULL: no memory. */
static struct chengwen_message *make_message(struct arena *arena, struct str object)
{
    struct chengwen_message *message = ARENA_NEW(arena, struct chengwen_message);
    if (message == NULL)
        return NULL;
    const struct {
        const char *name, **text;
    } texts[] = {{"code", &message->code},
                 {"file", &message->file},
                 {"text", &message->text},
                 {"help", &message->help}};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        *texts[i].text = json_text(arena, json_member(object, texts[i].name)).ptr;
        if (*texts[i].text == NULL)
            return NULL;
    }
    message->level = level_of(json_text(arena, json_member(object, "severity")));
    message->line = number_of(json_member(object, "line"));
    message->column = number_of(json_member(object, "column"));
    return message;
}

bool embed_result_tell(struct embed_result *result, struct str lines, struct str notes)
{
    const struct chengwen_message **end = &result->shown.messages;
    struct buf array = BUF(MOST_NOTES);
    struct str object;
    buf_add_char(&array, '[');
    buf_add_str(&array, notes);
    buf_add_char(&array, ']');
    bool good = buf_status(&array) == OK && copy(result->arena, lines, &result->shown.lines);
    for (size_t at = 0; good && json_next(buf_str(&array), &at, &object);) {
        struct chengwen_message *message = make_message(result->arena, object);
        good = message != NULL;
        if (good) {
            *end = message;
            end = &message->next;
        }
    }
    buf_clear(&array);
    return good;
}

/* What is told of the kind stands before, as the program prints it. */
static bool tell_both(struct embed_result *result, const struct batch_result *told)
{
    const struct str lines =
        arena_printf(result->arena, "%.*s%.*s", STR_ARGS(told->kind_messages), STR_ARGS(told->messages));
    return lines.ptr != NULL && embed_result_tell(result, lines, told->notes);
}

bool embed_result_show(struct embed_result *result, const struct batch_result *told)
{
    struct chengwen_result *shown = &result->shown;
    if (told->output != NULL) {
        shown->file = (const unsigned char *)result->file.ptr;
        shown->file_size = result->file.len;
        shown->pages = told->pages;
    }
    return tell_both(result, told) && copy(result->arena, told->table, &shown->table) &&
           copy(result->arena, told->prose, &shown->prose) && copy(result->arena, told->audit, &shown->audit);
}
