/*
 * What was read from a QR code of a paper: is the digest in it that of the paper's figures, and are these words the code's?
 *
 * The figures are those of data.json: attached to the PDF, or of a description that is given, from which the paper is made
 * again to have them.  The digest alone is compared with what is attached as it stands; only where it differs the attached
 * description is asked, too, and what differs is told.  Pages are not looked at.
 */
#include "archive/archive.h"
#include "batch/finished/finished.h"
#include "batch/messages.def"

#include <string.h>

enum { GROUP = 4, GROUPS_LEAST = 4, GROUPS_MOST = 16, GIVEN_MOST = 1 << 16, CODES_TOLD = 5 };

/* A line of the text, with a digest in it. */
struct code_line {
    struct str text;            /* all of it */
    struct str said;            /* the digest, as it stands there */
    char digits[DIGEST_LENGTH]; /* in small letters, without what joins them */
    size_t count;
};

/* Of which the digest is made. */
struct code_figures {
    struct str data; /* empty: there are none */
    struct digest digest;
};

struct code {
    struct verify *verify;
    struct code_line *lines;
    size_t count, capacity;
    struct code_figures attached, made;
    struct attach_manifest manifest; /* of what was made */
};

/* --- the text --- */

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_group(struct str text, size_t at)
{
    bool good = at + GROUP <= text.len;
    for (size_t i = at; good && i < at + GROUP; i++)
        good = hex_digit(text.ptr[i]) < 16;
    return good;
}

/* Where the groups end that begin at `at`; `at`: none do.  They stand for themselves, not in a longer word or number. */
static size_t groups_end(struct str text, size_t at)
{
    size_t end = at, groups = 0;
    bool more = at == 0 || !(is_letter_or_digit(text.ptr[at - 1]) || text.ptr[at - 1] == '-');
    while (more && is_group(text, end)) {
        groups++;
        end += GROUP;
        more = end < text.len && text.ptr[end] == '-' && is_group(text, end + 1);
        end += more ? 1 : 0;
    }
    const bool stands = end == text.len || !(is_letter_or_digit(text.ptr[end]) || text.ptr[end] == '-');
    return stands && groups >= GROUPS_LEAST && groups <= GROUPS_MOST ? end : at;
}

static enum status take_line(struct code *code, struct str text)
{
    enum status status = OK;
    for (size_t i = 0; i < text.len && status == OK; i++) {
        const size_t end = groups_end(text, i);
        if (end == i)
            continue;
        struct code_line line = {.text = text, .said = str_slice(text, i, end)};
        for (size_t j = i; j < end; j++)
            if (text.ptr[j] != '-')
                line.digits[line.count++] = "0123456789abcdef"[hex_digit(text.ptr[j])];
        status = ARENA_APPEND(code->verify->arena, code->lines, code->count, code->capacity, &line);
        i = end - 1;
    }
    return status;
}

/* zbarimg says of each what it is. */
static struct str plain_line(struct str line)
{
    static const char sort[] = "QR-Code:";
    return str_trim(str_starts(line, sort) ? str_slice(line, sizeof sort - 1, line.len) : line);
}

static enum status take_lines(struct code *code, struct str text)
{
    enum status status = OK;
    for (size_t from = 0; from < text.len && status == OK;) {
        const char *feed = memchr(text.ptr + from, '\n', text.len - from);
        const size_t to = feed == NULL ? text.len : (size_t)(feed - text.ptr);
        status = take_line(code, plain_line(str_slice(text, from, to)));
        from = to + 1;
    }
    return status;
}

static enum status take_text(struct code *code)
{
    static const char draft[] = "〔草稿〕";
    const struct verify *verify = code->verify;
    const char *given = verify->what->code;
    struct str text = str_of(given);
    enum status status = OK;
    if (file_is_stream(given))
        status = file_read_input(verify->arena, verify->diag, given, GIVEN_MOST, &text);
    if (status == OK)
        status = take_lines(code, text);
    if (status != OK || code->count > 0)
        return status == SYSTEM ? FAILED : status;
    const struct str seen = str_visible(verify->arena, str_trim(text));
    if (seen.ptr == NULL)
        return NO_MEMORY;
    return text.len > 0 && memmem(text.ptr, text.len, draft, sizeof draft - 1) != NULL
               ? diag_report(verify->diag, MSG_BATCH_CODE_DRAFT, verify_place(verify))
               : diag_report(verify->diag, MSG_BATCH_CODE_NONE, verify_place(verify), STR_ARGS(seen));
}

/* The line that has this digest, or its beginning; NULL: none. */
static const struct code_line *line_of(const struct code *code, const struct digest *digest)
{
    for (size_t i = 0; i < code->count; i++)
        if (memcmp(code->lines[i].digits, digest->digits, code->lines[i].count) == 0)
            return &code->lines[i];
    return NULL;
}

/* --- figures --- */

static enum status take_data(struct code *code, const struct archive_files *files,
                             struct code_figures *ret_figures)
{
    const struct verify *verify = code->verify;
    const struct archive_file *file = archive_file_lookup(files, ATTACH_DATA);
    if (file == NULL)
        return OK;
    enum status status = attach_digest_data(file->bytes, &ret_figures->digest);
    if (status == OK)
        ret_figures->data = file->bytes;
    return status == FAILED ? diag_report(verify->diag, MSG_BATCH_CODE_DATA, verify_place(verify)) : status;
}

/* The PDF; a description alone stands in its place. */
static enum status take_file(struct code *code)
{
    struct verify *verify = code->verify;
    enum status status = verify->what->file != NULL ? verify_read(verify) : OK;
    if (status == OK && verify->what->file != NULL)
        status = take_data(code, &verify->file.files, &code->attached);
    if (status == OK && verify->options.draft)
        return diag_report(verify->diag, MSG_BATCH_CODE_OF_DRAFT, verify_place(verify));
    if (status == OK && code->attached.data.len == 0 && verify->file.manifest == NULL &&
        verify->what->source == NULL)
        return diag_report(verify->diag, MSG_BATCH_CODE_NOTHING, verify_place(verify));
    return status;
}

/* With its data attached, whatever else it was made with. */
static enum status make_figures(struct code *code)
{
    struct verify *verify = code->verify;
    struct archive *archive;
    struct archive_files files = {0};
    verify->options.conformance = -1;
    verify->options.compact = false;
    verify->options.attach = BATCH_ATTACH_SOURCE;
    enum status status = verify_make(verify);
    if (status != OK || verify->made == FAILED)
        return status;
    status = archive_open(verify->arena, verify->diag, "重新生成的文件", buf_str(&verify->fresh), &archive);
    if (status == OK)
        status = archive_files(archive, &files);
    if (status == OK)
        status = take_data(code, &files, &code->made);
    const struct archive_file *manifest = archive_file_lookup(&files, ATTACH_MANIFEST);
    return status == OK && manifest != NULL
               ? attach_manifest_read(verify->arena, manifest->bytes, &code->manifest)
               : status;
}

/* --- what is told --- */

/* As digest() writes it, with as many groups as the text's. */
static struct str words_of(const struct code *code, const struct digest *digest)
{
    char text[DIGEST_LENGTH / GROUP * (GROUP + 1)];
    size_t len = 0;
    for (size_t i = 0; i < code->lines[0].count; i++) {
        const char c = digest->digits[i];
        if (i > 0 && i % GROUP == 0)
            text[len++] = '-';
        text[len++] = c >= 'a' ? (char)(c - 'a' + 'A') : c;
    }
    return arena_copy(code->verify->arena, (struct str){text, len});
}

static bool is_own(struct str data, struct arena *arena, struct str text)
{
    const struct str codes = json_member(data, "codes");
    struct str item;
    bool own = false;
    for (size_t at = 0; !own && json_next(codes, &at, &item);)
        own = str_equal(json_text(arena, item), text);
    return own;
}

/* The digest is right, and what stands around it is not what any code of the paper says. */
static enum status tell_text(const struct code *code, struct str data, struct str words)
{
    struct verify *verify = code->verify;
    const struct str codes = json_member(data, "codes");
    struct str item;
    size_t count = 0;
    verify_begin(verify, "不一致");
    buf_tell(verify->out, MSG_BATCH_CODE_TEXT, STR_ARGS(words));
    for (size_t at = 0; count < CODES_TOLD && json_next(codes, &at, &item); count++) {
        const struct str text = json_text(verify->arena, item);
        const struct str seen = text.ptr == NULL ? text : str_visible(verify->arena, text);
        if (seen.ptr == NULL)
            return NO_MEMORY;
        buf_tell(verify->out, MSG_BATCH_CODE_OWN, STR_ARGS(seen));
    }
    if (count == 0)
        buf_tell(verify->out, MSG_BATCH_CODE_NO_OWN);
    return FAILED;
}

static enum status tell_same(const struct code *code, const struct code_figures *figures,
                             const struct code_line *line)
{
    struct verify *verify = code->verify;
    const bool attached = figures == &code->attached;
    const struct str words = words_of(code, &figures->digest);
    if (words.ptr == NULL)
        return NO_MEMORY;
    if (!str_equal(line->text, line->said) && !is_own(figures->data, verify->arena, line->text))
        return tell_text(code, figures->data, words);
    const bool changed = attached && verify_is_own(verify) && !archive_is_intact(verify->file.archive);
    verify_begin(verify, changed ? "不一致" : "一致");
    if (changed)
        buf_tell(verify->out, MSG_BATCH_CODE_CHANGED, STR_ARGS(words));
    else if (attached)
        buf_tell(verify->out, MSG_BATCH_CODE_SAME_DATA, STR_ARGS(words));
    else
        buf_tell(verify->out, MSG_BATCH_CODE_SAME, STR_ARGS(words), verify->made_from);
    return changed ? FAILED : OK;
}

/* In which fields what is attached differs from what was made again. */
static enum status tell_fields(const struct code *code)
{
    struct verify *verify = code->verify;
    const size_t before = verify->out->len;
    enum status status =
        attach_compare_data(verify->arena, code->attached.data, code->made.data, verify->out);
    if (status == OK && verify->out->len == before)
        buf_tell(verify->out, MSG_BATCH_CODE_FIELDS);
    return status;
}

/* A description that is given, beside what is attached; or the attached one. */
static enum status tell_beside(struct code *code)
{
    struct verify *verify = code->verify;
    const bool asked = verify->what->source != NULL;
    enum status status = OK;
    if (!asked && verify->file.manifest != NULL)
        status = make_figures(code);
    if (status != OK || code->made.data.len == 0)
        return status;
    if (verify->file.manifest != NULL)
        attach_compare_kinds(verify->file.manifest, &code->manifest, verify->out);
    if (code->attached.data.len == 0)
        return OK;
    if (str_equal(digest_str(&code->attached.digest), digest_str(&code->made.digest)))
        return OK;
    if (asked && line_of(code, &code->attached.digest) != NULL)
        buf_tell(verify->out, MSG_BATCH_CODE_DATA_AGREES, verify->made_from);
    else if (!asked && line_of(code, &code->made.digest) != NULL)
        buf_tell(verify->out, MSG_BATCH_CODE_MADE_AGREES, verify->made_from);
    return tell_fields(code);
}

static enum status tell_differs(struct code *code, const struct code_figures *figures)
{
    struct verify *verify = code->verify;
    const struct str words = words_of(code, &figures->digest);
    if (words.ptr == NULL)
        return NO_MEMORY;
    verify_begin(verify, "不一致");
    if (figures == &code->attached)
        buf_tell(verify->out, MSG_BATCH_CODE_DIFFERS_DATA, STR_ARGS(code->lines[0].said), STR_ARGS(words));
    else
        buf_tell(verify->out, MSG_BATCH_CODE_DIFFERS, STR_ARGS(code->lines[0].said), verify->made_from,
                 STR_ARGS(words));
    return tell_beside(code) == NO_MEMORY ? NO_MEMORY : FAILED;
}

enum status code_sort_files(const struct verify *verify, struct batch_verification *what)
{
    struct str bytes;
    if (file_is_stream(what->file))
        return OK; /* the PDF, as without a code */
    enum status status = file_read_input(verify->arena, verify->diag, what->file, ARCHIVE_MAX_BYTES, &bytes);
    if (status == OK && !str_starts(bytes, "%PDF-")) {
        what->source = what->file;
        what->file = NULL;
    }
    return status == SYSTEM ? FAILED : status;
}

enum status code_verify(struct verify *verify)
{
    struct code code = {.verify = verify};
    enum status status = take_text(&code);
    if (status == OK)
        status = take_file(&code);
    const bool attached = code.attached.data.len > 0 && verify->what->source == NULL;
    if (status == OK && !attached)
        status = make_figures(&code);
    if (status == OK && !attached && verify->made == FAILED) {
        buf_add_str(verify->messages, buf_str(&verify->why));
        return diag_report(verify->diag, MSG_BATCH_CODE_NOT_MADE, verify_place(verify), verify->made_from);
    }
    if (status != OK)
        return status;
    const struct code_figures *figures = attached ? &code.attached : &code.made;
    const struct code_line *line = line_of(&code, &figures->digest);
    status = line != NULL ? tell_same(&code, figures, line) : tell_differs(&code, figures);
    if (status_stops(status) || verify->file.archive == NULL)
        return status;
    const size_t end = archive_length(verify->file.archive);
    if (end < verify->file.bytes.len) {
        const struct str appended = str_slice(verify->file.bytes, end, verify->file.bytes.len);
        status = status_worse(status, verify_tell_appended(verify, appended, status == OK));
    }
    return status_worse(status, buf_status(verify->out));
}
