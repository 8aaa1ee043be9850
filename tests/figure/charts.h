/* For tests of charts: a ruler without fonts, and random charts. */
#ifndef CHENGWEN_TESTS_CHARTS_H
#define CHENGWEN_TESTS_CHARTS_H

#include <stdio.h>
#include <stdlib.h>

#include "figure/chart.h"
#include "random.h"

/* Han characters are an em wide, figures and letters half of one. */
static length charts_width(void *context, struct str text, length size)
{
    length width = 0;
    (void)context;
    for (size_t i = 0; i < text.len; i += utf8_size_of(text.ptr[i]))
        width += (unsigned char)text.ptr[i] < 0x80 ? size / 2 : size;
    return width;
}

/* Breaks between Han characters and at spaces. */
static size_t charts_first_line(void *context, struct str text, length size, length room)
{
    size_t best = 0, i = 0;
    length width = 0;
    (void)context;
    while (i < text.len) {
        const bool word = (unsigned char)text.ptr[i] < 0x80;
        width += word ? size / 2 : size;
        i += utf8_size_of(text.ptr[i]);
        if (width > room)
            break;
        if (i == text.len || !word || (unsigned char)text.ptr[i] >= 0x80 || text.ptr[i] == ' ')
            best = i;
    }
    return best > 0 ? best : utf8_size_of(text.ptr[0]);
}

static const struct chart_ruler charts_ruler = {charts_width, charts_first_line, NULL};

/* --- random charts --- */

struct charts_case {
    struct chart chart;
    struct str labels[CHART_MAX_POINTS];
    struct chart_series series[CHART_MAX_SERIES];
    struct chart_value values[CHART_MAX_SERIES][CHART_MAX_POINTS];
    struct chart_bound lines[2], across[6], upward[6];
    uint8_t level[36];
    char *bytes, memory[1 << 16];
};

static struct str charts_keep(struct charts_case *c, const char *text)
{
    const size_t len = strlen(text);
    memcpy(c->bytes, text, len);
    c->bytes += len;
    return (struct str){c->bytes - len, len};
}

static struct str charts_text(struct charts_case *c, int most)
{
    static const char *const parts[] = {
        "教育",   "社会保障", "卫生健康", "农林水",   "公共安全", "一般公共服务", "支出",         "项目",
        "满意度", "及时性",   "完成率",   "城乡社区", "A",        "资源勘探信息", "交通运输支出", "住房保障"};
    char text[200] = "";
    for (int i = 1 + random_below(most); i > 0; i--)
        strcat(text, parts[random_below(ARRAY_COUNT(parts))]);
    return charts_keep(c, text);
}

static void charts_print(int64_t value, int decimals, char *text, size_t size)
{
    int64_t ten = 1;
    for (int i = 0; i < decimals; i++)
        ten *= 10;
    const uint64_t whole = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (decimals == 0)
        snprintf(text, size, "%s%llu", value < 0 ? "-" : "", (unsigned long long)whole);
    else
        snprintf(text, size, "%s%llu.%0*llu", value < 0 ? "-" : "",
                 (unsigned long long)(whole / (uint64_t)ten), decimals,
                 (unsigned long long)(whole % (uint64_t)ten));
}

static void charts_label_points(struct charts_case *c)
{
    const int how = random_below(4), most = c->chart.point_count > 12 ? 1 : 3;
    for (size_t i = 0; i < c->chart.point_count; i++) {
        char text[40];
        snprintf(text, sizeof text, how == 0 ? "%d年" : "2024年%d月", (int)i + (how == 0 ? 1990 : 1));
        c->labels[i] = how < 2 ? charts_keep(c, text) : charts_text(c, most);
    }
}

static void charts_fill(struct charts_case *c)
{
    static const int64_t scales[] = {10, 100, 1000, 100000, 1000000000};
    struct chart *chart = &c->chart;
    const int64_t scale = scales[random_below(5)], base = random_below(3) == 0 ? scale * 4 : 0;
    const bool shares = chart->whole || chart->kind == CHART_PIE || chart->kind == CHART_RING;
    const int sign = shares || chart->kind == CHART_MATRIX ? 0 : random_below(5);
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t j = 0; j < chart->point_count; j++) {
            struct chart_value *value = &c->values[i][j];
            const bool some = shares && (chart->whole ? i == 0 : j == 0);
            char text[40];
            value->value = base + (int64_t)(random_next() % (uint64_t)scale);
            if (sign == 4 || (sign == 3 && random_below(3) == 0))
                value->value = -value->value;
            if (shares)
                value->value += some; /* not all are 0 */
            value->missing = random_below(25) == 0 && !some;
            charts_print(value->value, chart->decimals, text, sizeof text);
            value->printed = value->missing ? STR("—") : charts_keep(c, text);
        }
}

static void charts_classes(struct charts_case *c)
{
    struct chart *chart = &c->chart;
    chart->across_count = (size_t)(1 + random_below(6));
    chart->upward_count = (size_t)(1 + random_below(6));
    for (size_t i = 0; i < 6; i++) {
        c->across[i] = (struct chart_bound){(int64_t)i * (1 + random_below(3)), charts_text(c, 1)};
        c->upward[i] = (struct chart_bound){(int64_t)i * 5, charts_text(c, 1)};
        if (i > 0 && c->across[i].value <= c->across[i - 1].value)
            c->across[i].value = c->across[i - 1].value + 1;
    }
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++)
            c->values[j][i].value = random_below(30);
    for (size_t i = 0; i < ARRAY_COUNT(c->level); i++)
        c->level[i] = (uint8_t)random_below(5);
    chart->across = c->across;
    chart->upward = c->upward;
    chart->level = c->level;
    chart->across_title = charts_text(c, 2);
    chart->upward_title = charts_text(c, 2);
}

static void charts_counts(struct chart *chart)
{
    const int kind = random_below(7);
    chart->kind = (enum chart_kind)kind;
    chart->point_count = (size_t)(random_below(4) == 0 ? 1 + random_below(60) : 1 + random_below(12));
    chart->series_count = (size_t)(random_below(2) == 0 ? 1 : 1 + random_below(8));
    if (chart->kind == CHART_PIE || chart->kind == CHART_RING)
        chart->series_count = 1;
    if (chart->kind == CHART_MATRIX)
        chart->series_count = 2;
    if (chart->kind == CHART_RADAR)
        chart->point_count = (size_t)(3 + random_below(10));
    chart->stacked = random_below(3) == 0 && chart->kind <= CHART_BAR;
    chart->whole = chart->stacked && random_below(3) == 0;
}

/* The seed alone says which. */
static struct charts_case *charts_random(uint64_t seed)
{
    struct charts_case *c = calloc(1, sizeof *c);
    struct chart *chart = &c->chart;
    random_seed = seed * 0x9E3779B97F4A7C15u;
    for (int i = 0; i < 4; i++)
        (void)random_next();
    c->bytes = c->memory;
    charts_counts(chart);
    chart->labelled = random_below(2) == 0;
    if (chart->kind == CHART_LINE && chart->point_count * chart->series_count > CHART_MAX_LABELS)
        chart->labelled = false;
    chart->from_zero = random_below(2) == 0;
    chart->decimals = random_below(3);
    chart->labels = c->labels;
    chart->series = c->series;
    for (size_t i = 0; i < chart->series_count; i++)
        c->series[i] = (struct chart_series){
            chart->series_count > 1 || random_below(3) == 0 ? charts_text(c, 2) : (struct str){NULL, 0},
            c->values[i]};
    charts_label_points(c);
    charts_fill(c);
    if (random_below(2) == 0)
        chart->unit = STR("单位：万元");
    if (chart->kind <= CHART_LINE && random_below(3) == 0) {
        chart->line_count = (size_t)(1 + random_below(2));
        chart->lines = c->lines;
        for (size_t i = 0; i < chart->line_count; i++)
            c->lines[i] = (struct chart_bound){chart->whole ? random_below(100)
                                                            : c->values[0][0].value / (int64_t)(i + 2),
                                               charts_text(c, 1)};
    }
    if (chart->kind == CHART_MATRIX)
        charts_classes(c);
    chart->width = 1000 * (200 + random_below(260));
    chart->height = 1000 * (140 + random_below(160));
    chart->size = 9000;
    return c;
}

#endif
