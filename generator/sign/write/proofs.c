/*
 * What proves certificates when their issuers no longer answer: /DSS in the catalog, with certificates, lists of revoked ones and
 * answers of OCSP as streams, and /VRI, which says of which signature they are (ETSI EN 319 142-1, 5.4.2).  What a /DSS before has stays in it.
 */
#include "sign/write/write_int.h"
#include "sign/messages.def"

struct list {
    const char *all, *own; /* keys in /DSS, in an entry of /VRI */
    const struct str *items;
    size_t count;
    struct str references; /* of those added */
};

static enum status add_streams(struct update *update, struct list *list)
{
    struct buf text = BUF(SIGN_MAX_BYTES);
    for (size_t i = 0; i < list->count; i++) {
        const uint32_t number = update_number(update);
        update_stream(update, number, STR(""), list->items[i]);
        buf_printf(&text, " %u 0 R", number);
    }
    return buf_keep(&text, update->arena, &list->references);
}

/* "[before… added…]" */
static enum status join_lists(struct update *update, struct str before, struct str added,
                              struct str *ret_list)
{
    struct buf text = BUF(SIGN_MAX_BYTES);
    struct str item;
    buf_add_char(&text, '[');
    for (size_t at = 0; syntax_next(before, &at, &item);) {
        buf_add_char(&text, ' ');
        buf_add_str(&text, item);
    }
    buf_add_str(&text, added);
    buf_add_text(&text, " ]");
    return buf_keep(&text, update->arena, ret_list);
}

static enum status make_vri(struct update *update, struct str dss, const struct list *lists, size_t count,
                            struct str key, struct str *ret_vri)
{
    const struct str before = sign_member(update->view, dss, "VRI");
    struct buf text = BUF(SIGN_MAX_BYTES);
    struct str entry;
    buf_add_text(&text, "<<");
    for (size_t i = 0; i < count; i++)
        if (lists[i].count > 0)
            buf_printf(&text, " %s [%.*s ]", lists[i].own, STR_ARGS(lists[i].references));
    buf_add_text(&text, " >>");
    if (buf_keep(&text, update->arena, &entry) != OK)
        return NO_MEMORY;
    const struct str name = arena_join(update->arena, STR("/"), key);
    if (name.ptr == NULL)
        return NO_MEMORY;
    const struct edit edit = {name.ptr, entry};
    text = BUF(SIGN_MAX_BYTES);
    text_edit_dict(&text, before, &edit, 1);
    return buf_keep(&text, update->arena, ret_vri);
}

static enum status make_dss(struct update *update, struct list lists[3], struct str key, uint32_t number)
{
    const struct str dss = sign_member(update->view, sign_catalog(update->view), "DSS");
    struct edit edits[5];
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        if (lists[i].count == 0)
            continue;
        edits[count].key = lists[i].all;
        if (add_streams(update, &lists[i]) != OK ||
            join_lists(update, sign_member(update->view, dss, lists[i].all + 1), lists[i].references,
                       &edits[count++].value) != OK)
            return NO_MEMORY;
    }
    edits[count].key = "/VRI";
    if (make_vri(update, dss, lists, 3, key, &edits[count++].value) != OK)
        return NO_MEMORY;
    edits[count++] = (struct edit){"/Type", STR("/DSS")};
    update_object(update, number);
    text_edit_dict(&update->out, dss, edits, count);
    update_object_end(update);
    return OK;
}

static enum status edit_catalog(struct update *update, uint32_t dss)
{
    const uint32_t number =
        syntax_reference(sign_member_itself(update->view, sign_view_trailer(update->view), "Root"));
    const struct edit edit = {"/DSS", text_reference(update->arena, dss)};
    if (edit.value.ptr == NULL)
        return NO_MEMORY;
    update_object(update, number);
    text_edit_dict(&update->out, sign_catalog(update->view), &edit, 1);
    update_object_end(update);
    return OK;
}

enum status write_proofs(struct arena *arena, struct diag *diag, const struct sign_file *file,
                         const char *path, const struct write_proofs *proofs, struct buf *ret_bytes)
{
    struct update update;
    struct list lists[] = {{"/Certs", "/Cert", proofs->certs, proofs->cert_count, STR("")},
                           {"/CRLs", "/CRL", proofs->lists, proofs->list_count, STR("")},
                           {"/OCSPs", "/OCSP", proofs->answers, proofs->answer_count, STR("")}};
    update_begin(&update, arena, file);
    const uint32_t dss = update_number(&update);
    enum status status = make_dss(&update, lists, proofs->vri, dss);
    if (status == OK)
        status = edit_catalog(&update, dss);
    if (status == OK) {
        status = update_end(&update);
        if (status == FAILED)
            diag_report(diag, MSG_SIGN_LARGE, ((struct place){path, 0, 0}), SIGN_MAX_BYTES >> 20);
    }
    *ret_bytes = update.out;
    return status;
}
