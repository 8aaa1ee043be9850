/*
 * Which file it is, by its name and its first bytes: whoever saved a spreadsheet in another format, or renamed one, is told
 * what he has and what to do.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

#include <strings.h>

static const struct named {
    const char *end, *sort;
    enum sort what;
} NAMED[] = {
    {".csv", "CSV 表格", SORT_CSV},
    {".xlsx", "xlsx 工作簿", SORT_XLSX},
    {".xls", "旧版 Excel 工作簿（.xls）", SORT_OTHER},
    {".xlsm", "带宏的 Excel 工作簿（.xlsm）", SORT_OTHER},
    {".xltx", " Excel 模板（.xltx）", SORT_OTHER},
    {".xlsb", "二进制工作簿（.xlsb）", SORT_OTHER},
    {".et", " WPS 表格（.et）", SORT_OTHER},
    {".ett", " WPS 表格模板（.ett）", SORT_OTHER},
    {".ods", " LibreOffice 表格（.ods）", SORT_OTHER},
    {".numbers", " Numbers 表格", SORT_OTHER},
    {".tsv", "以制表符分隔的表格（.tsv）", SORT_OTHER},
};

static const struct named *named(const char *path)
{
    size_t len = strlen(path);
    for (size_t i = 0; i < ARRAY_COUNT(NAMED); i++) {
        size_t end = strlen(NAMED[i].end);
        if (len > end && strcasecmp(path + len - end, NAMED[i].end) == 0)
            return &NAMED[i];
    }
    return NULL;
}

enum sort sort_by_name(const char *path)
{
    const struct named *found = named(path);
    return found == NULL ? SORT_NONE : found->what;
}

static bool has_bytes(struct str bytes, const char *wanted, size_t len)
{
    return len <= bytes.len && memmem(bytes.ptr, bytes.len, wanted, len) != NULL;
}

/* An xlsx with a password is one file of that name in a container of the old format. */
static const char *compound_sort(struct str bytes)
{
    static const char ENCRYPTED[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return has_bytes(bytes, ENCRYPTED, sizeof ENCRYPTED) ? "加了密码的工作簿"
                                                         : "旧版 Excel（.xls）或 WPS（.et）的工作簿";
}

static bool begins(struct str bytes, const char *word)
{
    size_t len = strlen(word);
    return bytes.len >= len && strncasecmp(bytes.ptr, word, len) == 0;
}

static const char *text_sort(struct str bytes)
{
    enum { HEAD = 4096 };
    static const char *const pages[] = {"<html", "<!doctype html", "<table", "<head",
                                        "<meta", "<style",         "<body",  "<div"};
    struct str head = str_trim(str_slice(bytes, str_starts(bytes, "\xEF\xBB\xBF") ? 3 : 0, HEAD));
    for (size_t i = 0; i < ARRAY_COUNT(pages); i++)
        if (begins(head, pages[i]))
            return "网页（HTML）";
    if (begins(head, "MIME-Version:"))
        return "单个文件的网页（MHT）";
    if (!begins(head, "<?xml"))
        return NULL;
    if (has_bytes(head, "schemas-microsoft-com:office:spreadsheet", 40))
        return " XML 电子表格 2003";
    return has_bytes(head, "<html", 5) ? "网页（HTML）" : " XML 文件";
}

/* NULL: it may be anything, a CSV too. */
static const char *other_sort(struct str bytes)
{
    static const struct {
        const char *magic, *sort;
    } sorts[] = {{"%PDF-", " PDF 文件"},     {"{\\rtf", " RTF 文件"},   {"\xFF\xD8\xFF", "图片（JPEG）"},
                 {"\x89PNG", "图片（PNG）"}, {"Rar!", " RAR 压缩文件"}, {"7z\xBC\xAF", " 7z 压缩文件"}};
    if (str_starts(bytes, "\xD0\xCF\x11\xE0"))
        return compound_sort(bytes);
    for (size_t i = 0; i < ARRAY_COUNT(sorts); i++)
        if (str_starts(bytes, sorts[i].magic))
            return sorts[i].sort;
    return text_sort(bytes);
}

static enum status refuse_sort(struct diag *diag, const char *path, const char *sort, const char *wanted)
{
    return diag_report(diag, MSG_SHEET_SORT, ((struct place){path, 0, 0}), sort, wanted);
}

static enum status check_csv(struct diag *diag, const char *path, struct str bytes)
{
    const char *sort = str_starts(bytes, "PK\x03\x04") ? " xlsx 工作簿或别的压缩文件" : other_sort(bytes);
    return sort == NULL ? OK : refuse_sort(diag, path, sort, "CSV");
}

static enum status check_xlsx(struct diag *diag, const char *path, struct str bytes)
{
    const char *sort = other_sort(bytes);
    if (str_starts(bytes, "PK\x03\x04"))
        return OK;
    if (sort == NULL && str_starts(bytes, "PK"))
        return diag_report(diag, MSG_SHEET_ARCHIVE, ((struct place){path, 0, 0}));
    return refuse_sort(diag, path, sort == NULL ? "别的文件（CSV 或文本）" : sort, "xlsx 工作簿");
}

enum status sort_check(struct diag *diag, const char *path, struct str bytes, enum sort sort)
{
    struct place place = {path, 0, 0};
    if (bytes.len > SHEET_MAX_BYTES)
        return diag_report(diag, MSG_SHEET_LARGE, place, bytes.len, (size_t)SHEET_MAX_BYTES);
    if (str_trim(bytes).len == 0)
        return diag_report(diag, MSG_SHEET_VOID, place);
    if (sort == SORT_CSV)
        return check_csv(diag, path, bytes);
    if (sort == SORT_XLSX)
        return check_xlsx(diag, path, bytes);
    const char *other = other_sort(bytes);
    const struct named *found = named(path);
    return refuse_sort(diag, path,
                       other != NULL   ? other
                       : found != NULL ? found->sort
                                       : "别的文件",
                       "xlsx 工作簿或 CSV");
}
