/*
 * Names for what eyes cannot tell.  Unicode's own names are English; these are what Chinese users of
 * spreadsheets and word processors read of such characters.
 */
#include "unicode/unicode_int.h"

struct named {
    uint32_t first, last;
    const char *name;
};

static const struct named NAMES[] = {
    {0x00, 0x08, "控制字符"},
    {0x09, 0x09, "制表符"},
    {0x0a, 0x0a, "换行"},
    {0x0b, 0x0c, "控制字符"},
    {0x0d, 0x0d, "回车"},
    {0x0e, 0x1f, "控制字符"},
    {0x20, 0x20, "空格"},
    {0x7f, 0x9f, "控制字符"},
    {0xa0, 0xa0, "不换行空格"},
    {0xad, 0xad, "软连字符"},
    {0x34f, 0x34f, "组合用连接符"},
    {0x61c, 0x61c, "书写方向标记"},
    {0x115f, 0x1160, "谚文填充符"},
    {0x1680, 0x1680, "欧甘空格"},
    {0x180b, 0x180f, "蒙古文控制符"},
    {0x2000, 0x2000, "半字宽空格"},
    {0x2001, 0x2001, "一字宽空格"},
    {0x2002, 0x2002, "半字宽空格"},
    {0x2003, 0x2003, "一字宽空格"},
    {0x2004, 0x2006, "窄空格"},
    {0x2007, 0x2007, "数字宽空格"},
    {0x2008, 0x2008, "标点宽空格"},
    {0x2009, 0x2009, "窄空格"},
    {0x200a, 0x200a, "极窄空格"},
    {0x200b, 0x200b, "零宽空格"},
    {0x200c, 0x200c, "零宽不连字"},
    {0x200d, 0x200d, "零宽连字"},
    {0x200e, 0x200f, "书写方向标记"},
    {0x2028, 0x2028, "行分隔符"},
    {0x2029, 0x2029, "段分隔符"},
    {0x202a, 0x202e, "书写方向控制"},
    {0x202f, 0x202f, "窄不换行空格"},
    {0x205f, 0x205f, "数学空格"},
    {0x2060, 0x2060, "零宽不换行"},
    {0x2061, 0x2064, "不可见运算符"},
    {0x2066, 0x2069, "书写方向控制"},
    {0x206a, 0x206f, "控制字符"},
    {0x2800, 0x2800, "没有点的盲文"},
    {0x3000, 0x3000, "全角空格"},
    {0x3164, 0x3164, "谚文填充符"},
    {0xfe00, 0xfe0f, "异体选择符"},
    {0xfeff, 0xfeff, "零宽不换行空格（字节顺序标记）"},
    {0xffa0, 0xffa0, "谚文填充符"},
    {0xfff9, 0xfffb, "注释控制符"},
    {0xfffc, 0xfffc, "对象占位符"},
    {0xfffd, 0xfffd, "丢失字符的占位符"},
    {0xe0000, 0xe007f, "标签控制符"},
    {0xe0100, 0xe01ef, "异体选择符"},
};

const char *unicode_name(uint32_t code)
{
    if (code > 0x20 && code < 0x7f)
        return NULL;
    for (size_t i = 0; i < ARRAY_COUNT(NAMES) && code >= NAMES[i].first; i++)
        if (code <= NAMES[i].last)
            return NAMES[i].name;
    return NULL;
}

void unicode_describe(uint32_t code, struct buf *out)
{
    const char *name = unicode_name(code);
    if (name == NULL)
        name = unicode_is_ignorable(code)   ? "看不见的字符"
               : unicode_is_white(code)     ? "空白"
               : unicode_is_combining(code) ? "组合用符号"
                                            : NULL;
    if (name != NULL) {
        buf_printf(out, "U+%04X %s", code, name);
    } else {
        char bytes[4];
        buf_printf(out, "“%.*s”（U+%04X）", (int)utf8_encode(code, bytes), bytes, code);
    }
}
