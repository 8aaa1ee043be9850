/*
 * Spreadsheets, read twice: what cannot be read is told, every cell's fault is told when it is asked for, texts are UTF-8.
 *
 * An input of parts (fuzz.h) is packed as an xlsx, its parts deflated or stored; one in eight has a few bytes changed afterwards.  What begins as
 * an archive is taken as it is.  All else is CSV.
 */
#include <zlib.h>

#include "fuzz/fuzz.h"
#include "sheet/sheet.h"

enum { ROOM = 1 << 24, MAX_PARTS = 60, LOCAL = 30, METHOD_DEFLATE = 8 };

void harness_start(void)
{
}

/* --- an archive --- */

static void put(struct buf *out, uint32_t value, int size)
{
    for (; size > 0; size--, value >>= 8)
        buf_add_char(out, (char)(value & 0xFF));
}

/* false: it is stored. */
static bool deflate_part(struct str bytes, struct buf *out)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.ptr, .avail_in = (uInt)bytes.len};
    if (bytes.len % 4 == 0 || !buf_reserve(out, compressBound(bytes.len) + 64))
        return false;
    fuzz_demand(deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK,
                "harness: zlib");
    stream.next_out = (Bytef *)out->ptr;
    stream.avail_out = (uInt)(compressBound(bytes.len) + 64);
    fuzz_demand(deflate(&stream, Z_FINISH) == Z_STREAM_END, "harness: zlib");
    out->len = stream.total_out;
    deflateEnd(&stream);
    return true;
}

/* What stands in both heads of a part. */
static void put_facts(struct buf *out, struct str bytes, uint32_t packed, bool deflated)
{
    put(out, 20, 2);      /* version */
    put(out, 1 << 11, 2); /* names are UTF-8 */
    put(out, deflated ? METHOD_DEFLATE : 0, 2);
    put(out, 0x5A210000, 4); /* a day */
    put(out, (uint32_t)crc32(0, (const Bytef *)bytes.ptr, (uInt)bytes.len), 4);
    put(out, packed, 4);
    put(out, (uint32_t)bytes.len, 4);
}

static void pack(struct str input, struct buf *out)
{
    struct buf list = BUF(ROOM);
    struct fuzz_part part;
    uint32_t count = 0;
    for (struct str rest = input; count < MAX_PARTS && fuzz_part_next(&rest, &part); count++) {
        struct buf work = BUF(ROOM);
        const uint32_t at = (uint32_t)out->len;
        const bool deflated = deflate_part(part.bytes, &work);
        const struct str packed = deflated ? buf_str(&work) : part.bytes;
        part.name = str_slice(part.name, 0, 200);
        buf_add(out, "PK\3\4", 4);
        put_facts(out, part.bytes, (uint32_t)packed.len, deflated);
        put(out, (uint32_t)part.name.len, 4);
        buf_add_str(out, part.name);
        buf_add_str(out, packed);
        buf_add(&list, "PK\1\2\24\0", 6);
        put_facts(&list, part.bytes, (uint32_t)packed.len, deflated);
        put(&list, (uint32_t)part.name.len, 4);
        put(&list, 0, 4); /* no remark, disk 0 */
        put(&list, 0, 2);
        put(&list, 0, 4);
        put(&list, at, 4);
        buf_add_str(&list, part.name);
        buf_clear(&work);
    }
    const uint32_t at = (uint32_t)out->len;
    buf_add_str(out, buf_str(&list));
    buf_add(out, "PK\5\6\0\0\0\0", 8);
    put(out, count, 2);
    put(out, count, 2);
    put(out, (uint32_t)list.len, 4);
    put(out, at, 4);
    put(out, 0, 2);
    buf_clear(&list);
}

static void damage(struct buf *archive, struct str input)
{
    for (uint32_t i = 0; i < 3 && archive->len > 0; i++) {
        const uint32_t seed = fuzz_choice(str_slice(input, i, input.len), 1u << 31);
        /* the heads stand at the end and at the begin */
        const size_t at = seed % 2 == 0 && archive->len > 2000 ? archive->len - 1 - seed / 2 % 2000
                                                               : seed / 2 % archive->len;
        archive->ptr[at] = (char)(archive->ptr[at] ^ 1 << (seed >> 28));
    }
}

/* --- what is read --- */

static void add_cell(const struct workbook *workbook, const struct sheet *sheet, const struct sheet_row *row,
                     uint32_t column, struct buf *out)
{
    const struct sheet_cell cell = sheet_cell_at(row, column);
    const struct place place = sheet_place(workbook, sheet, row->number, column);
    fuzz_demand_utf8("a cell", cell.text);
    buf_printf(out, "%d%d%d ", cell.kind, cell.percent, cell.computed);
    buf_add_str(out, cell.text);
    buf_add_place(out, place);
    if (cell.kind != SHEET_FAULT && !cell.doubtful)
        return;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    enum status status = sheet_report_fault(diag, place, &cell);
    fuzz_demand((status == FAILED) == (cell.kind == SHEET_FAULT), "a cell's fault: status %d", status);
    fuzz_demand_told(status, diag);
    diag_print(diag, out);
    arena_free(arena);
}

static void read_once(const char *path, struct str bytes, struct buf *out)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct workbook *workbook;
    enum status status = workbook_read(arena, diag, path, bytes, &workbook);
    fuzz_demand_told(status, diag);
    diag_print(diag, out);
    for (size_t i = 0; status == OK && i < workbook->count; i++) {
        const struct sheet *sheet = &workbook->sheets[i];
        fuzz_demand_utf8("the name of a sheet", sheet->name);
        for (size_t k = 0; k < sheet->count; k++) {
            fuzz_demand(k == 0 || sheet->rows[k].number > sheet->rows[k - 1].number, "rows out of order");
            for (uint32_t column = 1; column <= sheet->rows[k].count && column < 100; column++)
                add_cell(workbook, sheet, &sheet->rows[k], column, out);
        }
    }
    arena_free(arena);
}

void harness_try(struct str input)
{
    struct buf archive = BUF(ROOM), first = BUF(1 << 26), second = BUF(1 << 26);
    const bool parts = str_starts(input, "--- ");
    if (parts)
        pack(input, &archive);
    if (parts && fuzz_choice(input, 8) == 0)
        damage(&archive, input);
    const struct str bytes = parts ? buf_str(&archive) : input;
    const char *path = parts || str_starts(input, "PK") ? "a.xlsx" : "a.csv";
    read_once(path, bytes, &first);
    read_once(path, bytes, &second);
    fuzz_demand_same("the sheet", buf_str(&first), buf_str(&second));
    buf_clear(&archive);
    buf_clear(&first);
    buf_clear(&second);
}
