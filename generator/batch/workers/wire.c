/*
 * What a worker and who feeds it say to each other.
 *
 * One way go numbers of tasks, by a socket of their own, since the next may be given before one is done.  Back come outcomes: a head
 * of fixed size, then the texts one behind the other; with the head comes the descriptor of the file that waits for its
 * name.  Before that a worker asks for files, and gets descriptors.  Both sides are the same program, so a head is a
 * struct; but who reads it takes nothing for granted that stands in it.
 */
#include "batch/workers/workers_int.h"

#include <errno.h>
#include <limits.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { TEXTS = 11, MARK = 0x6f757463, ASKS = 0x61736b73 };

struct head {
    uint32_t mark;
    int32_t status;
    uint64_t
        task; /* where it stands in memory, the same on both sides: an outcome of another one is nonsense */
    uint64_t pages, bytes, ms;
    struct digest digest;
    uint8_t written, has_file, unconfined, wants_past, lacks_past, starved; /* 0 or 1 */
    uint64_t sizes[TEXTS];
};

static void texts_of(struct outcome *outcome, struct buf *ret_texts[TEXTS])
{
    struct buf *const texts[TEXTS] = {&outcome->messages, &outcome->table, &outcome->prose,
                                      &outcome->audit,    &outcome->kind,  &outcome->kind_messages,
                                      &outcome->made,     &outcome->notes, &outcome->facts,
                                      &outcome->findings, &outcome->kept};
    memcpy(ret_texts, texts, sizeof texts);
}

static bool send_all(int socket, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = send(socket, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool wire_send_number(int socket, size_t number)
{
    return send_all(socket, &number, sizeof number);
}

bool wire_receive_number(int socket, size_t *ret_number)
{
    size_t done = 0;
    while (done < sizeof *ret_number) {
        ssize_t n = recv(socket, (char *)ret_number + done, sizeof *ret_number - done, 0);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Room for one descriptor beside the bytes. */
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

static bool send_with(int socket, const void *bytes, size_t size, int file)
{
    union control control = {.bytes = {0}};
    struct iovec part = {(void *)bytes, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (file >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof file);
        memcpy(CMSG_DATA(header), &file, sizeof file);
    }
    ssize_t n;
    do
        n = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n >= 0 && send_all(socket, (const char *)bytes + n, size - (size_t)n);
}

bool wire_send_outcome(int socket, const struct outcome *outcome, int file)
{
    struct outcome copy = *outcome;
    struct buf *texts[TEXTS];
    struct head head = {.mark = MARK,
                        .task = (uint64_t)(uintptr_t)outcome->task,
                        .status = outcome->result.status,
                        .pages = outcome->result.pages,
                        .bytes = outcome->result.bytes,
                        .ms = outcome->result.ms,
                        .digest = outcome->digest,
                        .written = outcome->result.output != NULL ? 1 : 0,
                        .has_file = file >= 0 ? 1 : 0,
                        .unconfined = outcome->unconfined ? 1 : 0,
                        .wants_past = outcome->wants_past ? 1 : 0,
                        .lacks_past = outcome->lacks_past ? 1 : 0,
                        .starved = outcome->starved ? 1 : 0};
    texts_of(&copy, texts);
    for (size_t i = 0; i < TEXTS; i++)
        head.sizes[i] = texts[i]->len;
    bool sent = send_with(socket, &head, sizeof head, file);
    for (size_t i = 0; i < TEXTS && sent; i++)
        sent = send_all(socket, texts[i]->ptr, texts[i]->len);
    return sent;
}

struct question {
    uint32_t mark;
    int32_t wish;
    uint64_t sizes[2]; /* of the names, with their ends */
};

/* Some bytes, and the descriptor that comes with them (into *ret_file, closing one that is there). */
static ssize_t receive_with(int socket, void *bytes, size_t size, int *ret_file)
{
    union control control;
    struct iovec part = {bytes, size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t n;
    do
        n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    struct cmsghdr *header = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(sizeof(int)))
        return n;
    if (*ret_file >= 0)
        close(*ret_file);
    memcpy(ret_file, CMSG_DATA(header), sizeof *ret_file);
    return n;
}

/* With a byte that means nothing. */
bool wire_send_file(int socket, int file)
{
    return send_with(socket, "", 1, file);
}

bool wire_receive_file(int socket, int *ret_file)
{
    char byte;
    *ret_file = -1;
    return receive_with(socket, &byte, 1, ret_file) == 1 && *ret_file >= 0;
}

bool wire_ask(void *context, const struct file_asked *asked, struct file_answer *ret_answer)
{
    const int socket = *(const int *)context;
    const char *inner = asked->inner != NULL ? asked->inner : "";
    const struct question question = {ASKS, asked->wish, {strlen(asked->path) + 1, strlen(inner) + 1}};
    int file = -1;
    size_t done = 0;
    bool good = send_all(socket, &question, sizeof question) &&
                send_all(socket, asked->path, question.sizes[0]) &&
                send_all(socket, inner, question.sizes[1]);
    while (good && done < sizeof *ret_answer) {
        ssize_t n = receive_with(socket, (char *)ret_answer + done, sizeof *ret_answer - done, &file);
        good = n > 0;
        done += good ? (size_t)n : 0;
    }
    ret_answer->fd = file;
    return good;
}

bool wire_answer(int socket, const struct file_answer *answer)
{
    return send_with(socket, answer, sizeof *answer, answer->fd);
}

/* --- the other side --- */

static bool head_is_right(const struct head *head)
{
    bool right = head->mark == MARK && head->status >= OK && head->status <= SYSTEM &&
                 head->sizes[4] <= BATCH_MAX_KIND_NAME && head->sizes[0] <= BATCH_MAX_MESSAGES &&
                 head->sizes[5] <= BATCH_MAX_MESSAGES && head->sizes[6] <= MANIFEST_MAX_MADE &&
                 head->sizes[7] <= BATCH_MAX_NOTES && head->sizes[10] <= ATTACH_MAX_BYTES;
    for (size_t i = 0; i < TEXTS; i++)
        right = right && head->sizes[i] <= BATCH_MAX_DUMP;
    return right;
}

static size_t size_of(const struct head *head)
{
    size_t size = sizeof *head;
    for (size_t i = 0; i < TEXTS; i++)
        size += head->sizes[i];
    return size;
}

/* How much of what is being said is still to come: first what says how long it is.  0: it is nonsense. */
static size_t missing(const struct wire_incoming *incoming)
{
    uint32_t mark;
    struct question question;
    struct head head;
    const size_t len = incoming->bytes.len;
    size_t wanted = sizeof question;
    if (len < sizeof question)
        return wanted - len;
    memcpy(&mark, incoming->bytes.ptr, sizeof mark);
    if (mark == ASKS) {
        memcpy(&question, incoming->bytes.ptr, sizeof question);
        if (question.sizes[0] > PATH_MAX || question.sizes[1] > PATH_MAX)
            return 0;
        wanted += question.sizes[0] + question.sizes[1];
    } else if (len < sizeof head) {
        wanted = sizeof head;
    } else {
        memcpy(&head, incoming->bytes.ptr, sizeof head);
        if (!head_is_right(&head))
            return 0;
        wanted = size_of(&head);
    }
    return wanted > len ? wanted - len : 0;
}

/* Some bytes more, none of what is said after it; 0: the other side is gone. */
static ssize_t receive_some(int socket, struct wire_incoming *incoming)
{
    static char chunk[WIRE_CHUNK];
    const size_t most = missing(incoming);
    ssize_t n = receive_with(socket, chunk, most < sizeof chunk ? most : sizeof chunk, &incoming->file);
    if (n > 0)
        buf_add(&incoming->bytes, chunk, (size_t)n);
    return n;
}

/* The names end where they are said to end, and nowhere before. */
static enum wire_state take_question(const struct wire_incoming *incoming, struct file_asked *ret_asked)
{
    struct question question;
    const char *names = incoming->bytes.ptr + sizeof question;
    memcpy(&question, incoming->bytes.ptr, sizeof question);
    const uint64_t *sizes = question.sizes;
    if (question.wish < FILE_WISH_READ || question.wish > FILE_WISH_WRITE || sizes[0] == 0 || sizes[1] == 0 ||
        sizes[0] > PATH_MAX || sizes[1] > PATH_MAX)
        return WIRE_BROKEN;
    const size_t wanted = sizeof question + sizes[0] + sizes[1];
    if (incoming->bytes.len < wanted)
        return WIRE_PART;
    if (incoming->bytes.len > wanted || strnlen(names, sizes[0]) != sizes[0] - 1 ||
        strnlen(names + sizes[0], sizes[1]) != sizes[1] - 1)
        return WIRE_BROKEN;
    *ret_asked = (struct file_asked){(enum file_wish)question.wish, names, names + sizes[0]};
    return WIRE_ASKED;
}

/* What goes into a line of JSON as it stands: it is JSON, and does not end the line. */
static bool is_within(const char *before, const struct buf *text, const char *behind)
{
    struct buf whole = BUF(text->len + 8);
    buf_add_text(&whole, before);
    buf_add_str(&whole, buf_str(text));
    buf_add_text(&whole, behind);
    const bool good = !whole.failed && (text->len == 0 || memchr(text->ptr, '\n', text->len) == NULL) &&
                      json_is_valid(buf_str(&whole));
    buf_clear(&whole);
    return good;
}

static bool outcome_is_sound(const struct outcome *outcome)
{
    bool good = is_within("[", &outcome->notes, "]") && is_within("{\"\":0", &outcome->facts, "}") &&
                is_within("{\"\":0", &outcome->findings, "}");
    const bool digested = outcome->digest.digits[0] != '\0'; /* it was wanted */
    for (size_t i = 0; i < DIGEST_LENGTH && digested; i++)
        good = good && hex_digit(outcome->digest.digits[i]) < 16;
    return good;
}

static enum wire_state unpack(struct wire_incoming *incoming, const struct head *head,
                              const struct task *task, struct outcome *ret_outcome)
{
    struct outcome outcome = {.result = {.input = task->input,
                                         .file = task->file,
                                         .part = task->paper,
                                         .output = head->written != 0 ? task->path : NULL,
                                         .pages = head->pages,
                                         .bytes = head->bytes,
                                         .ms = head->ms,
                                         .status = (enum status)head->status},
                              .task = task,
                              .keeps = task->keeps,
                              .digest = head->digest,
                              .unconfined = head->unconfined != 0,
                              .wants_past = head->wants_past != 0,
                              .lacks_past = head->lacks_past != 0,
                              .starved = head->starved != 0};
    struct buf *texts[TEXTS];
    const char *at = incoming->bytes.ptr + sizeof *head;
    bool failed = false;
    texts_of(&outcome, texts);
    for (size_t i = 0; i < TEXTS; at += head->sizes[i++]) {
        *texts[i] = BUF(head->sizes[i] + 1 + BATCH_MAX_MESSAGES); /* messages may be added */
        if (head->sizes[i] > 0)
            buf_add(texts[i], at, head->sizes[i]);
        failed = failed || texts[i]->failed;
    }
    buf_reset(&incoming->bytes);
    if (failed || !outcome_is_sound(&outcome)) {
        outcome_clear(&outcome);
        return WIRE_BROKEN;
    }
    *ret_outcome = outcome;
    return WIRE_WHOLE;
}

static enum wire_state take_outcome(struct wire_incoming *incoming, const struct task *task,
                                    struct outcome *ret_outcome)
{
    struct head head;
    if (incoming->bytes.len < sizeof head)
        return WIRE_PART;
    memcpy(&head, incoming->bytes.ptr, sizeof head);
    if (!head_is_right(&head) || head.task != (uint64_t)(uintptr_t)task ||
        (head.has_file != 0) != (incoming->file >= 0) || incoming->bytes.len > size_of(&head))
        return WIRE_BROKEN;
    if (incoming->bytes.len < size_of(&head))
        return WIRE_PART;
    return unpack(incoming, &head, task, ret_outcome);
}

enum wire_state wire_receive(int socket, struct wire_incoming *incoming, const struct task *task,
                             struct outcome *ret_outcome, struct file_asked *ret_asked)
{
    uint32_t mark;
    const ssize_t n = receive_some(socket, incoming);
    if (n < 0 && (errno == ENOMEM || errno == ENOBUFS))
        return WIRE_PART; /* it is there still */
    if (n <= 0 || incoming->bytes.failed)
        return WIRE_BROKEN;
    if (incoming->bytes.len < sizeof(struct question))
        return WIRE_PART;
    memcpy(&mark, incoming->bytes.ptr, sizeof mark);
    return mark == ASKS ? take_question(incoming, ret_asked) : take_outcome(incoming, task, ret_outcome);
}

void wire_clear(struct wire_incoming *incoming)
{
    if (incoming->file >= 0)
        close(incoming->file);
    incoming->file = -1;
    buf_clear(&incoming->bytes);
}
