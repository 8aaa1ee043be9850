/* What a worker says arrives whole, and what is no outcome is not taken for one. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "batch/workers/workers_int.h"
#include "faulty.h"

FAULTY(ssize_t, -1, recvmsg, (int socket, struct msghdr *message, int flags), (socket, message, flags))

static const struct task TASK = {.input = "a.xml", .path = "out/a.pdf"};
static int ends[2];
static struct wire_incoming incoming;
static struct file_asked asked;

static int set_up(void **state)
{
    (void)state;
    incoming = (struct wire_incoming){BUF((size_t)BATCH_MAX_DUMP * 4), -1};
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static int tear_down(void **state)
{
    (void)state;
    wire_clear(&incoming);
    close(ends[0]);
    close(ends[1]);
    return 0;
}

static struct outcome outcome_with(size_t table)
{
    struct outcome outcome = {
        .result = {.input = TASK.input, .output = TASK.path, .pages = 7, .status = FAILED},
        .task = &TASK,
        .messages = BUF(100),
        .table = BUF(BATCH_MAX_DUMP),
        .kind = BUF(100)};
    buf_add_text(&outcome.messages, "a.xml:1:2: error: …\n");
    buf_add_text(&outcome.kind, "memo");
    for (size_t i = 0; i < table; i++)
        buf_add_char(&outcome.table, (char)('a' + i % 26));
    return outcome;
}

static void an_outcome_arrives_whole(void **state)
{
    (void)state;
    const size_t most = 100000; /* more than is taken at once */
    struct outcome sent = outcome_with(most), got;
    int file = open("/dev/null", O_RDONLY);
    enum wire_state seen;
    assert_true(wire_send_outcome(ends[1], &sent, file));
    size_t parts = 0;
    while ((seen = wire_receive(ends[0], &incoming, &TASK, &got, &asked)) == WIRE_PART)
        parts++;
    assert_int_equal(seen, WIRE_WHOLE);
    assert_in_range(parts, 1, 100);
    assert_int_equal(got.result.status, FAILED);
    assert_int_equal(got.result.pages, 7);
    assert_string_equal(got.result.output, TASK.path);
    assert_string_equal(got.messages.ptr, sent.messages.ptr);
    assert_string_equal(got.table.ptr, sent.table.ptr);
    assert_string_equal(got.kind.ptr, "memo");
    assert_int_equal(got.prose.len, 0);
    assert_true(incoming.file >= 0);
    outcome_clear(&got);
    outcome_clear(&sent);
    close(file);
}

static void a_task_arrives_until_the_other_side_is_gone(void **state)
{
    (void)state;
    size_t task = 0;
    assert_true(wire_send_number(ends[0], 123456));
    assert_true(wire_receive_number(ends[1], &task));
    assert_int_equal(task, 123456);
    assert_int_equal(write(ends[0], "abc", 3), 3);
    close(ends[0]);
    assert_false(wire_receive_number(ends[1], &task));
    assert_false(wire_send_number(ends[1], 1));
    ends[0] = open("/dev/null", O_RDONLY);
}

/* Each byte of the head in turn is another one: nothing is read beyond what came, nothing is lost that was allocated. */
/* What comes of all that was sent. */
static enum wire_state received(int socket, struct outcome *ret_got)
{
    enum wire_state seen = WIRE_PART;
    while (seen == WIRE_PART)
        seen = wire_receive(socket, &incoming, &TASK, ret_got, &asked);
    return seen;
}

static void a_broken_head_is_told(void **state)
{
    (void)state;
    struct outcome sent = outcome_with(10), got;
    char bytes[4096];
    assert_true(wire_send_outcome(ends[1], &sent, -1));
    const ssize_t size = read(ends[0], bytes, sizeof bytes);
    const size_t head = (size_t)size - sent.messages.len - sent.table.len - sent.kind.len;
    outcome_clear(&sent);
    for (size_t at = 0; at < head; at++)
        for (int add = 1; add < 256; add += 127) {
            int pair[2];
            assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
            bytes[at] = (char)(bytes[at] + add);
            assert_int_equal(write(pair[1], bytes, (size_t)size), size);
            close(pair[1]);
            enum wire_state seen = WIRE_PART;
            while (seen == WIRE_PART)
                seen = wire_receive(pair[0], &incoming, &TASK, &got, &asked);
            if (seen == WIRE_WHOLE)
                outcome_clear(&got);
            bytes[at] = (char)(bytes[at] - add);
            close(pair[0]);
            wire_clear(&incoming);
            incoming.bytes = BUF((size_t)BATCH_MAX_DUMP * 4);
        }
    char nonsense[300]; /* longer than a head */
    memset(nonsense, 'n', sizeof nonsense);
    assert_int_equal(write(ends[1], nonsense, sizeof nonsense), sizeof nonsense);
    assert_int_equal(received(ends[0], &got), WIRE_BROKEN);
}

/* As where two processes hear what is meant for one. */
static void an_outcome_of_another_task_is_nonsense(void **state)
{
    (void)state;
    static const struct task other = {.input = "b.xml", .file = "b.xml", .path = "b.pdf"};
    struct outcome sent = outcome_with(10), got;
    sent.task = &other;
    assert_true(wire_send_outcome(ends[1], &sent, -1));
    outcome_clear(&sent);
    assert_int_equal(received(ends[0], &got), WIRE_BROKEN);
}

/* What is to stand in lines of JSON is JSON, and of one line. */
static void what_is_no_json_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *notes, *facts;
        enum wire_state seen;
    } cases[] = {{"{\"text\":\"a\"},{}", ",\"kind\":\"memo\"", WIRE_WHOLE},
                 {"{},", "", WIRE_BROKEN},
                 {"{}]", "", WIRE_BROKEN},
                 {"{}\n", "", WIRE_BROKEN},
                 {"", "}", WIRE_BROKEN},
                 {"", "\"kind\":1", WIRE_BROKEN},
                 {"", ",\"kind\":\n1", WIRE_BROKEN}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct outcome sent = outcome_with(10), got;
        sent.notes = sent.facts = BUF(100);
        sent.result.bytes = 5;
        memset(sent.digest.digits, i == 0 ? 'a' : '0', DIGEST_LENGTH);
        buf_add_text(&sent.notes, cases[i].notes);
        buf_add_text(&sent.facts, cases[i].facts);
        assert_true(wire_send_outcome(ends[1], &sent, -1));
        enum wire_state seen = WIRE_PART;
        while (seen == WIRE_PART)
            seen = wire_receive(ends[0], &incoming, &TASK, &got, &asked);
        assert_int_equal(seen, cases[i].seen);
        if (seen == WIRE_WHOLE) {
            assert_string_equal(got.notes.ptr, cases[i].notes);
            assert_int_equal(got.result.bytes, 5);
            assert_int_equal(got.digest.digits[63], 'a');
            outcome_clear(&got);
        }
        outcome_clear(&sent);
        wire_clear(&incoming);
        incoming.bytes = BUF((size_t)BATCH_MAX_DUMP * 4);
    }
    struct outcome sent = outcome_with(0), got;
    memset(sent.digest.digits, 'x', DIGEST_LENGTH);
    assert_true(wire_send_outcome(ends[1], &sent, -1));
    enum wire_state seen = WIRE_PART;
    while (seen == WIRE_PART)
        seen = wire_receive(ends[0], &incoming, &TASK, &got, &asked);
    assert_int_equal(seen, WIRE_BROKEN);
    outcome_clear(&sent);
}

static void a_question_is_answered_with_a_file(void **state)
{
    (void)state;
    const struct file_asked question = {FILE_WISH_WHERE, "kinds/memo", "model.xml"};
    struct outcome got;
    pid_t child = fork();
    if (child == 0) {
        struct file_answer answer;
        bool good = wire_ask(&ends[1], &question, &answer) && answer.fd >= 0 && answer.reason == 7 &&
                    answer.where == FILE_OUTSIDE && write(answer.fd, "x", 1) == 1;
        _exit(good ? 0 : 1);
    }
    enum wire_state seen;
    do
        seen = wire_receive(ends[0], &incoming, &TASK, &got, &asked);
    while (seen == WIRE_PART);
    assert_int_equal(seen, WIRE_ASKED);
    assert_int_equal(asked.wish, FILE_WISH_WHERE);
    assert_string_equal(asked.path, "kinds/memo");
    assert_string_equal(asked.inner, "model.xml");
    struct file_answer answer = {.fd = open("/dev/null", O_WRONLY), .reason = 7, .where = FILE_OUTSIDE};
    assert_true(wire_answer(ends[0], &answer));
    close(answer.fd);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
}

/* Names without an end, or with two, or longer than names are. */
/* What is said next stays where it is. */
static void two_outcomes_are_told_one_after_the_other(void **state)
{
    (void)state;
    struct outcome sent = outcome_with(10), other = outcome_with(20), got;
    assert_true(wire_send_outcome(ends[1], &sent, -1));
    assert_true(wire_send_outcome(ends[1], &other, -1));
    assert_int_equal(received(ends[0], &got), WIRE_WHOLE);
    assert_int_equal(got.messages.len, sent.messages.len);
    outcome_clear(&got);
    assert_int_equal(received(ends[0], &got), WIRE_WHOLE);
    assert_int_equal(got.messages.len, other.messages.len);
    outcome_clear(&got);
    outcome_clear(&sent);
    outcome_clear(&other);
}

static void a_broken_question_is_told(void **state)
{
    (void)state;
    const struct {
        uint64_t sizes[2];
        const char *names;
        size_t len;
    } cases[] = {{{4, 1}, "abcd", 5}, {{4, 2}, "abc\0de", 6},        {{6, 1}, "ab\0cd\0", 7}, {{0, 1}, "", 1},
                 {{3, 0}, "ab", 3},   {{UINT64_MAX, 2}, "ab\0c", 5}, {{5000, 1}, "abcdef", 7}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct outcome got;
        struct {
            uint32_t mark;
            int32_t wish;
            uint64_t sizes[2];
            char names[20];
        } question = {0x61736b73, FILE_WISH_READ, {cases[i].sizes[0], cases[i].sizes[1]}, ""};
        memcpy(question.names, cases[i].names, cases[i].len);
        const size_t size = 24 + cases[i].len;
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        assert_int_equal(write(pair[1], &question, size), size);
        close(pair[1]);
        assert_int_equal(received(pair[0], &got), WIRE_BROKEN);
        close(pair[0]);
        wire_clear(&incoming);
        incoming.bytes = BUF(1 << 20);
    }
}

/* It is there still, and so is who said it. */
static void want_of_memory_is_no_end(void **state)
{
    (void)state;
    struct outcome sent = outcome_with(10), got;
    assert_true(wire_send_outcome(ends[1], &sent, -1));
    faulty_next_recvmsg(1, ENOMEM);
    assert_int_equal(wire_receive(ends[0], &incoming, &TASK, &got, &asked), WIRE_PART);
    faulty_next_recvmsg(1, EINTR);
    enum wire_state seen;
    while ((seen = wire_receive(ends[0], &incoming, &TASK, &got, &asked)) == WIRE_PART) {
    }
    assert_int_equal(seen, WIRE_WHOLE);
    assert_int_equal(got.result.pages, 7);
    faulty_next_recvmsg(1, ECONNRESET);
    assert_int_equal(wire_receive(ends[0], &incoming, &TASK, &got, &asked), WIRE_BROKEN);
    outcome_clear(&sent);
    outcome_clear(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_outcome_arrives_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_task_arrives_until_the_other_side_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_head_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_outcome_of_another_task_is_nonsense, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_json_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_question_is_answered_with_a_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_outcomes_are_told_one_after_the_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_question_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(want_of_memory_is_no_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
