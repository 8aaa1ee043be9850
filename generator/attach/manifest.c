/*
 * chengwen.json: what else decided the bytes of the file, so that it can be made again, and what differs can be
 * named: the program, the kind with a digest over its files, the options, the faces that it draws with, and a digest
 * of each file that it was made from.
 *
 * Of a face stands its name and what tells versions of its file apart; to read all of it would take longer than to
 * set most papers.
 */
#include "attach/attach_int.h"

enum { MANIFEST_MAX = 16 << 20 };

static void add_string(struct buf *out, const char *name, struct str value)
{
    buf_printf(out, ",\n\"%s\":", name);
    buf_add_json(out, value);
}

static void add_options(struct buf *out, const struct attach_paper *paper)
{
    buf_add_text(out, ",\n\"options\":{");
    for (size_t i = 0; i < paper->option_count; i++) {
        buf_printf(out, "%s\"%s\":", i == 0 ? "" : ",", paper->options[i].name);
        buf_add_json(out, paper->options[i].value);
    }
    buf_add_char(out, '}');
}

static void add_face(struct buf *out, const struct font_set *fonts, int face)
{
    enum { ONE = 65536, THOUSAND = 1000 };
    struct font_face_facts facts;
    const struct font_version version = font_face_version(fonts, face);
    struct buf name = BUF(MANIFEST_MAX);
    font_face_facts(fonts, face, &facts);
    buf_printf(&name, "%.*s%s%.*s", STR_ARGS(facts.family), facts.style.len > 0 ? " " : "",
               STR_ARGS(facts.style));
    buf_add_text(out, "{\"face\":");
    buf_add_json(out, buf_str(&name));
    buf_add_text(out, ",\"version\":\"");
    buf_add_thousandths(out, ((int64_t)version.number * THOUSAND + ONE / 2) / ONE);
    buf_printf(out, "\",\"sum\":\"%08x\"}", (unsigned)version.sum);
    out->failed = out->failed || name.failed;
    buf_clear(&name);
}

static void add_faces(struct buf *out, const struct attach *attach, const struct font_set *fonts)
{
    bool any = false;
    buf_add_text(out, ",\n\"fonts\":[");
    for (size_t i = 0; i < font_face_count(fonts); i++) {
        if (!attach->faces[i])
            continue;
        buf_add_text(out, any ? ",\n" : "\n");
        any = true;
        add_face(out, fonts, (int)i);
    }
    buf_add_text(out, "\n]");
}

static void add_files(struct buf *out, const struct attached_list *list)
{
    buf_add_text(out, ",\n\"files\":[");
    for (size_t i = 0; i < list->count; i++) {
        const struct attached *file = &list->items[i];
        const struct digest digest = digest_of(&file->bytes, 1);
        buf_add_text(out, i == 0 ? "\n{\"name\":" : ",\n{\"name\":");
        buf_add_json(out, file->name);
        buf_add_text(out, ",\"path\":");
        buf_add_json(out, file->path);
        buf_printf(out, ",\"role\":\"%s\",\"size\":\"%zu\",\"sha256\":", attached_role_name(file->role),
                   file->bytes.len);
        buf_add_json(out, digest_str(&digest));
        buf_add_char(out, '}');
    }
    buf_add_text(out, "\n]");
}

/* Of these it matters only that they are there. */
static void print_there(struct buf *out, const struct attached_list *list)
{
    if (list->there_count == 0)
        return;
    buf_add_text(out, ",\n\"there\":[");
    for (size_t i = 0; i < list->there_count; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        buf_add_json(out, list->there[i]);
    }
    buf_add_char(out, ']');
}

enum status attach_manifest_write(struct attach *attach, const struct attach_paper *paper,
                                  const struct attached_list *list)
{
    struct buf out = BUF(MANIFEST_MAX);
    buf_add_text(&out, "{\"format\":\"chengwen manifest 1\"");
    add_string(&out, "program", STR("chengwen " CHENGWEN_VERSION));
    add_string(&out, "kind", paper->kind);
    add_string(&out, "kind-sha256", digest_str(paper->kind_digest));
    add_string(&out, "description", paper->name);
    add_options(&out, paper);
    add_faces(&out, attach, paper->fonts);
    add_files(&out, list);
    print_there(&out, list);
    buf_add_text(&out, "}\n");
    return buf_keep(&out, attach->arena, &attach->manifest);
}
