/* For the tests of signing places and of seals over the edges of pages. */
#ifndef CHENGWEN_TESTS_LAYOUT_SIGN_KIT_H
#define CHENGWEN_TESTS_LAYOUT_SIGN_KIT_H

#include "layout_kit.h"
#include "layout/messages.def"

/* A place at the right edge of the column, its lower edge at the end of what it holds, or of what stands before. */
static inline struct block *sign_add(struct kit *kit, const char *party, int size)
{
    struct block *block = kit_block(kit, BLOCK_SIGN);
    block->sign.party = str_of(party);
    block->sign.width = block->sign.height = (length)size * PT;
    return block;
}

/* The same over lines "丙1" "丙2" …. */
static inline struct block *sign_over(struct kit *kit, const char *party, int size, int lines)
{
    struct block *block = sign_add(kit, party, size), **outside = kit_enter(kit, &block->sign.blocks);
    kit_lines(kit, STYLE_BODY, "丙", lines);
    kit_leave(kit, outside);
    return block;
}

static inline size_t sign_count(const struct kit *kit, const struct message *code)
{
    const struct diag_entry *entries;
    const size_t told = diag_entries(kit->diag, &entries);
    size_t count = 0;
    for (size_t i = 0; i < told; i++)
        count += entries[i].code == code;
    return count;
}

/* Laying it out fails with this message alone, which says `part`. */
static inline void sign_expect_fault(struct kit *kit, const struct message *code, const char *part)
{
    struct buf messages = BUF(1 << 16);
    assert_int_equal(kit_lay(kit), FAILED);
    diag_print(kit->diag, &messages);
    if (sign_count(kit, code) != 1 || diag_count(kit->diag, SEVERITY_ERROR) != 1 ||
        strstr(messages.ptr, part) == NULL)
        fail_msg("%s", messages.ptr != NULL ? messages.ptr : "no message");
    buf_clear(&messages);
}

static inline void sign_expect_good(struct kit *kit)
{
    struct buf messages = BUF(1 << 16);
    const enum status status = kit_lay(kit);
    diag_print(kit->diag, &messages);
    if (status != OK || messages.len > 0)
        fail_msg("%s", messages.ptr != NULL ? messages.ptr : "no message");
    buf_clear(&messages);
}

static inline void sign_expect_box(const struct page_box *box, length x, length y, length width,
                                   length height)
{
    assert_int_equal(box->x, x);
    assert_int_equal(box->y, y);
    assert_int_equal(box->width, width);
    assert_int_equal(box->height, height);
}

#endif
