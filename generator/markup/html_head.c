/*
 * What stands around the parts of an HTML document: its head, with what the document says of itself, and a small
 * style sheet that looks like paper.  Nothing is fetched from elsewhere.
 */
#include "markup/markup_int.h"

static const char STYLE[] =
    "body{margin:0 auto;max-width:44em;padding:2em 1.5em;color:#000;background:#fff;"
    "font:16px/1.75 \"Noto Serif CJK SC\",\"Source Han Serif SC\",\"Songti SC\",SimSun,serif}\n"
    "h1,h2,h3,h4,h5,h6,thead th,.title,.draft{font-family:\"Noto Sans CJK SC\",\"Source Han Sans "
    "SC\",\"Heiti SC\",SimHei,"
    "sans-serif}\n"
    "h1{font-size:1.2em}h2{font-size:1.1em}h3,h4,h5,h6{font-size:1em}\n"
    "h1,h2,h3,h4,h5,h6{margin:1em 0 .4em;line-height:1.4;break-after:avoid}\n"
    "p{margin:.3em 0;overflow-wrap:anywhere}\n"
    "section+section{margin-top:2.5em;border-top:1px dashed #999;padding-top:1.5em}\n"
    ".i{text-indent:2em}li>.i{text-indent:0}.c{text-align:center}.r{text-align:right}\n"
    ".title{text-align:center;font-size:1.5em;font-weight:bold;line-height:1.4;margin:.8em 0}\n"
    ".draft{text-align:center;color:#c00000;border:1px solid #c00000;font-weight:bold}\n"
    "table{border-collapse:collapse;margin:.8em auto;width:100%;line-height:1.5}\n"
    "caption{margin:.3em 0}\n"
    "th,td{border:1px solid #000;padding:.25em .5em;text-align:left;vertical-align:middle}\n"
    "th{font-weight:normal}thead th{font-weight:bold}\n"
    "th.c,td.c{text-align:center}th.r,td.r{text-align:right}\n"
    ".open>*>tr>th,.open>*>tr>td{border:0}\n"
    "td p,th p,li p{margin:0}\n"
    "tr{break-inside:avoid}\n"
    "ul{list-style:none;margin:.3em 0;padding-left:2em}\n"
    "nav ul{padding:0}nav a{color:inherit;text-decoration:none}\n"
    "nav .level-2{padding-left:2em}nav .level-3{padding-left:4em}nav .level-4{padding-left:6em}\n"
    "em{font-style:normal;text-emphasis:dot;text-emphasis-position:under right}\n"
    "sup{line-height:0}.note,.notes{font-size:.85em}\n"
    ".notes{margin-top:1.5em;border-top:1px solid #000;padding-top:.5em}\n"
    "del,ins{color:#c00000}.derived{text-decoration:underline dashed}\n"
    "figure{margin:.8em 0;text-align:center}img{max-width:100%;height:auto}\n"
    "@page{size:A4;margin:25mm}@media print{body{max-width:none;padding:0;font-size:12pt}}\n";

static void add_meta(struct buf *out, const char *name, struct str content)
{
    if (content.len == 0)
        return;
    buf_printf(out, "<meta name=\"%s\" content=\"", name);
    buf_add_xml(out, content);
    buf_add_text(out, "\">\n");
}

void html_begin(struct markup *markup)
{
    const struct page_document *document = markup->document;
    struct buf *out = markup->out;
    char date[MARKUP_DATE];
    buf_add_text(out, "<!DOCTYPE html>\n<html lang=\"" PAGE_LANG "\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    buf_add_xml(out, document->title.len > 0 ? document->title : STR("文书"));
    buf_add_text(out, "</title>\n");
    add_meta(out, "author", document->author);
    add_meta(out, "description", document->subject);
    add_meta(out, "keywords", document->is_public ? STR(PAGE_PUBLIC) : STR(""));
    add_meta(out, "date", markup_date(document, date));
    add_meta(out, "generator", STR("chengwen"));
    buf_printf(out, "<style>\n%s</style>\n</head>\n<body>", STYLE);
    if (document->draft)
        buf_add_text(out, "\n<p class=\"draft\">草稿</p>");
}

void html_end(struct markup *markup)
{
    buf_add_text(markup->out, "\n</body>\n</html>\n");
}
