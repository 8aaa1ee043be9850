/*
 * What a file says of certificates that were revoked: the lists and answers in the /DSS of each revision, whoever put them
 * there, and whether a later one left them out; each is held against its issuer when it is asked (proof/revoked.c).
 */
#include "sign/file/file.h"
#include "sign/proof/proof.h"
#include "sign/sign.h"

enum status sign_lists_read(struct arena *arena, const struct sign_file *file, struct proof_lists **ret_lists)
{
    struct sign_streams lists = {.count = 0}, answers = {.count = 0};
    enum status status = proof_lists_open(arena, ret_lists);
    if (status == OK)
        status = sign_validation(file, "CRLs", &lists);
    if (status == OK)
        status = sign_validation(file, "OCSPs", &answers);
    for (size_t i = 0; i < lists.count && status == OK; i++)
        status = proof_lists_add(*ret_lists, lists.items[i]);
    for (size_t i = 0; i < answers.count && status == OK; i++)
        status = proof_lists_add_answer(*ret_lists, answers.items[i]);
    return status;
}
