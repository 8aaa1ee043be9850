/*
 * What each object of the file is part of, so that a difference is told by the page, the font, the attachment.
 *
 * From what a reader of the paper knows, references are followed to all objects that nothing claimed before: pages
 * first, so that no way leads from one into another.  Each object is claimed once, whatever circles there are, and
 * looked into when it is claimed; what is looked into more often all the same counts (archive_may_look).
 */
#include "archive/archive_int.h"

enum { TREE_DEEP = 8 };

struct claim {
    const struct archive *archive;
    struct part *parts;
    uint32_t *waiting; /* numbers of objects claimed, to be followed */
    size_t count;
    size_t pages;
};

/* It is there, and not claimed yet. */
static bool is_free(const struct claim *claim, uint32_t number)
{
    const struct object *object = archive_object(claim->archive, number);
    return object != NULL && claim->parts[object - claim->archive->objects].kind == PART_UNKNOWN;
}

static bool claim_one(struct claim *claim, uint32_t number, struct part part)
{
    const struct object *object = archive_object(claim->archive, number);
    if (!is_free(claim, number))
        return false;
    claim->parts[object - claim->archive->objects] = part;
    return true;
}

/* What the value leads to, however far. */
static void claim_all(struct claim *claim, struct str value, struct part part)
{
    const size_t before = claim->count;
    struct str reference;
    for (;;) {
        const bool may = archive_may_look(claim->archive, value);
        for (size_t at = 0; may && syntax_next_reference(value, &at, &reference);) {
            const uint32_t number = syntax_reference(reference);
            if (claim_one(claim, number, part))
                claim->waiting[claim->count++] = number;
        }
        if (claim->count == before)
            return;
        value = archive_object(claim->archive, claim->waiting[--claim->count])->value;
    }
}

/* Pages in their order; true: all good so far. */
static void claim_pages(struct claim *claim, uint32_t number, int depth)
{
    const struct archive *archive = claim->archive;
    struct str kid;
    if (!is_free(claim, number))
        return;
    const struct str value = archive_object(archive, number)->value;
    const struct str kids = archive_value(archive, archive_member(archive, value, "Kids"));
    if (kids.len == 0) {
        if (claim_one(claim, number, (struct part){PART_PAGE, (uint32_t)claim->pages + 1}))
            claim->waiting[claim->pages++] = number; /* the list is not used yet */
        return;
    }
    if (!claim_one(claim, number, (struct part){PART_TREE, 0}) || depth == TREE_DEEP ||
        !archive_may_look(archive, kids))
        return;
    for (size_t at = 0; syntax_next(kids, &at, &kid);)
        claim_pages(claim, syntax_reference(kid), depth + 1);
}

static void claim_page(struct claim *claim, uint32_t object, uint32_t page)
{
    const struct archive *archive = claim->archive;
    const struct str value = archive_object(archive, object)->value;
    const struct str named = archive_member(archive, value, "Resources");
    const uint32_t shared = syntax_reference(named);
    claim_all(claim, archive_member(archive, value, "Contents"), (struct part){PART_CONTENT, page});
    claim_all(claim, archive_member(archive, value, "Annots"), (struct part){PART_PAGE, page});
    if (shared > 0 && !claim_one(claim, shared, (struct part){PART_PAGE, page}))
        return; /* another page had them */
    const struct str resources = archive_value(archive, named);
    claim_all(claim, archive_member(archive, resources, "Font"), (struct part){PART_FONT, 0});
    claim_all(claim, archive_member(archive, resources, "XObject"), (struct part){PART_PICTURE, 0});
    claim_all(claim, resources, (struct part){PART_PAGE, page});
}

static void claim_catalog(struct claim *claim)
{
    static const struct {
        const char *key;
        enum part_kind kind;
    } entries[] = {{"StructTreeRoot", PART_STRUCTURE},
                   {"Outlines", PART_OUTLINE},
                   {"Metadata", PART_METADATA},
                   {"OutputIntents", PART_INTENT}};
    const struct archive *archive = claim->archive;
    struct str name;
    uint32_t number;
    for (size_t at = 0, i = 0; archive_next_file(archive, &at, &name, &number); i++) {
        const struct part part = {PART_ATTACHMENT, (uint32_t)i};
        const struct object *object = archive_object(archive, number);
        if (object != NULL && claim_one(claim, number, part))
            claim_all(claim, object->value, part);
    }
    for (size_t i = 0; i < ARRAY_COUNT(entries); i++)
        claim_all(claim, archive_member(archive, archive->root, entries[i].key),
                  (struct part){entries[i].kind, 0});
    claim_all(claim, archive_member(archive, archive->trailer, "Info"), (struct part){PART_INFORMATION, 0});
    claim_all(claim, archive->root, (struct part){PART_CATALOG, 0});
}

static enum status begin(const struct archive *archive, struct claim *ret_claim)
{
    struct claim claim = {.archive = archive,
                          .parts = ARENA_NEW_ARRAY(archive->arena, archive->count, struct part),
                          .waiting = ARENA_NEW_ARRAY(archive->arena, archive->count, uint32_t)};
    if (claim.parts == NULL || claim.waiting == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < archive->count; i++)
        claim.parts[i] = (struct part){PART_UNKNOWN, 0};
    claim_one(&claim, syntax_reference(syntax_member(archive->trailer, "Root")),
              (struct part){PART_CATALOG, 0});
    claim_pages(&claim, syntax_reference(syntax_member(archive->root, "Pages")), 0);
    *ret_claim = claim;
    return OK;
}

enum status archive_parts(const struct archive *archive, struct part **ret_parts)
{
    struct claim claim;
    enum status status = begin(archive, &claim);
    if (status != OK)
        return status;
    uint32_t *pages = ARENA_NEW_ARRAY(archive->arena, claim.pages, uint32_t);
    if (pages == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < claim.pages; i++)
        pages[i] = claim.waiting[i];
    for (size_t i = 0; i < claim.pages; i++)
        claim_page(&claim, pages[i], (uint32_t)i + 1);
    claim_catalog(&claim);
    for (size_t i = 0; i < archive->count; i++)
        if (claim.parts[i].kind == PART_UNKNOWN)
            claim.parts[i] = (struct part){PART_OTHER, archive->objects[i].number};
    *ret_parts = claim.parts;
    return archive_may_look(archive, STR("")) ? OK : archive_broken(archive, 0, "");
}

enum status archive_pages(const struct archive *archive, struct page_numbers *ret_pages)
{
    struct claim claim;
    enum status status = begin(archive, &claim);
    if (status == OK)
        *ret_pages = (struct page_numbers){claim.waiting, claim.pages};
    return status;
}

size_t archive_page_count(const struct archive *archive)
{
    struct page_numbers pages;
    return archive_pages(archive, &pages) == OK ? pages.count : 0;
}
