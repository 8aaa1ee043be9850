/* A kind and an input from strings: writes model.xml into a temporary folder, loads it, reads the input. */
#ifndef TESTS_MODEL_JOB_H
#define TESTS_MODEL_JOB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/model.h"

struct job {
    struct arena *arena;
    struct diag *diag;
    struct model *model;
    struct eval eval;
    struct record *record;
    enum status status;
    struct buf messages;
    struct findings *findings;
    bool draft;
};

static char job_folder[64];

static inline void job_write_model(const char *source)
{
    char path[128];
    snprintf(job_folder, sizeof(job_folder), "/tmp/chengwen-model-XXXXXX");
    assert_non_null(mkdtemp(job_folder));
    snprintf(path, sizeof(path), "%s/model.xml", job_folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(source, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void job_remove_model(void)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/model.xml", job_folder);
    (void)remove(path);
    (void)rmdir(job_folder);
}

static inline void job_begin(struct job *job)
{
    *job = (struct job){.arena = arena_new(0)};
    assert_non_null(job->arena);
    job->diag = diag_new(job->arena);
    assert_non_null(job->diag);
    job->eval = (struct eval){.arena = job->arena, .diag = job->diag};
    job->messages = BUF(1 << 20);
}

static inline void job_end(struct job *job)
{
    buf_clear(&job->messages);
    arena_free(job->arena);
}

static inline void job_read(struct job *job, const char *input)
{
    struct node *root = NULL;
    job->status = model_load(job->arena, job->diag, job_folder, &job->model);
    if (job->status == OK && input != NULL)
        job->status = reader_read_bytes(job->arena, job->diag, "in.xml", str_of(input), &root);
    if (job->status == OK && input != NULL) {
        const struct model_reading reading = {
            .model = job->model, .eval = &job->eval, .findings = job->findings, .draft = job->draft};
        job->status = model_read(&reading, root, &job->record);
    }
}

/* Loads, and reads when there is an input. */
static inline struct job job_of(const char *model, const char *input)
{
    struct job job;
    job_write_model(model);
    job_begin(&job);
    job_read(&job, input);
    job_remove_model();
    buf_add_text(&job.messages, "");
    diag_print(job.diag, &job.messages);
    return job;
}

static inline const char *job_messages(const struct job *job)
{
    return job->messages.ptr == NULL ? "" : job->messages.ptr;
}

/* The one message must be this code at this line and column, with `part` in its text. */
static inline void job_expect_fault(struct job *job, const struct message *code, uint32_t line,
                                    uint32_t column, const char *part)
{
    const struct diag_entry *entries = NULL;
    size_t count = diag_entries(job->diag, &entries);
    if (job->status != FAILED || count != 1 || entries[0].code != code || entries[0].place.line != line ||
        entries[0].place.column != column || strstr(job_messages(job), part) == NULL) {
        fail_msg("expected %s at %u:%u with \"%s\", got status %d and\n%s", code->name, (unsigned)line,
                 (unsigned)column, part, (int)job->status, job_messages(job));
    }
    job_end(job);
}

static inline void job_expect_dump(struct job *job, const char *expected)
{
    struct buf out = BUF(1 << 20);
    if (job->status != OK)
        fail_msg("status %d\n%s", (int)job->status, job_messages(job));
    assert_int_equal(model_dump(&job->eval, job->record, &out), OK);
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
    job_end(job);
}

#endif
