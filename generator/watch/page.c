/*
 * The page beside a paper that is watched: what is to be said of it, and the paper in a frame.  Its state, a script, has the
 * same words, so that both are right at any time: the page for who opens it (also where scripts are off), the state for who has it
 * open.  The state is written first: a page never waits for one.
 */
#include "watch/watch_int.h"
#include "watch/messages.def"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_MOST = 64 << 20, PATH_MOST = 1 << 16 };

#define PAGE_MARK  "<!DOCTYPE html>\n<!-- chengwen watch -->\n"
#define STATE_MARK "/* chengwen watch */\n"

/* --- names --- */

struct str watch_path(struct arena *arena, const char *pdf, enum watch_part part)
{
    const struct str path = str_of(pdf), end = STR(".pdf");
    const size_t len = str_ends(path, ".pdf") ? path.len - end.len : path.len;
    return arena_printf(arena, "%.*s-预览.%s", (int)len, pdf, part == WATCH_PAGE ? "htm" : "js");
}

static struct str name_of(struct str path)
{
    size_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/')
        from--;
    return str_slice(path, from, path.len);
}

/* --- links --- */

static const struct {
    const char *name, *form;
} links[] = {{"file", "file://{file}"}, {"vscode", "vscode://file{file}:{line}:{column}"}};

bool watch_link_is_valid(const char *link)
{
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        if (strcmp(link, links[i].name) == 0)
            return true;
    return strstr(link, "{file}") != NULL;
}

static struct str form_of(const char *link)
{
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        if (link == NULL || strcmp(link, links[i].name) == 0)
            return str_of(links[i].form);
    return str_of(link);
}

/* Of a sheet of a workbook ("list.xlsx!明细!") the workbook. */
static struct str file_of(struct str file)
{
    if (file.len == 0 || !str_ends(file, PLACE_SHEET))
        return file;
    const char *mark = memmem(file.ptr, file.len, ".xlsx" PLACE_SHEET, strlen(".xlsx" PLACE_SHEET));
    return mark == NULL ? file : str_slice(file, 0, (size_t)(mark - file.ptr) + strlen(".xlsx"));
}

/* {file} is the path from the root, as part of an address. */
static void add_link(struct buf *out, struct str form, struct str path, struct str line, struct str column)
{
    const struct {
        const char *hole;
        struct str value;
    } holes[] = {{"{file}", path}, {"{line}", line}, {"{column}", column}};
    for (size_t at = 0; at < form.len;) {
        const struct str rest = str_slice(form, at, form.len);
        size_t i = 0;
        while (i < ARRAY_COUNT(holes) && !str_starts(rest, holes[i].hole))
            i++;
        if (i < ARRAY_COUNT(holes)) {
            buf_add_url(out, holes[i].value);
            at += strlen(holes[i].hole);
        } else {
            buf_add_xml(out, str_slice(rest, 0, 1));
            at++;
        }
    }
}

/* --- what is said --- */

struct writing {
    struct arena *arena;
    const struct watch_page *page;
    struct buf *out;
    size_t errors, warnings;
};

static struct str text_of(struct writing *writing, struct str object, const char *name)
{
    const struct str text = json_text(writing->arena, json_member(object, name));
    writing->out->failed = writing->out->failed || text.ptr == NULL;
    return text.ptr == NULL ? STR("") : text;
}

static struct str or_one(struct str number)
{
    return number.len == 0 || str_is(number, "0") ? STR("1") : number;
}

/* The place, linked where it is a file's. */
static void add_place(struct writing *writing, struct str note)
{
    const struct str place = text_of(writing, note, "place"), named = file_of(text_of(writing, note, "file"));
    const struct str folder = writing->page->folder;
    struct buf *out = writing->out;
    if (place.len == 0)
        return;
    const struct str file = arena_copy(writing->arena, named);
    const struct str path = file.ptr == NULL || file.ptr[0] == '/'
                                ? file
                                : arena_printf(writing->arena, "%.*s/%s", STR_ARGS(folder), file.ptr);
    out->failed = out->failed || path.ptr == NULL;
    const bool linked = path.ptr != NULL && file.len > 0 && file_exists(file.ptr);
    if (linked) {
        buf_add_text(out, "<a href=\"");
        add_link(out, form_of(writing->page->link), path, or_one(json_member(note, "line")),
                 or_one(json_member(note, "column")));
        buf_add_text(out, "\">");
    }
    buf_add_xml(out, place);
    buf_add_text(out, linked ? "</a><br>" : "<br>");
}

static void add_note(struct writing *writing, struct str note)
{
    static const char *const names[] = {
        [SEVERITY_NOTICE] = "提示", [SEVERITY_WARNING] = "警告", [SEVERITY_ERROR] = "错误"};
    int severity = SEVERITY_ERROR;
    struct buf *out = writing->out;
    (void)words_parse(&words_severity, text_of(writing, note, "severity"), &severity);
    const struct str help = text_of(writing, note, "help");
    writing->errors += severity == SEVERITY_ERROR ? 1 : 0;
    writing->warnings += severity == SEVERITY_WARNING ? 1 : 0;
    buf_printf(out, "<li class=\"%s\">", words_print(&words_severity, severity));
    add_place(writing, note);
    buf_printf(out, "<b>%s</b>：", names[severity]);
    buf_add_xml(out, text_of(writing, note, "text"));
    if (help.len > 0) {
        buf_add_text(out, "<br><span class=\"dim\">");
        buf_add_xml(out, help);
        buf_add_text(out, "</span>");
    }
    buf_add_text(out, "</li>\n");
}

static void add_notes(struct writing *writing)
{
    const struct str notes = writing->page->notes, said = writing->page->said;
    const struct str array = arena_printf(writing->arena, "[%.*s]", STR_ARGS(notes));
    struct str note;
    writing->out->failed = writing->out->failed || array.ptr == NULL;
    for (size_t at = 0; array.ptr != NULL && json_next(array, &at, &note);)
        add_note(writing, note);
    for (size_t at = 0, to; at < said.len; at = to + 1) {
        for (to = at; to < said.len && said.ptr[to] != '\n';)
            to++;
        buf_add_text(writing->out, "<li class=\"error\">");
        buf_add_xml(writing->out, str_slice(said, at, to));
        buf_add_text(writing->out, "</li>\n");
    }
}

static void add_verdict(struct buf *out, const struct watch_page *page)
{
    static const char *const classes[] = {[WATCH_GOOD] = "good",
                                          [WATCH_DRAFT] = "draft",
                                          [WATCH_FAILED] = "failed",
                                          [WATCH_GONE] = "over",
                                          [WATCH_OVER] = "over"};
    buf_printf(out, "<p class=\"verdict %s\">", classes[page->verdict]);
    if (page->verdict == WATCH_OVER)
        buf_add_text(out, "监视已结束");
    else if (page->verdict == WATCH_GONE)
        buf_add_text(out, page->is_there ? "描述改名或移走了，这个网页从那时起不再更新：PDF 可能是旧的"
                                         : "描述改名或移走了，这个网页从那时起不再更新");
    else if (page->verdict == WATCH_GOOD)
        buf_printf(out, "已生成，%zu 页", page->pages);
    else if (page->verdict == WATCH_DRAFT)
        buf_printf(out, "已生成草稿，%zu 页，有误", page->pages);
    else
        buf_add_text(out, page->is_there ? "有误，没有生成：这里的 PDF 是旧的" : "有误，还没有生成 PDF");
    buf_add_text(out, "</p>\n");
    if (page->verdict == WATCH_OVER && page->is_there)
        buf_add_text(out, "<p>之后的改动，这里的 PDF 里没有。</p>\n");
    if (page->is_there && page->made.len > 0)
        buf_printf(out, "<p class=\"dim\">PDF 生成于 <time>%.*s</time></p>\n", STR_ARGS(page->made));
    else if (page->is_there)
        buf_add_text(out, "<p class=\"dim\">PDF 是以前生成的</p>\n");
}

static void add_said(struct writing *writing)
{
    struct buf *out = writing->out;
    buf_add_text(out, "<h1>");
    buf_add_xml(out, str_of(writing->page->input));
    buf_add_text(out, "</h1>\n");
    add_verdict(out, writing->page);
    buf_add_text(out, "<ul>\n");
    add_notes(writing);
    buf_add_text(out, "</ul>\n");
    if (writing->errors + writing->warnings > 0)
        buf_printf(out, "<p class=\"dim\">错误 %zu 处，警告 %zu 处</p>\n", writing->errors,
                   writing->warnings);
}

static void add_title(struct buf *out, const struct watch_page *page)
{
    static const char *const marks[] = {[WATCH_GOOD] = "✓ ",
                                        [WATCH_DRAFT] = "! ",
                                        [WATCH_FAILED] = "✗ ",
                                        [WATCH_GONE] = "",
                                        [WATCH_OVER] = ""};
    buf_add_text(out, marks[page->verdict]);
    buf_add_visible(out, name_of(str_of(page->pdf)));
}

/* --- the two files --- */

static void add_state(struct buf *out, const struct watch_page *page, struct str said, struct str title)
{
    buf_add_text(out, STATE_MARK "chengwen({\"pdf\":");
    buf_add_json(out, page->is_there ? page->digest : STR(""));
    buf_add_json_member(out, "title", title);
    buf_printf(out, ",\"over\":%s", page->verdict == WATCH_OVER ? "true" : "false");
    buf_add_json_member(out, "said", said);
    buf_add_text(out, "});\n");
}

static void add_page(struct buf *out, const struct watch_page *page, struct str said, struct str title,
                     struct str state)
{
    buf_add_text(out, PAGE_MARK "<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    buf_add_xml(out, title);
    buf_add_text(out,
                 "</title>\n<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>\n<style>\n");
    buf_add_text(out, watch_style);
    buf_add_text(out, "</style>\n</head>\n<body>\n<main>\n<div id=\"said\" data-state=\"");
    buf_add_url(out, name_of(state));
    buf_add_text(out, "\">\n");
    buf_add_str(out, said);
    buf_add_text(
        out, "</div>\n<p class=\"dim\"><label hidden>每次从第 <input id=\"page\" type=\"number\" min=\"1\" "
             "value=\"1\"> 页看起</label></p>\n</main>\n<iframe id=\"paper\" title=\"PDF\" data-file=\"");
    buf_add_url(out, name_of(str_of(page->pdf)));
    buf_add_text(out, "\" data-digest=\"");
    buf_add_xml(out, page->is_there ? page->digest : STR(""));
    buf_add_text(out, "\"");
    if (page->is_there) {
        buf_add_text(out, " src=\"");
        buf_add_url(out, name_of(str_of(page->pdf)));
        buf_add_char(out, '?');
        buf_add_url(out, page->digest);
        buf_add_char(out, '"');
    }
    buf_add_text(out, "></iframe>\n<script>\n");
    buf_add_text(out, watch_script);
    buf_add_text(out, "</script>\n</body>\n</html>\n");
}

/* Nothing else is replaced. */
static enum status prove_own(struct diag *diag, const char *path, const char *mark)
{
    char head[sizeof PAGE_MARK];
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    const ssize_t len = fd >= 0 ? read(fd, head, sizeof head - 1) : 0;
    if (fd >= 0)
        close(fd);
    const bool own = len <= 0 || str_starts((struct str){head, (size_t)len}, mark);
    return own ? OK : diag_report(diag, MSG_WATCH_FOREIGN, ((struct place){path, 0, 0}));
}

static enum status write_one(struct diag *diag, const char *path, const char *mark, const struct buf *text)
{
    enum status status = buf_status(text) == OK ? prove_own(diag, path, mark) : NO_MEMORY;
    return status == OK ? file_write_atomic(diag, path, buf_str(text)) : status;
}

enum status watch_page_write(struct arena *scratch, struct diag *diag, const struct watch_page *page)
{
    struct buf said = BUF(PAGE_MOST), title = BUF(PATH_MOST), state = BUF(PAGE_MOST), whole = BUF(PAGE_MOST);
    struct writing writing = {.arena = scratch, .page = page, .out = &said};
    const struct str page_path = watch_path(scratch, page->pdf, WATCH_PAGE);
    const struct str state_path = watch_path(scratch, page->pdf, WATCH_STATE);
    enum status status = page_path.ptr == NULL || state_path.ptr == NULL ? NO_MEMORY : OK;
    add_said(&writing);
    add_title(&title, page);
    if (status == OK && (said.failed || title.failed))
        status = NO_MEMORY;
    if (status == OK) {
        add_state(&state, page, buf_str(&said), buf_str(&title));
        add_page(&whole, page, buf_str(&said), buf_str(&title), state_path);
        status = write_one(diag, state_path.ptr, STATE_MARK, &state);
    }
    if (status == OK)
        status = write_one(diag, page_path.ptr, PAGE_MARK, &whole);
    buf_clear(&said);
    buf_clear(&title);
    buf_clear(&state);
    buf_clear(&whole);
    return status;
}
