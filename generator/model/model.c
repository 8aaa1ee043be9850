/*
 * The door: loading a kind, reading an input, and the properties of the document.
 */
#include "model/model_int.h"
#include "model/proofs/proofs.h"
#include "model/texts/texts.h"
#include "model/messages.def"

enum status model_load(struct arena *arena, struct diag *diag, const char *folder, struct model **ret_model)
{
    struct loader loader = {.run = {.arena = arena, .diag = diag}, .folder = folder};
    const char *path;
    struct model *model = ARENA_NEW(arena, struct model);
    struct node *root = NULL;
    if (model == NULL)
        return NO_MEMORY;
    enum status status = reader_find_own(arena, diag, folder, "model.xml", &path);
    if (status == OK)
        status = reader_read_file(arena, diag, path, &root);
    if (status != OK)
        return status;
    loader.root = root;
    declare_model(&loader, model);
    if (!loader.lacks_types)
        compile_model(&loader, model);
    status = run_status(&loader.run);
    if (status == OK)
        *ret_model = model;
    return status;
}

struct str model_kind(const struct model *model, struct place *ret_place)
{
    *ret_place = model->kind_place;
    return model->kind;
}

struct str model_label(const struct model *model)
{
    return model->label.len > 0 ? model->label : model->kind;
}

const struct shape *model_shape(const struct model *model)
{
    return model->rules->shape;
}

/* Proofs and checks, first of the papers that this one stands on; in a draft, then, what hangs on what
 * disagrees. */
static void prove_record(struct fill *fill, struct record *record)
{
    prove_all(fill);
    for (size_t i = 0; i < fill->earlier_count; i++) {
        compute_record(fill, fill->earlier[i]);
        check_record(fill, fill->earlier[i], fill->model->rules);
    }
    compute_record(fill, record);
    check_record(fill, record, fill->model->rules);
    faults_tell(fill);
    if (fill->draft && fill->doubted)
        spread_doubt(fill);
}

enum status model_read(const struct model_reading *reading, const struct node *root,
                       struct record **ret_record)
{
    const struct model *model = reading->model;
    struct eval *eval = reading->eval;
    struct fill fill = {.run = {.arena = eval->arena, .diag = eval->diag},
                        .model = model,
                        .eval = eval,
                        .findings = reading->findings,
                        .texts = reading->texts,
                        .past = reading->past,
                        .draft = reading->draft,
                        .from_table = reading->from_table,
                        .input = root->place.file};
    if (!str_equal(root->name, model->kind))
        return diag_report(eval->diag, MSG_MODEL_WRONG_KIND, root->place, STR_ARGS(root->name),
                           STR_ARGS(model->kind));
    struct record *record = record_make(eval->arena, model->rules->shape, NULL);
    if (record == NULL)
        return NO_MEMORY;
    record->place = root->place;
    fill.record = record;
    eval->at_record = true;
    const struct diag_entry *told;
    const size_t told_before = diag_entries(eval->diag, &told);
    read_record(&fill, root, record);
    diag_order(eval->diag, told_before); /* groups with a base are read behind all others */
    take_past(&fill);
    prove_record(&fill, record);
    if (fill.findings != NULL)
        find_changes(&fill, record);
    strays_report(&fill);
    findings_add_faults(&fill);
    enum status status = run_status(&fill.run);
    eval->at_record = false;
    if (status == OK)
        *ret_record = record;
    if (status == OK && reading->earlier != NULL)
        *reading->earlier = (struct model_earlier){fill.earlier, fill.earlier_count};
    return status;
}

static enum status eval_text(const struct pattern *pattern, struct eval *eval, struct record *record,
                             struct str *ret_text)
{
    enum { PROPERTY_MAX = 1 << 16 };
    struct buf text = BUF(PROPERTY_MAX);
    enum status status = pattern != NULL ? pattern_eval(pattern, eval, record, &text) : OK;
    if (status == OK) {
        buf_drop_line_end_marks(&text); /* a property has no lines */
        return text_keep(eval->arena, &text, ret_text);
    }
    buf_clear(&text);
    return status;
}

enum status model_document_of(const struct model *model, struct eval *eval, struct record *record,
                              struct model_document *ret_document)
{
    struct model_document document = {0};
    struct value date = {.kind = TYPE_DATE};
    enum status status = eval_text(model->title, eval, record, &document.title);
    if (status == OK)
        status = eval_text(model->subject, eval, record, &document.subject);
    if (status == OK)
        status = eval_text(model->author, eval, record, &document.author);
    if (status == OK && model->date != NULL) {
        status = expr_eval(model->date, eval, record, &date);
        document.date = date.date;
    }
    if (status == OK)
        *ret_document = document;
    return status;
}
