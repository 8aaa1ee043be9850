/* Files that name files: a temporary folder `root`, papers in it, and jobs that read them from there. */
#ifndef TESTS_MODEL_FILES_H
#define TESTS_MODEL_FILES_H

#include "model/job.h"

static char root[64];

static inline void make_root(void)
{
    snprintf(root, sizeof(root), "/tmp/chengwen-files-XXXXXX");
    assert_non_null(mkdtemp(root));
}

static inline const char *in_root(const char *name)
{
    static char path[160];
    snprintf(path, sizeof(path), "%s/%s", root, name);
    return path;
}

static inline void write_file(const char *name, const char *text)
{
    FILE *file = fopen(in_root(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* The model is written; what the job does with the file in root, from the start. */
static inline void read_file(struct job *job, const char *name)
{
    static char path[160]; /* places name it later */
    struct node *node = NULL;
    snprintf(path, sizeof(path), "%s", in_root(name));
    job_read(job, NULL);
    if (job->status == OK)
        job->status = reader_read_file(job->arena, job->diag, path, &node);
    if (job->status == OK) {
        struct model_reading reading = {.model = job->model, .eval = &job->eval, .draft = job->draft};
        job->status = model_read(&reading, node, &job->record);
    }
}

/* As job_of, with the input in a file of root. */
static inline struct job job_in(const char *model, const char *name)
{
    struct job job;
    job_write_model(model);
    job_begin(&job);
    read_file(&job, name);
    job_remove_model();
    buf_add_text(&job.messages, "");
    diag_print(job.diag, &job.messages);
    return job;
}

/* Each line stands in the record's dump; one that begins with ! does not. */
static inline void dump_has(struct job *job, const char *const *lines, size_t count)
{
    struct buf out = BUF(1 << 20);
    if (job->status != OK)
        fail_msg("status %d\n%s", (int)job->status, job_messages(job));
    assert_int_equal(model_dump(&job->eval, job->record, &out), OK);
    for (size_t i = 0; i < count; i++) {
        bool absent = lines[i][0] == '!';
        if ((strstr(out.ptr, lines[i] + (absent ? 1 : 0)) != NULL) == absent)
            fail_msg("%s in\n%s", lines[i], out.ptr);
    }
    buf_clear(&out);
    job_end(job);
}

#endif
