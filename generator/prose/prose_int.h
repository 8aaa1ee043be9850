/*
 * Inside prose.
 *
 *   passage.c   elements and attributes -> one text a paragraph, with the place of every byte
 *   cells.c     the labels of a cell, and the unit above its table
 *   words.c     looking at a passage
 *   numeral.c   digits in all their forms -> values
 *   compound.c  numerals side by side -> one number
 *   units.c     units and counters, a table
 *   dates.c     dates
 *   scan.c      the figures of a passage
 *   index.c     the figures of the record, by value and by quantity
 *   names.c     how plainly the words around a number name a figure of the record
 *   apart.c     what is said of another time, place, source, of a part
 *   changes.c   what changes: 由…增至…, 不变; figures before and after it
 *   period.c    how long a period is said to be
 *   spread.c    each of 分别为9人、7人 with its name
 *   slips.c     which values are near each other
 *   near.c      the figure of the record that a number of the text is, or nearly is
 *   unitless.c  the figure without unit that a number nearly is
 *   labelled.c  the figure whose whole label is all that is said of the number
 *   whole.c     the count or mark of the whole paper, in whatever words
 *   quotes.c    what an expression of the text quotes
 *   says.c      does a text say a certain figure?
 *   cited.c     references typed by hand, and what the paper has of them
 *   prose.c     the door: from texts to the report
 *
 * Wings: totals, what tables typed in prose call 合计, 占比 and 其中; printed, the same amount in digits and in 大写 on the paper.
 */
#ifndef CHENGWEN_PROSE_INT_H
#define CHENGWEN_PROSE_INT_H

#include "prose/prose.h"

/* Values are whole millionths, so that nothing is rounded that a text can say. */
enum { FIGURE_DECIMALS = 6, FIGURE_ONE = 1000000 };

/* A struct str of a table. */
#define WORD(word)                                                                                           \
    {                                                                                                        \
        word, sizeof(word) - 1                                                                               \
    }

/* --- units.c --- */

/* A unit with the multiplier before it, 万元. */
struct measure {
    const struct unit *unit;
    int64_t times;
    bool about; /* 余, 多 before it */
};

/* What stands at *at, white skipped; moves *at behind it. */
bool unit_read(struct str text, size_t *at, struct measure *ret_measure);
/* 9.6万, and nothing that is counted behind it, or ￥ in front (`priced`): an amount of money. */
bool money_read(struct str text, size_t *at, bool priced, struct measure *ret_measure);
/* The unit that a field has, by its declaration or its label (人数, （元）); NULL unit: none. */
struct measure unit_of_field(const struct field *field);
/* The unit in the name of a record, as the head of a column says it: 人员经费（元）; NULL unit: none.  And the name without it. */
struct measure unit_of_name(struct str name);
struct str name_without_unit(struct str name);
/* Is the number a place in a sequence, as 季度, 名次 say?  Nothing is counted by it: 本季度3起 is no 季度. */
bool label_is_ordinal(struct str label);
/* The part of the label that names it in a sentence: 流动 of 流动人数; empty: it has none. */
struct str label_core(struct str label);

/* --- words.c --- */

/* Most words differ in their first byte from what stands there, and in their last from what stands before. */
static inline bool at_word(struct str text, size_t at, const char *word)
{
    return at < text.len && text.ptr[at] == *word && str_starts(str_slice(text, at, text.len), word);
}
static inline bool starts_with(struct str text, struct str start) /* never with nothing */
{
    return start.len > 0 && text.len >= start.len && memcmp(text.ptr, start.ptr, start.len) == 0;
}
static inline bool ends_with(struct str text, struct str end) /* never with nothing */
{
    return end.len > 0 && text.len >= end.len && text.ptr[text.len - 1] == end.ptr[end.len - 1] &&
           memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}
/* Moves *at behind the word, behind any of them; false: it does not stand there. */
bool skip_word(struct str text, size_t *at, const char *word);
bool skip_any(struct str text, size_t *at, const char *const *words, size_t count);
/* A connector of ranges: 3—5次, 8月至12月. */
bool range_read(struct str text, size_t *at);
bool behind_word(struct str text, size_t at, const char *word);
/* Behind any of the words, blanks between them aside? */
bool behind_any(struct str text, size_t at, const struct str *words, size_t count);
void skip_blanks(struct str text, size_t *at);
/* Does a digit of a year stand there?  2024年, 2021年度 */
bool word_is_year(struct str text, size_t at);
bool is_latin(char c);
bool is_digit(char c);
/* Behind a code: letters, digits and what joins them. */
size_t code_end(struct str text, size_t at);

/* --- numeral.c --- */

struct numeral {
    int64_t value; /* millionths */
    size_t digits; /* before the point */
    size_t places; /* behind it, where they are Arabic */
    bool decimal, grouped;
    bool han;      /* 三十二 */
    bool capital;  /* of those: 捌 */
    bool enclosed; /* ⑧ */
    bool listed;   /* 二〇二二: digits one by one */
    bool loose;    /* 七八: about so many */
    bool huge;     /* more than a value holds, or not to be read */
};

/* What a character begins: nothing, also where it may stand in a numeral; a numeral, one in capitals,
 * 百分之. */
enum number_start { START_NONE, START_WITHIN, START_HAN, START_CAPITAL, START_PART };
/* Of each character of the Basic Multilingual Plane, with what it is worth in a numeral. */
enum { NUMERAL_PLANE = 0x10000, START_BITS = 3 };
extern const unsigned char numeral_signs[NUMERAL_PLANE];
static inline enum number_start number_start(uint32_t code)
{
    enum { STARTS = (1 << START_BITS) - 1 };
    return code < NUMERAL_PLANE ? (enum number_start)(numeral_signs[code] & STARTS) : START_NONE;
}

bool arabic_read(struct str text, size_t *at, struct numeral *ret_numeral);
bool han_read(struct str text, size_t *at, struct numeral *ret_numeral);
/* 大写 of an amount; NO_MEMORY, or FAILED: none. */
enum status capital_read(struct arena *arena, struct str text, size_t *at,
                         struct numeral *ret_numeral) CHECKED;
bool is_han_digit(uint32_t code); /* begins a Han numeral */
bool is_arabic_digit(struct str text, size_t at);
/* millionths × times / part; false: too large */
bool value_scale(int64_t *value, int64_t times, int64_t part);

/* --- compound.c --- */

/* The whole number that begins at *at, however it is written; what cannot be read is huge. */
bool number_read(struct str text, size_t *at, struct numeral *ret_numeral);
/* Behind all that belongs to numbers. */
size_t number_run_end(struct str text, size_t at);
/* ⑧, ⑴, Ⅷ, ㈧ */
bool is_enclosed_number(uint32_t code, int64_t *ret_value);
/* 点三 behind 七; `measured`: only where a unit behind it says that it is no time of day. */
void point_read(struct str text, size_t *at, bool measured, struct numeral *numeral);

/* --- passage.c --- */

/* Marks in a passage; no input can hold these characters. */
enum { MARK_QUOTE = 1, MARK_FREE = 2, MARK_FREE_END = 3, MARK_BREAK = 4 };

struct segment {
    size_t from;             /* in the passage */
    size_t offset;           /* in the source */
    const struct node *node; /* the source: a text node, or an attribute */
    const struct attr *attr;
};

struct passage {
    struct arena *arena;
    struct buf text;
    struct segment *segments;
    size_t segment_count, segment_capacity;
    struct str *quotes; /* sources of its expressions, in order */
    size_t quote_count, quote_capacity;
    size_t context;     /* bytes before the words themselves: the labels of a cell */
    size_t row;         /* of those: the label of its row, where the head has another */
    enum status status; /* NO_MEMORY: it is not whole */
};

void passage_init(struct passage *passage, struct arena *arena);
void passage_clear(struct passage *passage);
void passage_empty(struct passage *passage);
void passage_note(struct passage *passage, enum status status);
void passage_add_attr(struct passage *passage, const struct attr *attr, bool expressions);
void passage_add_node(struct passage *passage, const struct node *text, bool expressions);

/* The words of the element itself, those of inline elements too. */
void passage_gather(struct passage *passage, const struct node *node);
bool prose_is_typed(const struct node *node); /* printed as it was typed */
bool prose_is_free(const struct node *node);  /* so, or declared free */
bool prose_is_inline(const struct node *node);
struct place passage_place(const struct passage *passage, size_t at);

/* --- cells.c --- */

/* The unit above a table, kept for all its cells. */
struct unit_above {
    const struct node *table;
    struct str unit; /* 万元; empty: none */
};
/* Before a cell's words those that name its figures: of the row's first cell and the column's head; without a head of the cell before it. */
void passage_add_labels(struct passage *passage, struct unit_above *above, const struct node *cell);

/* --- scan.c --- */

struct spoken {
    size_t from, to; /* bytes of the passage, its unit included */
    int64_t value;
    int64_t number; /* as it is written, in whatever unit */
    int64_t step;   /* of an amount in 万元: what its last digit is worth; 0: no such */
    enum quantity quantity;
    const struct unit *unit; /* NULL: none, or a date */
    bool about;              /* 约, 余: not meant exactly */
    bool slight;             /* a small Han numeral: as often language as figure */
    bool huge;
    bool capital;  /* an amount in 大写 */
    bool negative; /* -9 */
    bool no_day;   /* 2026年2月30日 */
    bool bare;     /* a whole number without unit: a figure only if it is named */
    bool quote;    /* an expression; value and quantity mean nothing */
    size_t index;  /* of the expression */
};

/* --- cited.c --- */

struct spoken_reference {
    struct prose_number number;
    size_t from, to; /* bytes of the passage */
};
/* Is the number from `from` to `to` that of a part of this paper? */
bool cited_read(struct str text, size_t from, const struct numeral *numeral, size_t to,
                struct spoken_reference *ret_reference);

/* --- scan.c --- */

struct scanner {
    struct arena *arena;
    void (*note)(void *context, const struct spoken_reference *reference); /* NULL: nobody wants them */
    void *context;
    struct str text;
    bool asked; /* for one number: what is as often language as figure counts, too */
    size_t at, quotes;
    size_t last;                   /* behind the last number */
    bool no_book_end, no_free_end; /* no 》, no end of what is free, stands behind `at` */
    int year, month;               /* said last: 2026年8月至12月 */
    enum status status;
};

/* --- dates.c --- */

/* The whole number from 1 to `most`; 0: it is another. */
int whole_number(const struct numeral *numeral, int most);
/* 2026年8月2日, 8月2日, 8月, 5日 behind a range.  *ret_law: a date all the same, but of a law. */
bool date_read(struct scanner *scanner, const struct numeral *numeral, size_t at, struct spoken *spoken,
               bool *ret_law);
/* 2022-08-02, 2021.12.1, 2022/8/2 */
bool marked_date(struct scanner *scanner, size_t from, struct spoken *spoken);

/* The next figure of the text; false: there is none, or no memory (status). */
bool scan_next(struct scanner *scanner, struct spoken *ret_spoken);

/* --- period.c --- */

/* `from` 至 `to`，共 `said`, which it is not; *ret_right: how long it is, in the unit of the length. */
bool period_is_wrong(struct str text, const struct spoken *from, const struct spoken *to,
                     const struct spoken *said, int64_t *ret_right);

/* --- index.c --- */

struct figure {
    int64_t value;
    const struct record *record;
    int slot;
    uint32_t same, alike; /* next of the same key, next of the same quantity; 0: none */
    unsigned char quantity;
    unsigned char unit; /* of the table; 0: none */
    bool counts;        /* the number of records of a list */
    bool negative;      /* less than 0; `value` is without sign */
};

struct index {
    struct arena *arena;
    struct figure *figures; /* from 1 */
    size_t count, capacity;
    uint32_t *table;
    size_t mask;
    uint32_t first[QUANTITIES];
};

enum status index_make(struct arena *arena, const struct record *root, struct index *ret_index) CHECKED;
/* The first with this value, of this sort of quantity (dates and percents apart, all else together); 0: none.
 */
uint32_t index_probe(const struct index *index, enum quantity quantity, int64_t value);
/* The figure of one field; false: it is no number, or not known. */
bool figure_make(const struct record *record, int slot, struct figure *ret_figure);
int64_t figure_date(enum quantity quantity, struct date date);

/* --- names.c --- */

/* A number and the words around it. */
struct saying {
    struct str text; /* the passage */
    const struct spoken *spoken;
    const struct record *owner; /* holds the text */
    size_t clause, clause_end, sentence, sentence_end;
};

/* How plainly a figure's label is said: beside the number, in its clause, in its sentence. */
enum said { SAID_NOT, SAID_SENTENCE, SAID_CLAUSE, SAID_BESIDE };

/* How the record is meant. */
enum meant {
    MEANT_NOT,
    MEANT_ONLY,  /* there is one such */
    MEANT_OWN,   /* it holds the text */
    MEANT_NAMED, /* its name stands before, in the sentence */
    MEANT_HERE   /* in the clause */
};

/* Where `word` last stands in text[from, to); SIZE_MAX: nowhere. */
size_t last_of(struct str text, size_t from, size_t to, struct str word);
void saying_make(struct saying *saying, struct str text, const struct spoken *spoken,
                 const struct record *owner);
/* The words of the clause before the number; of 合同价不变，仍为 those before 不变. */
struct str words_before(const struct saying *saying);
enum said label_said(const struct saying *saying, struct str core);
/* Does the label, all of it, stand before the number? */
bool label_whole(const struct saying *saying, struct str label);
/* Does the label stand beside the number, and the clause begin with it, or with words that mean the whole? */
bool label_leads(const struct saying *saying, struct str core);
/* Does the label, of which there is but one, stand before the number, with anything before it but 原, 其他 and such? */
bool label_stands(const struct saying *saying, struct str core);
/* Does the label stand in the clause only as a part of the longer one?  工期 of 合同工期. */
bool label_only_within(const struct saying *saying, struct str core, struct str longer);
/* Is the number a day, and the label's core, 签订, an event of that day?  于5月1日签订。 and 签订于5月1日。, not 考核于5月1日至3日进行,
 * 验收资料5月1日报送. */
bool day_is_of(const struct saying *saying, struct str core);
/* The two first or last characters of the label, where they stand beside the number, and before them nothing but words that
 * mean the whole (本季度, 总体), or nothing in the sentence; else empty. */
struct str part_said_of_all(const struct saying *saying, struct str label);
enum meant record_meant(const struct saying *saying, const struct record *record);
/* Nothing but 现有, 共, 为 … between the record's name and the number. */
bool record_beside(const struct saying *saying, const struct record *record);
/* Nothing but 社工, 人员 … behind a number that counts: 8名社工, not 8名困境儿童, 8人参加培训. */
bool is_counted_alone(const struct saying *saying);
/* Another record of the same list whose name stands beside the number; NULL: none. */
const struct record *named_beside(const struct saying *saying, const struct record *record);
/* The same, where the record itself is not named in the sentence. */
const struct record *other_beside(const struct saying *saying, const struct record *record);
/* How long the word is that may stand between a name and its number, as 共, 为; 0: none. */
size_t filler_at(struct str text, size_t at);
/* 合计, 共: it is said of all. */
bool is_total(const struct saying *saying);

/* --- apart.c --- */

/* 其余, 每, 至少, 上季度, 申报的 …: is it said to be another number than the figure of this label? */
bool is_apart(const struct saying *saying, const struct figure *figure, struct str core);
/* 二标段, 上季度, 申报 …, anywhere in the sentence before the number: asked where less than usual says that the figure is meant. */
bool is_elsewhere_said(const struct saying *saying, const struct figure *figure);
/* 若不调整，: what it would be. */
bool is_supposed(const struct saying *saying);

/* What the sentence has said before the number at hand. */
enum { EARLIER_MOST = 16 };
struct earlier {
    struct saying now;            /* the number at hand, in the passage itself */
    size_t time_end, time_clause; /* behind the time named last, and where its clause begins */
    bool other_time;              /* it is none of the paper's */
    bool time_holds;              /* behind its clause, too */
    bool parts;                   /* 60万元中， */
    size_t row;                   /* bytes of the passage: the label of the row of a table */
    size_t count;
    struct figure figures[EARLIER_MOST]; /* said as they are: record, value, quantity */
};
void earlier_enter(struct earlier *earlier, const struct saying *saying);
/* The number at hand has been said; `equal`: its figure, or NULL. */
void earlier_note(struct earlier *earlier, const struct saying *saying, const struct figure *equal);
bool is_of_other_time(const struct earlier *earlier, const struct record *record);
/* 玉兰 | 95.2% in a table, below the label of a figure of the whole paper: the row is of something else. */
bool is_of_other_row(const struct earlier *earlier, const struct record *record, struct str core);
/* The figure has been said as it is, what follows are its parts or other things: 在岗9人，其中专科1人，本科8人. */
bool is_part_of_stated(const struct earlier *earlier, const struct figure *figure, enum said said,
                       enum meant meant);

/* --- changes.c --- */

/* What a number is in a sentence of change: 由 OLD 增至 NEW, 不变，仍为 KEPT. */
enum change_role { CHANGE_NONE, CHANGE_OLD, CHANGE_NEW, CHANGE_KEPT };
struct transition {
    enum change_role role;
    int direction; /* 1: 增至, -1: 减至, 0: 调整为; of OLD and NEW */
    bool is_known; /* of OLD: `to` is what it changes to */
    int64_t to;
    size_t end;         /* of the number that it changes to */
    struct str counted; /* of OLD: what stands between it and the verb: 社区 of 由4个社区扩大到 */
};
struct transition change_of(const struct saying *saying);
/* 由437400元减为486000元: the words say that it falls, the numbers that it rises.  Not where either may be of another whole: 每周,
 * 元／斤, nor of time, which falls where speed rises. */
bool change_is_turned(const struct saying *saying, const struct transition *change);
/* 由96000元增至 at the end: what changed is named before it. */
struct str without_change(struct str text);
/* Without 由上季度的88分 at the end: when what was before is no word of what is then. */
struct str without_origin(struct str text);
/* 仍为 alone before the number, and 不变 in the clause before: what stands before that; else empty. */
struct str clause_unchanged(const struct saying *saying);

/* Of when a figure is, as its label or that of a group around it says. */
enum era { ERA_NONE, ERA_BEFORE, ERA_AFTER };
bool label_is_of_era(struct str label); /* by its own words */
enum era figure_era(const struct figure *figure);
/* One thing before and after: one of them ERA_BEFORE, the other not; the same label else, and record. */
bool figures_are_pair(const struct figure *a, const struct figure *b);

/* --- spread.c --- */

/* One number of 分别为9人、7人, said of its name alone. */
enum { SPREAD_MOST = 2048 /* bytes: of what is looked at around a number */ };
struct spread {
    char text[SPREAD_MOST];
    struct spoken spoken;
    struct saying saying;
};
/* It is none of such a list; it is said in `spread`; nobody knows of which name it is. */
enum spread_kind { SPREAD_NOT, SPREAD_OWN, SPREAD_UNSURE };

/* --- slips.c --- */

/* Days that differ in their day, their month or their year. */
bool dates_are_near(enum quantity quantity, int64_t a, int64_t b);
/* Is the figure what an amount in 万元 shows of it, rounded or cut off? */
bool figure_is_shown(const struct spoken *spoken, const struct figure *figure);
/* Is the number the figure, or what is left of it in fewer decimals, 6.6% of 6.56%? */
bool figure_is_rounded(const struct spoken *spoken, const struct figure *figure);
/* Near, where as much of the figure is shown as of the number. */
bool figure_is_near(const struct spoken *spoken, const struct figure *figure);
/* Is the number long enough that a likeness of digits is no chance? */
bool value_is_long(int64_t value);

/* --- near.c --- */

/* What a field's label is and how plainly it is said; the records of a list share it. */
struct label_memo {
    const struct field *field;
    struct str core;
    bool ordinal;  /* nothing is counted by it */
    size_t saying; /* `said` is of this one */
    enum said said;
};

enum { LABEL_MEMOS = 64 };

struct finder {
    struct index index;
    size_t compared, sayings;
    struct figure other;      /* one that was asked for by its record */
    struct transition change; /* of the saying at hand */
    struct earlier *earlier;  /* in its sentence */
    struct spread spread;     /* its number alone */
    struct label_memo memos[LABEL_MEMOS];
};

enum spread_kind spread_make(struct finder *finder, const struct saying *saying, struct spread *spread);
/* PROSE_EQUAL, PROSE_NEAR with the figure; PROSE_UNMATCHED. */
enum prose_verdict find_figure(struct finder *finder, const struct saying *saying,
                               const struct figure **ret_figure);

/* --- unitless.c --- */

/* The figure whose field has no unit that the number nearly is; NULL: none, or one is exactly it. */
const struct figure *find_unitless(struct finder *finder, const struct saying *saying);

/* --- labelled.c --- */

/* The figure that there is once, and whose whole label is all of the clause but the number, which it is not; NULL: none.  `equal`: of that
 * number, or NULL. */
const struct figure *find_by_label(struct finder *finder, const struct saying *saying,
                                   const struct figure *equal);

/* --- whole.c --- */

/* The count of people, or the mark, of the paper itself that is said with words that mean nothing else, and which the number is not; NULL:
 * none.  `equal`: of that number, or NULL. */
const struct figure *find_of_whole(struct finder *finder, const struct saying *saying,
                                   const struct figure *equal);

/* --- quotes.c; quotes are with their braces, owner: the record that holds the text --- */

/* Does an expression without a unit behind it print a figure?  Its source tells: a function that gives one,
 * or a plain name of a number or date around. */
bool quote_prints_figure(const struct record *owner, struct str quote);
/* Does it name anything of the record?  {4 + 4} does not. */
bool quote_names_field(struct str quote);
/* A name, with groups before it: {result.months}. */
bool quote_is_path(struct str quote);
/* The figure that a plain name of a field prints, or yuan() and such of one; false: it is another expression. */
bool quote_figure(const struct record *owner, struct str quote, struct figure *ret_figure);
/* A plain name of a field, beside which another record of the same list is named, whose figure differs. */
bool quote_is_of_another(const struct saying *saying, struct str quote, struct figure *ret_figure);

#endif
