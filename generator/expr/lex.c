/*
 * Source text -> tokens, one at a time, and the places of its bytes.
 *
 * A place is counted when it is asked for, from the source's first character on (or by the caller's own
 * mapping).  Sources are at most EXPR_MAX_SOURCE bytes.  Full-width signs and typographic quotes, easily
 * typed by mistake, get a message of their own.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

struct place expr_compile_place(const struct compile *compile, size_t offset)
{
    const struct pattern_source *source = &compile->source;
    if (source->place_of != NULL)
        return source->place_of(source->context, offset);
    struct place place = source->place;
    for (size_t at = 0; at < offset;) {
        if (utf8_next(source->text, &at) == '\n') {
            place.line++;
            place.column = 1;
        } else {
            place.column++;
        }
    }
    return place;
}

struct str expr_compile_slice(const struct compile *compile, size_t from, size_t to)
{
    return str_slice(compile->source.text, from, to);
}

static const struct {
    const char *sign;
    enum token_kind kind;
} signs[] = {/* longer ones first */
             {"!=", TOKEN_UNEQUAL},     {"<=", TOKEN_LESS_EQUAL}, {">=", TOKEN_GREATER_EQUAL},
             {"≠", TOKEN_UNEQUAL},      {"≤", TOKEN_LESS_EQUAL},  {"≥", TOKEN_GREATER_EQUAL},
             {"×", TOKEN_TIMES},        {"÷", TOKEN_DIVIDE},      {"+", TOKEN_PLUS},
             {"-", TOKEN_MINUS},        {"*", TOKEN_TIMES},       {"/", TOKEN_DIVIDE},
             {"=", TOKEN_EQUAL},        {"<", TOKEN_LESS},        {">", TOKEN_GREATER},
             {"(", TOKEN_OPEN},         {")", TOKEN_CLOSE},       {"[", TOKEN_OPEN_SQUARE},
             {"]", TOKEN_CLOSE_SQUARE}, {",", TOKEN_COMMA},       {".", TOKEN_DOT}};

static const struct {
    const char *word;
    enum token_kind kind;
} reserved[] = {
    {"and", TOKEN_AND}, {"or", TOKEN_OR}, {"not", TOKEN_NOT}, {"yes", TOKEN_YES}, {"no", TOKEN_NO}};

static const struct {
    const char *wide, *right;
} mistaken[] = {{"（", "("}, {"）", ")"}, {"，", ","},   {"、", ","},   {"＋", "+"},  {"－", "-"},
                {"−", "-"},  {"—", "-"},  {"–", "-"},    {"＊", "*"},   {"／", "/"},  {"＝", "="},
                {"＜", "<"}, {"＞", ">"}, {"［", "["},   {"］", "]"},   {"【", "["},  {"】", "]"},
                {"．", "."}, {"。", "."}, {"“", "'"},    {"”", "'"},    {"‘", "'"},   {"’", "'"},
                {"＂", "'"}, {"＇", "'"}, {"%", "/100"}, {"&&", "and"}, {"||", "or"}, {"!", "not"}};

/* The same, of other languages: they begin with signs that there are. */
static const struct {
    const char *sign, *right;
} foreign[] = {{"==", "="}, {"<>", "!="}, {"=<", "<="}, {"=>", ">="}};

static enum status lex_text(struct compile *compile)
{
    struct str text = compile->source.text;
    size_t from = compile->offset, end = from + 1;
    while (end < text.len && text.ptr[end] != text.ptr[from])
        end++;
    if (end == text.len)
        return compile_report(compile, MSG_EXPR_TEXT_OPEN, from);
    compile->token = (struct token){TOKEN_TEXT, from, end + 1};
    return OK;
}

static bool is_digit(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static enum status lex_number(struct compile *compile)
{
    struct str text = compile->source.text;
    size_t from = compile->offset, end = from, points = 0;
    while (is_digit(text, end) || (end < text.len && text.ptr[end] == '.' && is_digit(text, end + 1))) {
        points += text.ptr[end] == '.';
        end++;
    }
    size_t name = expr_name_length(text, end);
    if (points > 1 || name > 0)
        return compile_report(compile, MSG_EXPR_NUMBER, from,
                              STR_ARGS(expr_compile_slice(compile, from, end + name)));
    compile->token = (struct token){TOKEN_NUMBER, from, end};
    return OK;
}

static void lex_name(struct compile *compile, size_t size)
{
    size_t from = compile->offset;
    struct str name = expr_compile_slice(compile, from, from + size);
    compile->token = (struct token){TOKEN_NAME, from, from + size};
    for (size_t i = 0; i < ARRAY_COUNT(reserved); i++)
        if (str_is(name, reserved[i].word))
            compile->token.kind = reserved[i].kind;
}

static enum status lex_sign(struct compile *compile)
{
    size_t from = compile->offset, end = from;
    struct str rest = expr_compile_slice(compile, from, compile->source.text.len);
    for (size_t i = 0; i < ARRAY_COUNT(foreign); i++)
        if (*rest.ptr == *foreign[i].sign && str_starts(rest, foreign[i].sign))
            return diag_report(compile->diag, MSG_EXPR_FOREIGN, expr_compile_place(compile, from),
                               foreign[i].sign, foreign[i].right);
    for (size_t i = 0; i < ARRAY_COUNT(signs); i++) {
        if (*rest.ptr == *signs[i].sign && str_starts(rest, signs[i].sign)) {
            compile->token = (struct token){signs[i].kind, from, from + str_of(signs[i].sign).len};
            return OK;
        }
    }
    struct place place = expr_compile_place(compile, from);
    for (size_t i = 0; i < ARRAY_COUNT(mistaken); i++)
        if (str_starts(rest, mistaken[i].wide))
            return diag_report(compile->diag, MSG_EXPR_WIDE, place, mistaken[i].wide, mistaken[i].right);
    utf8_next(compile->source.text, &end);
    return diag_report(compile->diag, MSG_EXPR_CHARACTER, place,
                       STR_ARGS(expr_compile_slice(compile, from, end)));
}

enum status expr_lex_next(struct compile *compile)
{
    struct str text = compile->source.text;
    while (compile->offset < text.len && char_is_white(text.ptr[compile->offset]))
        compile->offset++;
    size_t at = compile->offset, size = expr_name_length(text, at);
    enum status status = OK;
    if (at == text.len)
        compile->token = (struct token){TOKEN_END, at, at};
    else if (text.ptr[at] == '\'' || text.ptr[at] == '"')
        status = lex_text(compile);
    else if (is_digit(text, at))
        status = lex_number(compile);
    else if (size > 0)
        lex_name(compile, size);
    else
        status = lex_sign(compile);
    if (status == OK)
        compile->offset = compile->token.to;
    return status;
}
