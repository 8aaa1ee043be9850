/*
 * base: what every room stands on.  Status codes, memory, strings, lengths, diagnostics, files, limits.
 *
 * Memory: `struct arena` for everything that lives as long as a run or a document; `struct buf` for bytes
 * that grow.  No other room calls malloc.  Every allocation may fail and says so by NULL (arena) or
 * NO_MEMORY.
 * Strings: `struct str` is borrowed bytes, UTF-8, not terminated; text was checked once, in reader.
 * Lengths: integers, 1/1000 pt.
 */
#ifndef CHENGWEN_BASE_H
#define CHENGWEN_BASE_H

#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "base/message.h"

/* Borrowed bytes, UTF-8, not terminated. */
struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For "%.*s". */
#define STR_ARGS(s) (int)(s).len, (s).ptr

#define CHECKED        __attribute__((warn_unused_result))
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What a function that can fail returns.  Whoever finds a fault reports it in the job's diagnostics, once;
 * callers pass the status on. */
enum status {
    OK = 0,
    FAILED,    /* the document, template or font is at fault; a diagnostic says how */
    NO_MEMORY, /* an allocation failed; the job ends, nothing is written */
    SYSTEM     /* a file or the system failed; a diagnostic says how; the run stops */
};

/* Nothing can go on; after FAILED the rest is still looked at, so that one run shows all faults. */
static inline bool status_stops(enum status status)
{
    return status == NO_MEMORY || status == SYSTEM;
}
/* The worse of two: no memory, system, failed, OK. */
static inline enum status status_worse(enum status a, enum status b)
{
    return a == NO_MEMORY || b == NO_MEMORY ? NO_MEMORY : a > b ? a : b;
}

/* --- lengths (length.c) --- */

typedef int64_t length; /* 1/1000 pt; x to the right, y down the page */

#define LENGTH_POINT  ((length)1000)
#define LENGTH_MM(mm) ((length)(((int64_t)(mm)*720000 + 127) / 254))
static inline length length_max(length a, length b)
{
    return a > b ? a : b;
}
/* In messages: "%lld.%d", millimetres with one decimal. */
int64_t length_tenths(length value); /* of a millimetre */
#define LENGTH_MM_ARGS(value) (long long)(length_tenths(value) / 10), (int)(length_tenths(value) % 10)

/* Reads "28mm" "2.5cm" "12pt" "0.5in" or a 字号 name ("三号" "小四" ... = its size).  Exact decimal, rounded
 * to 1/1000 pt.  A quotient "156mm/28" is rounded towards zero, so that 28 of them fit.  Returns false,
 * *ret_length untouched, when `text` is no length. */
bool length_parse(struct str text, length *ret_length);
const char *type_size_name(length size); /* "三号"; NULL: none has that size */

/* --- arenas (arena.c) --- */

struct arena;

struct arena *arena_new(size_t limit) CHECKED; /* limit in bytes, 0: ARENA_LIMIT_DEFAULT; NULL: no memory */
void arena_free(struct arena *arena);          /* NULL is fine */
/* All that it gave out is gone; it may be used again, with the memory it has. */
void arena_reset(struct arena *arena);
/* Not zeroed: for who fills it all. Aligned for any type.  NULL when memory or the limit is used up.  size 0 gives a
 * valid pointer. */
void *arena_alloc_bytes(struct arena *arena, size_t size) CHECKED;
/* Zeroed. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
    void *memory = arena_alloc_bytes(arena, size);
    return memory == NULL ? NULL : memset(memory, 0, size);
}
static inline void *arena_alloc_array(struct arena *arena, size_t count, size_t size) /* overflow-safe */
{
    return size != 0 && count > SIZE_MAX / size ? NULL : arena_alloc(arena, count * size);
}
bool arena_is_full(const struct arena *arena); /* it has refused something because of its limit */
struct str arena_copy(struct arena *arena, struct str text) CHECKED; /* ptr NULL: no memory; NUL-terminated */
struct str arena_join(struct arena *arena, struct str a, struct str b) CHECKED; /* likewise */
struct str arena_printf(struct arena *arena, const char *format, ...) CHECKED
    __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type)              ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_NEW_ARRAY(arena, count, type) ((type *)arena_alloc_array((arena), (count), sizeof(type)))
#define ARENA_LIMIT_DEFAULT                 ((size_t)1 << 30)

/* Grows an array in an arena: if *capacity == count, a doubled copy replaces the pointer at `items_at`, of
 * whatever type; what is behind the items is not set.  NO_MEMORY on failure. */
enum status arena_grow(struct arena *arena, void *items_at, size_t count, size_t *capacity,
                       size_t size) CHECKED;
/* Appends *item to such an array.  NO_MEMORY: nothing has changed. */
#define ARENA_APPEND(arena, items, count, capacity, item)                                                    \
    arena_append((arena), &(items), &(count), &(capacity), true ? (item) : (items), sizeof *(items))
/* `items` is the address of a pointer to any type: so its bytes are copied. */
CHECKED static inline enum status arena_append(struct arena *arena, void *items, size_t *count,
                                               size_t *capacity, const void *item, size_t size)
{
    char *array;
    if (*count == *capacity && arena_grow(arena, items, *count, capacity, size) != OK)
        return NO_MEMORY;
    memcpy(&array, items, sizeof array);
    memcpy(array + (*count)++ * size, item, size);
    return OK;
}

/* What tells a file from what it was, without reading it (file_stamp.c). */
struct file_stamp {
    int64_t size, inode; /* inode 0: it is no file that could be asked again, but a stream */
    int64_t time;        /* ns since 1970; of its last change */
    bool is_loose;       /* that was a moment ago: it may change again with nothing here to show it */
};
/* What was asked of a file: its bytes, or whether it is there. */
enum file_was { FILE_WAS_READ, FILE_WAS_ABSENT, FILE_WAS_THERE, FOLDER_WAS_THERE };
/* The files that were read into the arena (file_read, file_read_input), or looked for, the last first, as they were then. */
struct file_kept {
    const struct file_kept *next;
    const char *path; /* as it was asked for */
    enum file_was was;
    struct str bytes;        /* READ */
    struct file_stamp stamp; /* of the descriptor, before it was read */
    struct str
        digest; /* SHA-256 as digits, where the bytes are not kept: of `bytes` the length alone is right then; else empty */
};
const struct file_kept *arena_files(const struct arena *arena);
enum status arena_keep_file(struct arena *arena, const char *path, struct str bytes,
                            const struct file_stamp *stamp) CHECKED;
/* One that was not read; `was` says what it was. */
enum status arena_keep_asked(struct arena *arena, const char *path, enum file_was was) CHECKED;
/* One of which only the number and the digest of its bytes are kept. */
enum status arena_keep_digest(struct arena *arena, const char *path, size_t size, struct str digest,
                              const struct file_stamp *stamp) CHECKED;

/* Heap for outside libraries' hooks and for base itself; the only malloc in the program.  All go through the
 * fault counter below. */
void *base_malloc(size_t size) CHECKED;
void *base_realloc(void *old, size_t size) CHECKED;
void base_free(void *memory);
/* Tests: the n-th allocation from now (1 = next) and all later ones fail; 0 = never. */
void base_fail_allocation(uint64_t n);
bool base_allocation_failed(void); /* has the fault struck since the last base_fail_allocation? */

/* --- strings (str.c) --- */

struct str str_of(const char *text);
static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
bool str_is(struct str a, const char *text);
int str_compare(struct str a, struct str b); /* by bytes = by code point */
bool str_starts(struct str text, const char *prefix);
bool str_ends(struct str text, const char *end);
bool str_holds(struct str text, const char *part);
struct str str_trim(struct str text);    /* without white characters at both ends */
static inline bool char_is_white(char c) /* space, tab, CR, LF */
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
static inline struct str str_slice(struct str text, size_t from, size_t to)
{
    to = to > text.len ? text.len : to;
    from = from > to ? to : from;
    return (struct str){from == 0 ? text.ptr : text.ptr + from, to - from}; /* there may be no text at all */
}
/* Decodes one code point at *offset (valid UTF-8, *offset < len) and moves *offset behind it. */
uint32_t utf8_next_of_two_or_four(struct str text, size_t *offset);
static inline uint32_t utf8_next(struct str text, size_t *offset)
{
    const unsigned char *p = (const unsigned char *)text.ptr + *offset;
    if (p[0] < 0x80 || text.len - *offset < 2) {
        *offset += 1;
        return p[0];
    }
    if (p[0] < 0xE0 || p[0] >= 0xF0 || text.len - *offset < 3)
        return utf8_next_of_two_or_four(text, offset);
    *offset += 3;
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}
static inline size_t utf8_size_of(char lead) /* bytes of the character that begins so */
{
    unsigned char byte = (unsigned char)lead;
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}
enum { UTF8_MOST = 4 };                                   /* bytes of a character */
size_t utf8_encode(uint32_t code, char bytes[UTF8_MOST]); /* number of bytes */
size_t utf8_count(struct str text);                       /* code points */
size_t utf8_columns(uint32_t code); /* that it takes of a terminal: 1 or 2 (visible.c) */
size_t str_columns(struct str text);
/* Wide, or a mark that Chinese sets full-width: a line end between two such leaves no space (visible.c). */
bool utf8_joins_lines(uint32_t code);
/* At most `max` bytes of it, never a part of a character. */
struct str str_cut(struct str text, size_t max);
/* At most `max` characters of it, each with all that belongs to it (accents, selectors). Any bytes may be
 * given. */
struct str str_shorten(struct str text, size_t max);
uint64_t str_hash(struct str text); /* FNV-1a, the same on every machine */
int hex_digit(char c);              /* its value; 16: it is none */
/* A whole number without sign; false: no digits alone, more than `most` of them, or more than INT64_MAX. */
bool digits_parse(struct str text, size_t most, int64_t *ret_value);

/* --- texts found again (index.c) --- */

/* Texts, each with a number, found without a walk over all.  Starts as {.arena = …}, in which it lives; the
 * texts must outlive it. */
struct str_index {
    struct arena *arena;
    struct str_index_slot *slots; /* hash table, open addressing; capacity a power of two */
    size_t count, capacity;
    size_t longest; /* slots looked at to put a text: many, where somebody chose texts of one hash */
};
enum { STR_INDEX_NONE = -1 };
int64_t str_index_lookup(const struct str_index *index,
                         struct str text); /* STR_INDEX_NONE: it is not there */
/* Of a text that is there already the number is changed. */
enum status str_index_put(struct str_index *index, struct str text, int64_t number) CHECKED;

/* --- what may be shown (visible.c) --- */

bool utf8_is_unseen(uint32_t code); /* controls, odd blanks, no width, directions */
/* For bytes from outside: the character at `offset` (< len) and its length; 0: there is no UTF-8. */
size_t utf8_decode(struct str text, size_t offset, uint32_t *ret_code);
/* Whole characters that can be seen; all others are told by their codes.  Any bytes may be given. */
struct buf;
void buf_add_visible(struct buf *buf, struct str text);
struct str str_visible(struct arena *arena, struct str text) CHECKED; /* ptr NULL: no memory */
enum { VISIBLE_MAX = 24 /* bytes that one character is shown with */ };
size_t visible_next(struct str text, size_t *offset, char ret_bytes[VISIBLE_MAX]);

/* --- the nearest known name (nearest.c) --- */

struct nearest {
    struct str name, best; /* best empty: none of those offered is near */
    size_t distance;
};

/* Of equally near ones the first offered stays. */
void nearest_offer(struct nearest *nearest, struct str candidate);

/* --- words out of a list (words.c) --- */

/* What a value may be, each word with what it means: to read it, to print it, and to tell it. */
struct choice {
    const char *text;
    int value;
};
struct words {
    const struct choice *items;
    size_t count;
};
#define WORDS(array)                                                                                         \
    {                                                                                                        \
        (array), ARRAY_COUNT(array)                                                                          \
    }

extern const struct words words_yesno, words_severity;
bool words_parse(const struct words *words, struct str text, int *ret_value);
const char *words_print(const struct words *words, int value);
/* “ yes 或 no”, “ left、center、right 之一”, “规定、一般、推荐之一”: goes on behind Chinese. */
enum { WORDS_LABEL_MAX = 120 };
const char *words_label(const struct words *words, char ret_label[WORDS_LABEL_MAX]);
/* Is it what a row of totals is called?  By a table of words: all of it is made of them, with days, numbers and brackets between
 * (合 计：, 本年合计, 1～6月累计), or it ends with one (人工费小计).  合计数据中心 is none. */
enum total_word {
    TOTAL_NONE,
    TOTAL_HINT, /* one where its figures are sums */
    TOTAL_LIKE, /* one where they are, or nothing else is said */
    TOTAL_SURE
};
enum total_word text_total(struct str text);

/* --- rows of figures that are made of those above (words.c) --- */

struct running_figure {
    int64_t value; /* millionths */
    bool is_said;
};
struct running_sums {
    int64_t *all, *part; /* of each column: of all rows so far; of those since the last total */
    size_t count, rows, part_rows;
};
/* `count`: columns, as of the rows below. */
enum status running_sums_init(struct running_sums *sums, struct arena *arena, size_t count) CHECKED;
void running_sums_begin(struct running_sums *sums); /* anew */
void running_sums_add(struct running_sums *sums, const struct running_figure *row);
void running_sums_end_part(struct running_sums *sums); /* behind a total */
/* Some figure of the row, or all, are sums or means of two or more above; not all of these 0. */
bool running_sums_fit(const struct running_sums *sums, const struct running_figure *row, bool all);
/* All figures of the row are those of the only one since the last total. */
bool running_sums_repeat(const struct running_sums *sums, const struct running_figure *row);

/* --- portions of a text (portion.c) --- */

struct portion {
    const char *from, *to;
    const void *what;       /* whoever made it knows */
    struct portion *within; /* the one around it; NULL: none */
    uint16_t number;        /* for who sets the text */
};
/* In the order in which they begin, those within another behind it. */
struct portions {
    size_t count;
    struct portion items[];
};
/* Empty, with room; NULL: no memory. */
struct portions *portions_make(struct arena *arena, size_t room) CHECKED;
/* One that is all of the text. */
struct portions *portions_whole(struct arena *arena, struct str text, const void *what) CHECKED;
/* The innermost that the character at `at` is in; NULL: none.  The list may be NULL. */
const struct portion *portion_at(const struct portions *list, const char *at);

/* --- growing bytes (buf.c) --- */

struct buf {
    char *ptr; /* always NUL-terminated once anything was added */
    size_t len, max;
    size_t capacity; /* never more than max and the NUL */
    bool failed;     /* no memory or over max: sticky; later adds do nothing */
    bool full;       /* it was over max */
};

#define BUF(most) ((struct buf){.max = (most)}) /* an empty one */
void buf_clear(struct buf *buf);                /* frees */
void buf_shift(struct buf *buf, size_t count);  /* drops its first bytes, which count no more towards max */
void buf_reset(struct buf *buf); /* keeps the memory, drops the bytes; a failure of memory stays */
bool buf_reserve(struct buf *buf, size_t len); /* room for so many more, and the NUL; false: it failed */
/* Here, since most of what is added is short, and known to the compiler. */
static inline void buf_add(struct buf *buf, const void *bytes, size_t len)
{
    if (len == 0 || ((buf->failed || len >= buf->capacity - buf->len) && !buf_reserve(buf, len)))
        return;
    memcpy(buf->ptr + buf->len, bytes, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}
static inline void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}
void buf_add_str(struct buf *buf, struct str text);
static inline void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}
void length_add_regex(
    struct buf *out); /* what length_parse takes, in the regular expressions of XML Schema */
void buf_add_xml(struct buf *out, struct str text); /* what means something in XML or HTML, as entities */
void buf_add_url(struct buf *out,
                 struct str path); /* of an address: all but letters, digits, -._~ and / as %E4 */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_add_thousandths(struct buf *buf, int64_t value); /* 12.5, -0.35, 2: without zeros at the end */
struct str buf_str(const struct buf *buf);                /* borrowed until the next add */
/* The sticky failure as a status: check once, at the end of building. */
enum status buf_status(const struct buf *buf) CHECKED; /* FAILED: over max, not reported; NO_MEMORY */
/* What was built goes into the arena; the buf is cleared in any case. */
enum status buf_keep(struct buf *buf, struct arena *arena, struct str *ret_text) CHECKED;
/* U+200B and U+00AD, which only say where a line of the page may end.  The text is UTF-8. */
void buf_drop_line_end_marks(struct buf *text);

/* --- JSON (json.c) --- */

/* A string in its quotes, of any bytes: what is no UTF-8 stands as \\xE4, what nobody sees as \u200b. */
void buf_add_json(struct buf *out, struct str text);
void buf_add_json_member(struct buf *out, const char *name, struct str text); /* ,"name":"text" */
/* To read it: values are slices of a text that was proved once; no numbers are made of them. */
enum { JSON_MAX_DEPTH = 16 };
bool json_is_valid(struct str text); /* one value, valid UTF-8, nested no deeper than that */
struct str json_member(struct str object, const char *name); /* empty: it is none, or has no such member */
/* The array's value from *at (at first 0) on, and moves behind it; false: there are no more. */
bool json_next(struct str array, size_t *at, struct str *ret_value);
/* The characters of a string, of anything else its own text.  ptr NULL: no memory. */
struct str json_text(struct arena *arena, struct str value) CHECKED;

/* --- diagnostics (diag.c) --- */

/* A place in a source file.  column counts characters from 1; line 0: the whole file; file NULL: no place.  A file whose name ends
 * in PLACE_SHEET is a sheet of a workbook: line and column are those of a cell. */
struct place {
    const char *file;
    uint32_t line, column;
};
#define PLACE_SHEET "!"
/* list.xml:12:5; list.xlsx!明细!D12; of a whole file its name. */
void buf_add_place(struct buf *out, struct place place);

struct diag; /* the messages of one job, in the order found; kept in an arena */

struct diag_entry {
    const struct message *code;
    struct place place;
    struct str text;
    bool answered; /* it says itself what to do: its help is left out */
};

struct diag *diag_new(struct arena *arena) CHECKED;
static inline enum status diag_failed(void)
{
    return FAILED;
}
/* Use the macro: it takes the text of the code from its ROOM/messages.def, so that the compiler checks the
 * arguments. At most DIAG_LIMIT messages are kept; when memory fails, the job still counts as failed.  Gives FAILED, for
 * who wants to pass that on. */
#define diag_report(diag, code, place, ...) diag_report_near(diag, code, place, NO_HINT, ##__VA_ARGS__)
/* A code that is known only at run time; its text takes the values that the text of `like` takes. */
#define diag_report_like(diag, code, like, place, ...)                                                       \
    (diag_report_text((diag), (code), (place), NO_HINT, like##_TEXT, ##__VA_ARGS__), diag_failed())
/* One whose text takes no values. */
enum status diag_report_plain(struct diag *diag, const struct message *code, struct place place);
/* Of a name that is not known: the message, then “，是不是“…”？” in place of its help; where nothing is near, “；可用：…”,
 * where that is told, and its help. */
struct hint {
    struct str near;   /* empty: nothing is */
    const char *known; /* what is, as a list; NULL: not told */
};
#define NO_HINT ((struct hint){.known = NULL})
#define diag_report_near(diag, code, place, hint, ...)                                                       \
    (diag_report_text((diag), (code), (place), (hint), code##_TEXT, ##__VA_ARGS__), diag_failed())
void diag_report_text(struct diag *diag, const struct message *code, struct place place, struct hint hint,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Takes the messages from the n-th on back, to be told later or never; ret_entries has room for all. */
size_t diag_take(struct diag *diag, size_t n, struct diag_entry *ret_entries);
void diag_put(struct diag *diag, const struct diag_entry *entry);
/* The messages from the n-th on: those of one file, side by side, by their lines; of a line, as found. */
void diag_order(struct diag *diag, size_t n);
size_t diag_count(const struct diag *diag, enum severity severity);
bool diag_has(const struct diag *diag, const struct message *code);
size_t diag_entries(const struct diag *diag, const struct diag_entry **ret_entries);
/* "file:line:column: error: text\n" for each entry. */
void diag_print(const struct diag *diag, struct buf *out);
/* The same as JSON objects, a comma between, and before the first if there is something already:
 * {"severity":"error","code":"MODEL_MISSING","file":"a.xml","line":3,"column":5,"place":"a.xml:3:5","text":"…","help":"…"} */
void diag_print_json(const struct diag *diag, struct buf *out);
enum { DIAG_LIMIT = 200, DIAG_TEXT_MAX = 2000 /* bytes of one message; longer ones are cut */ };

/* As vsnprintf, but a text that the format quotes (“%.*s” <%.*s>) is shortened to QUOTED_MAX characters and
 * …, any other one to TEXT_MAX: who wrote it has it before his eyes.  Conversions: those of messages.def
 * (quote.c). */
size_t quote_vprintf(char *memory, size_t size, const char *format, va_list given)
    __attribute__((format(printf, 3, 0)));
enum { QUOTED_MAX = 80, TEXT_MAX = 400 };
/* A line of a report, worded in messages.def: quoted likewise, made visible, with its line feed. */
#define buf_tell(buf, code, ...) buf_tell_text((buf), code##_TEXT, ##__VA_ARGS__)
void buf_tell_text(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What a message quotes of a text; may be `text` itself.  ptr NULL: no memory. */
struct str str_quoted(struct arena *arena, struct str text) CHECKED;

/* --- files (file.c, file_read.c, file_stamp.c, file_write.c, file_temporary.c, file_sync.c, file_folder.c) --- */

/* The whole file into the arena, NUL-terminated behind len.  FAILED: over `max` bytes; SYSTEM: cannot be
 * read, or is no ordinary file, and then not opened.  Both are reported. */
enum status file_read(struct arena *arena, struct diag *diag, const char *path, size_t max,
                      struct str *ret_bytes) CHECKED;
/* What a command line names as input: a file, or a stream, read to its end. */
enum status file_read_input(struct arena *arena, struct diag *diag, const char *path, size_t max,
                            struct str *ret_bytes) CHECKED;
bool file_is_stream(const char *path); /* "-", /dev/stdin, /dev/fd/3, /proc/self/fd/3 */
/* false: it is no ordinary file, or errno says why not. */
bool file_stamp_of(int fd, struct file_stamp *ret_stamp);
bool file_stamp_find(const char *path, struct file_stamp *ret_stamp);
static inline bool file_stamp_same(const struct file_stamp *a, const struct file_stamp *b)
{
    return a->size == b->size && a->inode == b->inode && a->time == b->time;
}
/* Temporary file beside `path` (file_temporary.c), write, fsync, rename; on failure the temporary file is gone and `path` untouched.  FAILED: it is this path's fault (its name, a folder in its
 * place, a permission); SYSTEM: other files would fail too (a full disk, no folder). */
enum status file_write_atomic(struct diag *diag, const char *path, struct str bytes) CHECKED;
enum status file_write_stamped(struct diag *diag, const char *path, struct str bytes,
                               struct file_stamp *ret_stamp) CHECKED; /* as it is then */
/* As file_write_atomic; a file of that name stays, and is FAILED (EEXIST), whoever made it meanwhile. */
enum status file_write_new(struct diag *diag, const char *path, struct str bytes) CHECKED;
/* Removes the temporary files in the folder whose writers are dead; whatever cannot be removed stays. */
void file_remove_dead(const char *folder);
/* The same in three steps, so that many files are synced at once: bytes in a file that has no name, and goes with
 * the program; the disk has them; its name.  `path` must outlive it; who is not named is dropped. */
struct file_unnamed {
    const char *path;
    int fd;                  /* -1: nothing waits */
    int reason;              /* the errno of what failed since; 0: nothing */
    struct file_stamp stamp; /* when it has its name; before, the inode is 0 */
};
/* Where the system knows no such files OK and fd -1: nothing was written. */
enum status file_try_unnamed(struct diag *diag, const char *path, struct str bytes,
                             struct file_unnamed *ret_file) CHECKED;
/* The same in pieces: begun, and then each behind those before.  fd -1: it is not begun, or a piece failed. */
enum status file_begin_unnamed(struct diag *diag, const char *path, struct file_unnamed *ret_file) CHECKED;
enum status file_add_unnamed(struct diag *diag, struct file_unnamed *file, struct str bytes) CHECKED;
void file_sync_unnamed(struct file_unnamed *files, size_t count);
enum status file_give_name(struct diag *diag, struct file_unnamed *file) CHECKED; /* file_write_atomic's */
/* Of two that go together: the first gets its name only when the second needs but to be renamed.  On failure the second has
 * none, and the first only if its stamp says so.  Of one of which nothing waits nothing is done. */
enum status file_give_names(struct diag *diag, struct file_unnamed *first,
                            struct file_unnamed *second) CHECKED;
void file_drop(struct file_unnamed *file);
/* A new folder that is the user's alone (file_folder.c), with files and folders in it; goes with all that was put there by
 * file_folder_add.  Limits are the caller's. */
struct file_folder {
    struct arena *arena;
    struct str path;             /* empty: none was made */
    const struct file_kept *put; /* files, and folders, whose bytes.ptr is NULL; the last first */
};
enum status file_folder_make(struct arena *arena, struct diag *diag, struct file_folder *ret_folder) CHECKED;
/* `name` is a path in the folder (path_inside).  SYSTEM, reported: it could not be written. */
enum status file_folder_add(struct file_folder *folder, struct diag *diag, struct str name,
                            struct str bytes) CHECKED;
/* Others will write a file of that name there, which goes with the folder. */
enum status file_folder_expect(struct file_folder *folder, struct str name, struct str *ret_path) CHECKED;
void file_folder_remove(struct file_folder *folder);
/* From then on the names in the folder outlast a power cut.  0, or the errno. */
int file_sync_directory(const char *directory) CHECKED;
/* For the handler of a signal that ends the program: removes the temporary file that is being written, and a folder. */
void file_abandon(void);
const char *file_reason(int reason);        /* an errno in the user's words */
const char *file_unfit_reason(mode_t mode); /* why it is no ordinary file; NULL: it is one */
bool file_exists(const char *path);
enum status file_make_directory(struct diag *diag,
                                const char *path) CHECKED; /* with parents; existing is fine */
/* A directory in which files may be made / whose files may be opened; else errno says why. */
bool file_directory_usable(const char *path);
bool file_directory_open(const char *path);

/* --- files that another process opens (file_agent.c) ---
 * A process that may open nothing asks an agent for whatever it wants of files by name: file_read, file_where,
 * file_try_unnamed, file_list and file_directory_usable then do. */
enum file_wish { FILE_WISH_READ, FILE_WISH_WHERE, FILE_WISH_LIST, FILE_WISH_USABLE, FILE_WISH_WRITE };
struct file_asked {
    enum file_wish wish;
    const char *path, *inner; /* inner: of WHERE only, path is then the folder */
};
struct file_answer {
    int fd;      /* READ, LIST, WRITE: open, the asker's; -1: reason says why not */
    int reason;  /* an errno; 0: none */
    mode_t mode; /* READ, WHERE: of what is there, and is unfit */
    int where;   /* enum file_where */
};
/* false: nobody answers any more. */
typedef bool file_agent(void *context, const struct file_asked *asked, struct file_answer *ret_answer);
void file_use_agent(file_agent *agent, void *context); /* NULL: none */
void file_ask(const struct file_asked *asked, struct file_answer *ret_answer);
/* What this process can do of it itself; it is for the agent's other end. */
void file_answer(const struct file_asked *asked, struct file_answer *ret_answer);
/* The folder's descriptor, for fdopendir(); -1: errno says why not. */
int file_list(const char *folder);

/* --- folders (file.c) --- */
/* As opendir() and readdir() do; at the end, NULL, errno is 0, else it says why the folder cannot be read on. */
DIR *file_open_folder(const char *path);
struct dirent *file_next_entry(DIR *folder);
/* errno is 0, or says why it cannot be known.  What is not there is none, nor is what reading will refuse for its own sake. */
bool file_is_folder(const char *path);

/* --- paths (path.c) --- */

/* `name` beside `path` ("a/b.xml", "c" -> "a/c"). */
struct str path_join(struct arena *arena, const char *directory, const char *name) CHECKED;
struct str path_directory(struct arena *arena, const char *path) CHECKED; /* of a stream: "." */
/* `name` as the file `beside` says it, both counted from one folder, without . and ..; len 0: it leads out of
 * the folder, or names nothing; ptr NULL: no memory. */
struct str path_inside(struct arena *arena, struct str beside, struct str name) CHECKED;
/* What `inner`, a path from the directory `folder`, is, with all symbolic links followed.  Nothing outside
 * is looked at.  *ret_reason: why it is unfit. */
enum file_where {
    FILE_INSIDE,  /* an ordinary file in the folder or below it */
    FILE_OUTSIDE, /* it leads out, to whatever */
    FILE_MISSING, /* nothing is there */
    FILE_UNFIT,   /* no ordinary file, or not to be looked at */
};
enum file_where file_where(const char *folder, const char *inner, const char **ret_reason) CHECKED;
/* Also whether it is a folder, which is unfit. */
enum file_where file_where_to(const char *folder, const char *inner, const char **ret_reason,
                              bool *ret_is_folder) CHECKED;

#endif
