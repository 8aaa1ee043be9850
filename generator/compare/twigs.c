/*
 * A record as a tree: what model_walk comes by, with what each says as a number, so that two that say the same are
 * found by it.  A head says what is stated in it; where nothing is (derived lists), all that is.
 */
#include "compare/compare_int.h"

struct builder {
    struct work *work;
    struct twig *root;
    struct twig *around[READER_MAX_DEPTH + 2]; /* by depth */
    int list_field;                            /* of the list that is being walked */
    struct buf text;
};

static void add_node(const struct node *node, struct buf *out);

static void add_nodes(const struct node *node, struct buf *out)
{
    for (const struct node *child = node->first; child != NULL; child = child->next)
        add_node(child, out);
}

/* What is a line of its own. */
static bool is_block(const struct node *node)
{
    static const char *const names[] = {"section", "p", "item", "cell", "picture", "photos", "table", "list"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (node_is(node, names[i]))
            return true;
    return false;
}

/* White at line ends is what an editor makes of a text: one space. */
static void add_source_words(struct str text, struct buf *out)
{
    bool white = false;
    for (size_t i = 0; i < text.len; i++) {
        white = white || char_is_white(text.ptr[i]);
        if (char_is_white(text.ptr[i]))
            continue;
        if (white && out->len > 0 && out->ptr[out->len - 1] != '\n')
            buf_add_char(out, ' ');
        white = false;
        buf_add_char(out, text.ptr[i]);
    }
    if (white && out->len > 0 && out->ptr[out->len - 1] != '\n')
        buf_add_char(out, ' ');
}

static void add_node(const struct node *node, struct buf *out)
{
    if (node->kind == NODE_TEXT) {
        if (!node_is_blank(node))
            add_source_words(node->text, out);
        return;
    }
    const bool block = is_block(node), plain = node_is(node, "p") && node->attr_count == 0;
    if (block && out->len > 0 && out->ptr[out->len - 1] != '\n')
        buf_add_char(out, '\n');
    if (!plain) {
        buf_printf(out, "<%.*s", STR_ARGS(node->name));
        for (size_t i = 0; i < node->attr_count; i++)
            buf_printf(out, " %.*s=\"%.*s\"", STR_ARGS(node->attrs[i].name), STR_ARGS(node->attrs[i].value));
        buf_add_char(out, '>');
    }
    add_nodes(node, out);
    if (!plain && !block && node->first != NULL)
        buf_printf(out, "</%.*s>", STR_ARGS(node->name));
}

void prose_write(const struct node *prose, struct buf *out)
{
    add_nodes(prose, out);
}

/* As data.json has it. */
static bool add_value(const struct value *value, struct buf *out)
{
    switch (value->kind) {
    case TYPE_NUMBER:
        number_print_exact(value->number, out);
        return true;
    case TYPE_TEXT:
        buf_add_str(out, value->text);
        return value->text.len > 0;
    case TYPE_DATE:
        buf_printf(out, "%04d-%02d-%02d", value->date.year, value->date.month, value->date.day);
        return true;
    case TYPE_YESNO:
        buf_add_text(out, words_print(&words_yesno, value->yesno));
        return true;
    case TYPE_PROSE:
        prose_write(value->prose, out);
        return true;
    case TYPE_LIST:
        for (size_t i = 0; i < value->list.count; i++) {
            if (value->list.items[i].kind != TYPE_NUMBER)
                return false;
            buf_add_text(out, i == 0 ? "" : " ");
            number_print_exact(value->list.items[i].number, out);
        }
        return value->list.count > 0;
    case TYPE_RECORD: /* leads to what is told where it stands */
        return false;
    }
    return false;
}

static enum status name_leaf(struct work *work, struct twig *twig, struct buf *text)
{
    static const char kinds[] = {
        [TYPE_NUMBER] = 'n', [TYPE_TEXT] = 't',   [TYPE_DATE] = 'd', [TYPE_YESNO] = 'y',
        [TYPE_PROSE] = 'p',  [TYPE_RECORD] = 'r', [TYPE_LIST] = 'l'};
    const struct str said =
        arena_printf(work->arena, "%c%.*s", kinds[twig->value.kind], STR_ARGS(buf_str(text)));
    if (said.ptr == NULL)
        return NO_MEMORY;
    twig->text = str_slice(said, 1, said.len);
    return work_name(work, said, &twig->said);
}

static void hang(struct twig *around, struct twig *twig)
{
    if (around->last != NULL)
        around->last->next = twig;
    else
        around->first = twig;
    around->last = twig;
    twig->around = around;
}

/* A record of a list that the model derives. */
static bool list_is_made(const struct twig *twig)
{
    struct model_facts facts = {.stated = true};
    if (twig->slot < 0 && twig_field(twig) != NULL)
        model_field_facts(twig_field(twig), &facts);
    return !facts.stated;
}

static enum status add_spot(void *context, const struct model_spot *spot)
{
    struct builder *builder = context;
    if (spot->value == NULL && !spot->head)
        return OK;
    buf_reset(&builder->text);
    if (spot->value != NULL && !add_value(spot->value, &builder->text))
        return buf_status(&builder->text);
    struct twig *twig = ARENA_NEW(builder->work->arena, struct twig);
    if (twig == NULL || buf_status(&builder->text) != OK)
        return NO_MEMORY;
    *twig = (struct twig){.record = spot->record,
                          .slot = spot->slot,
                          .field = spot->slot,
                          .head = spot->head,
                          .stated = spot->origin == MODEL_STATED || spot->origin == MODEL_PREVIOUS};
    if (spot->slot < 0 && spot->record->index == 0)
        builder->list_field = record_slot_in_parent(spot->record);
    if (spot->slot < 0)
        twig->field = spot->record->index == 0 || builder->around[spot->depth]->last == NULL
                          ? builder->list_field
                          : builder->around[spot->depth]->last->field;
    hang(builder->around[spot->depth], twig);
    twig->made = builder->around[spot->depth]->made || list_is_made(twig);
    twig->stated = twig->stated && !twig->made;
    if (!spot->head) {
        twig->value = *spot->value;
        return name_leaf(builder->work, twig, &builder->text);
    }
    builder->around[spot->depth + 1] = twig;
    return OK;
}

/* Of a list, from `first` on: those that bear the name of another one. */
static enum status find_twins(struct work *work, struct twig *first)
{
    struct str_index times = {.arena = work->scratch};
    struct buf months = BUF(COMPARE_MAX_TEXT);
    const bool by_month = model_record_months(first->record, &months);
    enum status status = buf_status(&months);
    buf_clear(&months);
    if (by_month || status != OK)
        return status;
    for (const struct twig *twig = first; twig != NULL && twig->field == first->field && status == OK;
         twig = twig->next) {
        const struct str name = model_record_name(twig->record);
        const bool seen = str_index_lookup(&times, name) != STR_INDEX_NONE;
        status = name.len > 0 ? str_index_put(&times, name, seen ? 2 : 1) : OK;
    }
    for (struct twig *twig = first; twig != NULL && twig->field == first->field && status == OK;
         twig = twig->next)
        twig->twin = str_index_lookup(&times, model_record_name(twig->record)) == 2;
    arena_reset(work->scratch);
    return status;
}

/* A group says itself where it stands; what is in a record, too. */
static enum status name_head(struct work *work, struct twig *head, struct buf *text)
{
    enum status status = OK;
    head->stated = head->first == NULL && !head->made;
    for (struct twig *twig = head->first; twig != NULL && status == OK; twig = twig->next) {
        status = twig->head ? name_head(work, twig, text) : OK;
        if (status == OK && twig->head && twig->slot < 0 && twig->record->index == 0)
            status = find_twins(work, twig);
        head->stated = head->stated || twig->stated;
    }
    buf_reset(text);
    for (const struct twig *twig = head->first; twig != NULL && status == OK; twig = twig->next)
        if (twig->stated || !head->stated)
            buf_printf(text, "%d:%u ", twig->field, (unsigned)twig->said);
    const struct str said = arena_printf(work->arena, "h%.*s", STR_ARGS(buf_str(text)));
    if (said.ptr == NULL || text->failed)
        return NO_MEMORY;
    return status == OK ? work_name(work, said, &head->said) : status;
}

enum status twigs_make(struct work *work, struct eval *eval, struct record *record, struct twig **ret_root)
{
    struct twig *root = ARENA_NEW(work->arena, struct twig);
    struct builder builder = {.work = work, .root = root, .text = BUF(COMPARE_MAX_TEXT)};
    const struct model_visitor visitor = {&builder, add_spot};
    if (root == NULL)
        return NO_MEMORY;
    *root = (struct twig){.record = record, .slot = -1, .field = -1, .head = true};
    builder.around[0] = root;
    enum status status = model_walk(eval, record, &visitor);
    if (status == OK)
        status = name_head(work, root, &builder.text);
    buf_clear(&builder.text);
    *ret_root = root;
    return status;
}

const struct field *twig_field(const struct twig *twig)
{
    const struct record *record = twig->slot >= 0 ? twig->record : twig->record->parent;
    return record != NULL && twig->field >= 0 ? &record->shape->fields[twig->field] : NULL;
}

void twig_path(const struct twig *twig, struct buf *out)
{
    record_path(twig->record, twig->slot, out);
}

/* Behind its name, which others bear as well. */
static void add_place(const struct twig *head, struct buf *out)
{
    if (head->twin && str_ends(buf_str(out), "”"))
        buf_printf(out, "（第%zu项）", head->record->index + 1);
}

void twig_name(const struct twig *head, struct buf *out)
{
    model_path(head->record, -1, out);
    add_place(head, out);
}

void twig_where(const struct twig *twig, struct buf *out)
{
    if (twig->slot < 0 && twig->record->parent == NULL)
        return;
    model_path(twig->slot >= 0 ? twig->record : twig->record->parent, -1, out);
    add_place(twig->around, out);
}
