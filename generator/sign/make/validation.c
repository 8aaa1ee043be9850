/*
 * What proves certificates, from files into the file: in an update of its own behind the signature, which it therefore does not touch.
 * What it says of the signer is asked before he signs, together with what the file has already.
 */
#include "sign/make/make_int.h"
#include "base/messages.def"
#include "sign/proof/proof.h"
#include "sign/messages.def"

#include <errno.h>
#include <stdlib.h>

static int compare_names(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_compare(*x, *y);
}

static enum status read_folder(struct arena *arena, struct diag *diag, const char *path,
                               struct cms_proofs *proofs)
{
    struct str *names = NULL;
    size_t count = 0, capacity = 0;
    enum status status = OK;
    DIR *folder = file_open_folder(path);
    for (struct dirent *entry; folder != NULL && status == OK && (entry = file_next_entry(folder)) != NULL;) {
        const struct str name = path_join(arena, path, entry->d_name);
        if (entry->d_name[0] != '.')
            status = name.ptr == NULL ? NO_MEMORY : ARENA_APPEND(arena, names, count, capacity, &name);
    }
    if (folder == NULL || (status == OK && errno != 0)) {
        diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){path, 0, 0}), file_reason(errno));
        status = SYSTEM;
    }
    if (folder != NULL)
        closedir(folder);
    if (status == OK && count == 0)
        status = diag_report(diag, MSG_SIGN_PROOF_NONE, ((struct place){path, 0, 0}));
    if (count > 0)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count && status == OK; i++)
        status = cms_proofs_read(arena, diag, names[i].ptr, proofs);
    return status;
}

enum status validation_read(struct arena *arena, struct diag *diag, const char *path,
                            struct cms_proofs *proofs)
{
    return file_is_folder(path) ? read_folder(arena, diag, path, proofs)
                                : cms_proofs_read(arena, diag, path, proofs);
}

/* The certificates that there are, the signer's first. */
struct certificates {
    struct str *items;
    size_t count, capacity;
};

static enum status add_lists(struct arena *arena, const struct cms_proofs *given, struct proof_lists *lists,
                             struct certificates *certificates)
{
    enum status status = OK;
    for (size_t i = 0; i < given->count && status == OK; i++) {
        const struct cms_proof *one = &given->items[i];
        status = one->kind == CMS_PROOF_CRL    ? proof_lists_add(lists, one->der)
                 : one->kind == CMS_PROOF_OCSP ? proof_lists_add_answer(lists, one->der)
                                               : ARENA_APPEND(arena, certificates->items, certificates->count,
                                                              certificates->capacity, &one->der);
    }
    return status;
}

enum status validation_ask(struct arena *arena, const struct cms_signer *signer, const struct sign_file *file,
                           const struct cms_proofs *given, int64_t *ret_since)
{
    struct proof_lists *lists = NULL;
    struct cms_proofs own = {.count = 0};
    struct certificates certificates = {NULL, 0, 0};
    enum status status = cms_proofs_add_signer(signer, &own);
    if (status == OK)
        status = sign_lists_read(arena, file, &lists);
    if (status == OK)
        status = add_lists(arena, &own, lists, &certificates);
    if (status == OK)
        status = add_lists(arena, given, lists, &certificates);
    if (status == OK)
        status = proof_revoked(lists, certificates.items, certificates.count, ret_since);
    proof_lists_free(lists);
    return status;
}

/* Those of a kind, one after the other. */
static struct str *pick(struct arena *arena, const struct cms_proofs *proofs, enum cms_proof_kind kind,
                        size_t *ret_count)
{
    struct str *items = ARENA_NEW_ARRAY(arena, proofs->count, struct str);
    size_t count = 0;
    for (size_t i = 0; items != NULL && i < proofs->count; i++)
        if (proofs->items[i].kind == kind)
            items[count++] = proofs->items[i].der;
    *ret_count = count;
    return items;
}

enum status validation_add(struct arena *arena, struct diag *diag, const char *path,
                           const struct cms_proofs *proofs, struct str contents, struct buf *bytes)
{
    struct sign_file *file = NULL;
    struct buf whole = BUF(0);
    struct write_proofs wanted = {.vri = cms_vri_key(arena, contents)};
    wanted.certs = pick(arena, proofs, CMS_PROOF_CERT, &wanted.cert_count);
    wanted.lists = pick(arena, proofs, CMS_PROOF_CRL, &wanted.list_count);
    wanted.answers = pick(arena, proofs, CMS_PROOF_OCSP, &wanted.answer_count);
    if (wanted.vri.ptr == NULL || wanted.certs == NULL || wanted.lists == NULL || wanted.answers == NULL)
        return NO_MEMORY;
    enum status status = sign_file_open(arena, diag, path, buf_str(bytes), &file);
    if (status == OK)
        status = write_proofs(arena, diag, file, path, &wanted, &whole);
    if (status == OK) {
        buf_clear(bytes);
        *bytes = whole;
    } else
        buf_clear(&whole);
    return status;
}
