/*
 * Inside summary.
 *
 *   events.c    the lines, read                  page.c      the page, part by part
 *   papers.c    its papers: what is to be done, and all of them
 *   chart.c     how papers went, as bars         figures.c   what they are about, as text and bars
 *   link.c      from the report to a paper
 *   style.c     how it looks, and its script
 *
 * What stands in the lines is anybody's: each text is escaped where it is added (page_add_text).
 */
#ifndef CHENGWEN_SUMMARY_INT_H
#define CHENGWEN_SUMMARY_INT_H

#include "summary/summary.h"

enum paper_state {
    PAPER_GOOD,
    PAPER_CURRENT, /* as it was, not made anew */
    PAPER_WARNED,  /* good, with warnings */
    PAPER_DRAFT,   /* written, with errors */
    PAPER_FAILED,
    PAPER_STATES
};

#define SUMMARY_TITLE "<title>运行报告："

struct summary_paper {
    struct str line, kind, figures; /* of the line: JSON; figures empty: none are told */
    enum paper_state state;
    int64_t pages, bytes, ms;
    size_t messages; /* that are to be told, without notices */
};

/* One that the program told; a plan has several. */
struct summary_run {
    struct str begin, end; /* end empty: it was not told */
    size_t first, count;   /* of the papers */
};

struct summary {
    struct arena *arena;
    const char *path;
    struct summary_run *runs;
    size_t run_count, run_capacity;
    struct summary_paper *papers;
    size_t paper_count, paper_capacity;
    struct str notes; /* lines, each with messages of the command line */
    /* Of all runs: */
    size_t states[PAPER_STATES], rest;
    int64_t pages, bytes, ms;
    size_t whole; /* papers of the runs, with those of other shards; 0: not known */
    bool is_stopped, is_failed;
    bool is_timed;    /* how long papers took is known: not of those that others made */
    struct str error; /* the first of the notes; empty: there is none */
    bool *is_starved; /* a text had no memory */
};

/* --- events.c --- */
enum status summary_read(struct summary *summary, struct str events) CHECKED;
/* The text of a member; empty: there is none. */
struct str event_text(const struct summary *summary, struct str object, const char *name);
int64_t event_number(struct str object, const char *name);

/* --- link.c --- */
/* A relative address of the file, which is at `path`, from `folder` if that is no absolute one.  ptr NULL: no memory. */
struct str summary_link(const struct summary *summary, struct str folder, struct str path);

/* --- page.c --- */
void page_add_text(struct buf *out, struct str text);
void page_add_duration(struct buf *out, int64_t ms);
/* Items of a list, of the objects of `messages`, at most so many; gives how many there are. */
size_t page_add_messages(const struct summary *summary, struct str messages, size_t most, struct buf *out);

/* --- papers.c --- */
extern const char *const paper_class[PAPER_STATES], *const paper_word[PAPER_STATES];
void papers_add_problems(const struct summary *summary, struct buf *out);
void papers_add_table(const struct summary *summary, struct buf *out);
struct str page_name(const struct summary *summary, const struct summary_paper *paper); /* of its file */

/* --- chart.c --- */
void charts_add(const struct summary *summary, struct buf *out);

/* --- figures.c --- */
bool figures_are_told(const struct summary *summary);
void figures_add_cell(const struct summary *summary, const struct summary_paper *paper, struct buf *out);
void figures_add_charts(const struct summary *summary, struct buf *out);

/* --- style.c --- */
extern const char summary_style[], summary_script[];

#endif
