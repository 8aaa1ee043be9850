/*
 * Inside attach:
 *
 *   attach.c    a paper's attachments, in their order       places.c   where figures are printed
 *   files.c     the files read: names and paths             data.c     data.json
 *   manifest.c  chengwen.json                               read.c     both read again
 *   compare.c   in what two of them differ         record.c    data.json as the record of the period before
 *   figures.c    the digest of a paper's figures
 */
#ifndef CHENGWEN_ATTACH_INT_H
#define CHENGWEN_ATTACH_INT_H

#include "attach/attach.h"

/* A stretch of one line that a run of a node prints. */
struct place_printed {
    uint32_t node, page; /* page from 0 */
    uint32_t line;
    uint16_t run;
    int32_t x, y, width, height; /* from the lower left, 1/1000 pt */
    uint32_t next;               /* of the same figure; 0: none, else one more than the index */
    struct str text, unit;       /* unit: behind a number, as printed; ptr NULL: none */
};

/* The places of a figure: of a field, or (made) of one that no field has. */
struct figure_printed {
    const void *record; /* NULL: a free slot; of a made one: it */
    int slot;
    uint32_t first, last; /* of its places, one more than the index */
    size_t upto;          /* the last one ends with that of all, in order */
    uint16_t run;         /* of the last one */
};

struct place_open {
    const struct page *page;
    size_t index;                 /* of the page */
    const struct page_item *item; /* that the last glyph was of */
    size_t place;
    bool just; /* nothing stands behind the place so far */
};

struct attach {
    struct arena *arena;
    struct place_printed *places; /* in the order of the pages as they came */
    size_t place_count, place_capacity;
    struct figure_printed *figures; /* hash table, open addressing; capacity a power of two */
    size_t figure_capacity;
    const struct shown **made; /* as they come on the pages */
    size_t made_count, made_capacity;
    bool faces[FONT_MAX_FACES];
    struct buf data;
    struct str manifest;
};

/* --- places.c --- */
/* From now on they are known by figure. */
enum status places_sort(struct attach *attach, const struct page_document *document) CHECKED;
/* The first place; NULL: it is printed nowhere. */
const struct place_printed *places_of(const struct attach *attach, const struct shown *shown);
static inline const struct place_printed *place_next(const struct attach *attach,
                                                     const struct place_printed *place)
{
    return place->next == 0 ? NULL : &attach->places[place->next - 1];
}

/* --- files.c --- */
struct attached {
    struct str name, path, bytes;
    enum attached_role {
        ATTACHED_SOURCE,
        ATTACHED_PART,
        ATTACHED_RECORD,
        ATTACHED_PICTURE,
        ATTACHED_KIND,
        ATTACHED_DATA
    } role;
};
struct attached_list {
    struct attached *items;
    size_t count, capacity;
    struct str
        *there; /* files and folders (with / behind) that links lead to, and that are not attached: paths as a
                          part's; each once */
    size_t there_count, there_capacity;
};
const char *attached_role_name(enum attached_role role);
/* The description first. */
enum status attached_files(struct attach *attach, const struct attach_paper *paper,
                           struct attached_list *list) CHECKED;

/* --- data.c --- */
enum status data_write(struct attach *attach, const struct attach_paper *paper,
                       const struct page_document *document) CHECKED;

/* --- manifest.c --- */
enum status attach_manifest_write(struct attach *attach, const struct attach_paper *paper,
                                  const struct attached_list *list) CHECKED;

/* --- read.c --- */
/* Of a member; empty: there is no such text. */
enum status attach_read_text(struct arena *arena, struct str object, const char *name,
                             struct str *ret_text) CHECKED;
/* NULL: none of that name. */
const struct attach_file *attach_file_lookup(const struct attach_manifest *manifest, struct str name);

#endif
