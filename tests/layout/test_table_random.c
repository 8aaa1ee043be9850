/*
 * Six hundred tables from a fixed sequence of numbers: spans, heads, feet, labels, groups, title rows, rules,
 * fills, texts and pages of all sizes.
 * For each of them: every text is there once and in order, nothing overlaps, nothing stands out, all rules
 * meet.
 */
#include "table_kit.h"

static uint32_t sequence;

static size_t choose(size_t from, size_t to)
{
    sequence = sequence * 1664525u + 1013904223u;
    return from + (sequence >> 8) % (to - from + 1);
}

/* Fills rows from … to - 1 with cells; spans stay inside. */
static void add_cells(struct kit *kit, size_t from, size_t to)
{
    static bool taken[64][16];
    size_t columns = kit->table.column_count;
    memset(taken, 0, sizeof taken);
    for (size_t row = from; row < to; row++) {
        for (size_t column = 0; column < columns; column++) {
            if (taken[row][column])
                continue;
            size_t wide = 1, high = choose(0, 2) ? 1 : choose(1, to - row),
                   most = choose(0, 3) ? 1 : choose(1, 3);
            while (wide < most && column + wide < columns && !taken[row][column + wide])
                wide++;
            for (size_t r = row; r < row + high; r++)
                memset(&taken[r][column], true, wide);
            size_t characters = choose(0, 9) ? choose(0, 12) : choose(20, 250);
            struct table_cell *cell =
                kit_cell(kit, row, column, high, wide, kit_text(kit, choose(0, 19000), characters));
            cell->is_label = column == 0 && row >= kit->table.head_rows && choose(0, 1);
            cell->has_valign = true;
            cell->valign = (enum valign)choose(VALIGN_TOP, VALIGN_BOTTOM);
            cell->has_fill = choose(0, 9) == 0;
            cell->fill = 0xFFEEEE;
        }
    }
}

/* Rows of their own rules and fills, title rows, groups. */
static void mark_rows(struct kit *kit)
{
    for (size_t row = 0; row < kit->table.row_count; row++) {
        struct table_row *marked = &kit->table.rows[row];
        marked->rule_above = choose(0, 9) ? 0 : (length)choose(200, 1500);
        marked->has_fill = choose(0, 9) == 0;
        marked->fill = 0xEEFFEE;
        marked->keep_next = choose(0, 7) == 0;
        marked->group_begins = choose(0, 4) == 0;
    }
    kit->style.head_fill = choose(0, 1) ? 0xDDDDDD : 0xFFFFFF;
    kit->style.stripe_fill = choose(0, 3) ? 0xFFFFFF : 0xEEEEEE;
    kit->style.foot_fill = choose(0, 1) ? 0xCCCCCC : 0xFFFFFF;
    kit->style.group_rule = choose(0, 1) ? 700 : 0;
    kit->style.foot_rule = choose(0, 1) ? 900 : 0;
    kit->style.keep_groups = choose(0, 1);
    kit->style.continued_title = choose(0, 1) ? STR("续表") : STR("");
    kit->table.caption = choose(0, 1) ? kit_blocks(kit, STR("表一")) : NULL;
}

static void random_table(struct kit *kit)
{
    size_t rows = choose(1, 30), columns = choose(1, 6), head = choose(0, 2), foot = choose(0, 2);
    kit_table(kit, rows, columns, head < rows ? head : 0);
    kit->table.foot_rows = foot < rows - kit->table.head_rows ? foot : 0;
    for (size_t i = 0; i < columns; i++)
        if (choose(0, 1))
            kit->table.columns[i] = (struct table_column){.width = (length)choose(16, 60) * PT};
    kit->style.repeat_head = choose(0, 3) > 0;
    kit->style.min_row = choose(0, 3) ? 0 : (length)choose(1, 60) * PT;
    kit->paragraph.before = choose(0, 1) ? 3 * PT : 0;
    kit->paragraph.keep_together = choose(0, 5) == 0;
    add_cells(kit, 0, kit->table.head_rows);
    add_cells(kit, kit->table.head_rows, rows - kit->table.foot_rows);
    add_cells(kit, rows - kit->table.foot_rows, rows);
    mark_rows(kit);
}

static void test_random_tables(void **state)
{
    (void)state;
    for (uint32_t number = 1; number <= 600; number++) {
        struct kit kit;
        sequence = number * 2654435761u;
        kit_open(&kit);
        random_table(&kit);
        kit_make(&kit, (length)choose(360, 500) * PT);
        length room = (length)choose(16, 400) * PT, first = choose(0, 1) ? room : (length)choose(1, 400) * PT;
        kit_lay(&kit, first < room ? first : room, room);
        kit_check(&kit, room);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 0);
        kit_close(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
