/*
 * The command line, from two tables: commands and options.  The tables (options.def) drive parsing,
 * suggestions and help, and the man page and the completion in docs/, so none can lie.
 *
 * "--name value", "--name=value", "-o value", "-ovalue"; "--" ends the options.  Options may stand before and
 * after files.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"
#include "page/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct option_row {
    const char *name;
    char letter;       /* 0: none */
    unsigned commands; /* bit set of those that take it; 0: also without a command */
    struct option_kind kind;
    size_t field;      /* offset in struct options: of a char *, a bool, an int, a struct option_amount */
    const char *value; /* what the help calls the value */
    const char *text;  /* empty: not in the help */
};

static const struct choice STAGES[] = {{"node", BATCH_NODE},       {"record", BATCH_RECORD},
                                       {"content", BATCH_CONTENT}, {"structure", BATCH_STRUCTURE},
                                       {"pages", BATCH_PAGES},     {"lines", BATCH_LINES},
                                       {"glyphs", BATCH_GLYPHS}};
const struct words words_stage = WORDS(STAGES);
static const struct choice FORMATS[] = {{"text", false}, {"json", true}};
static const struct words words_format = WORDS(FORMATS);
static const struct choice GRAMMARS[] = {{"rng", false}, {"xsd", true}};
static const struct words words_grammar = WORDS(GRAMMARS);
static const struct choice DIGESTS[] = {{"sha256", 0}, {"sha384", 1}, {"sha512", 2}};
static const struct words words_digest = WORDS(DIGESTS);
/* clang-format off */
#define ON(command)        1u << COMMAND_##command
#define TEXT               {.type = OPTION_TEXT}
#define FLAG               {.type = OPTION_FLAG}
#define WORD(list)         {.type = OPTION_WORD, .words = &words_##list}
#define LOOSE(list, given) {.type = OPTION_WORD, .words = &words_##list, .alone = true, .least = (given)}
#define NUMBER(from, to)   {.type = OPTION_NUMBER, .least = (from), .most = (to)}
#define SIZE(from, to)     {.type = OPTION_SIZE, .least = (from), .most = (to)}
#define SHARE(to)          {.type = OPTION_SHARE, .most = (to)}
#define DURATION(from, to) {.type = OPTION_DURATION, .least = (from), .most = (to)}
/* clang-format on */
#define COMMAND(...)
#define OPTION(name, letter, commands, kind, field, value, text)                                             \
    {name, letter, commands, kind, offsetof(struct options, field), value, text},
static const struct option_row OPTIONS[] = {
#include "cli/options.def"
};
#undef OPTION
#undef COMMAND

struct command_row {
    const char *name, *arguments, *text;
    bool needs_files;
};

#define OPTION(...)
#define COMMAND(id, ...) [COMMAND_##id] = {__VA_ARGS__},
static const struct command_row COMMANDS[COMMAND_COUNT] = {
#include "cli/options.def"
};
#undef COMMAND
#undef OPTION

const struct place PROGRAM = {"chengwen", 0, 0};

struct parser {
    struct diag *diag;
    enum command
        command; /* as it will be found: a name may be an option of one command, and another of the next */
    struct options *options;
    char **arguments; /* argv behind the program's name */
    size_t count, next, kept;
};

/* --- suggestions --- */

/* Empty: no option is near. */
static struct str nearest_option(struct str name)
{
    struct nearest nearest = {.name = name};
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++)
        if (OPTIONS[i].text[0] != '\0')
            nearest_offer(&nearest, str_of(OPTIONS[i].name));
    return nearest.best;
}

static struct str nearest_command(const char *name)
{
    struct nearest nearest = {.name = str_of(name)};
    for (size_t i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++)
        nearest_offer(&nearest, str_of(COMMANDS[i].name));
    return nearest.best;
}

/* --- parsing --- */

static enum status unknown_option(struct parser *parser, const char *argument, struct str name)
{
    struct str near = name.len > 1 ? nearest_option(name) : STR("");
    char shown[32];
    snprintf(shown, sizeof shown, "--%.*s", STR_ARGS(near));
    struct hint hint = {.near = near.len > 0 ? str_of(shown) : near};
    return diag_report_near(parser->diag, MSG_CLI_OPTION, PROGRAM, hint, argument);
}

static enum status set_word(struct diag *diag, const struct option_row *row, const char *value, int *ret_word)
{
    char label[WORDS_LABEL_MAX];
    if (words_parse(row->kind.words, str_of(value), ret_word))
        return OK;
    return diag_report(diag, MSG_CLI_WORD, PROGRAM, row->name, value, row->value,
                       words_label(row->kind.words, label));
}

/* An option whose value may be left out, without one: was the next argument meant, a word that no file is called? */
static enum status set_alone(struct parser *parser, const struct option_row *row, int *field)
{
    const char *next = parser->next < parser->count ? parser->arguments[parser->next] : "";
    int word;
    *field = (int)row->kind.least;
    if (!words_parse(row->kind.words, str_of(next), &word) || file_exists(next))
        return OK;
    return diag_report(parser->diag, MSG_CLI_BLANK, PROGRAM, row->name, next, next, row->name, next);
}

static enum status set_option(struct parser *parser, const struct option_row *row, const char *attached)
{
    void *field = (char *)parser->options + row->field;
    if (row->kind.type == OPTION_FLAG) {
        if (attached != NULL)
            return diag_report(parser->diag, MSG_CLI_NO_VALUE, PROGRAM, row->name);
        *(bool *)field = true;
        return OK;
    }
    const char *value = attached;
    if (value == NULL && row->kind.alone)
        return set_alone(parser, row, field);
    if (value == NULL && parser->next < parser->count)
        value = parser->arguments[parser->next++];
    if (value == NULL || value[0] == '\0')
        return diag_report(parser->diag, MSG_CLI_VALUE, PROGRAM, row->name, row->value);
    if (row->kind.type == OPTION_WORD)
        return set_word(parser->diag, row, value, field);
    if (row->kind.type != OPTION_TEXT)
        return value_set(parser->diag, row->name, &row->kind, value, field);
    *(const char **)field = value;
    return OK;
}

static bool takes(enum command command, const struct option_row *row)
{
    const bool of_all = row->commands == 0 && command != COMMAND_LIBRARY;
    return of_all || (row->commands & 1u << command) != 0;
}

/* An option as it is written: its name, and the value that is part of the argument. */
struct written {
    struct str name;
    const char *value; /* NULL: none */
};

static struct written written_of(const char *argument)
{
    if (argument[1] != '-')
        return (struct written){{argument + 1, 1}, argument[2] != '\0' ? argument + 2 : NULL};
    const char *equals = strchr(argument, '=');
    const size_t len = equals != NULL ? (size_t)(equals - argument) - 2 : strlen(argument + 2);
    return (struct written){{argument + 2, len}, equals != NULL ? equals + 1 : NULL};
}

/* Rather one that the command takes; NULL: no option is called so. */
static const struct option_row *row_of(const char *argument, enum command command)
{
    const struct written written = written_of(argument);
    const struct option_row *found = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++) {
        const struct option_row *row = &OPTIONS[i];
        const bool called = argument[1] == '-' ? str_is(written.name, row->name)
                                               : row->letter != 0 && row->letter == argument[1];
        if (called && (found == NULL || (takes(command, row) && !takes(command, found))))
            found = row;
    }
    return found;
}

static bool is_option(const char *argument)
{
    return argument[0] == '-' && argument[1] != '\0';
}

/* The first argument that is neither an option nor its value: options of one name all have a value, or none. */
static enum command find_command(const struct parser *parser)
{
    size_t at = 0;
    for (; at < parser->count && is_option(parser->arguments[at]); at++) {
        const char *argument = parser->arguments[at];
        const struct option_row *row = row_of(argument, COMMAND_NONE);
        if (strcmp(argument, "--") == 0) {
            at++;
            break;
        }
        at += row != NULL && row->kind.type != OPTION_FLAG && !row->kind.alone &&
              written_of(argument).value == NULL;
    }
    for (size_t i = COMMAND_NONE + 1; i < COMMAND_COUNT && at < parser->count; i++)
        if (strcmp(COMMANDS[i].name, parser->arguments[at]) == 0)
            return (enum command)i;
    return COMMAND_NONE;
}

static enum status parse_option(struct parser *parser, const char *argument)
{
    const struct option_row *row = row_of(argument, parser->command);
    const struct written written = written_of(argument);
    if (row != NULL)
        return set_option(parser, row, written.value);
    return unknown_option(parser, argument, argument[1] == '-' ? written.name : str_of(argument + 1));
}

static enum status parse_arguments(struct parser *parser)
{
    bool only_files = false;
    while (parser->next < parser->count) {
        char *argument = parser->arguments[parser->next++];
        enum status status = OK;
        if (!only_files && strcmp(argument, "--") == 0)
            only_files = true;
        else if (only_files || !is_option(argument))
            parser->arguments[parser->kept++] = argument;
        else
            status = parse_option(parser, argument);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status parse_command(struct parser *parser)
{
    const char *name = parser->arguments[0];
    for (size_t i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        if (strcmp(COMMANDS[i].name, name) != 0)
            continue;
        parser->options->command = (enum command)i;
        return OK;
    }
    struct hint hint = {.near = nearest_command(name)};
    return diag_report_near(parser->diag, MSG_CLI_COMMAND, PROGRAM, hint, name);
}

/* --- what goes with what --- */

static bool is_given(const struct options *options, const struct option_row *row)
{
    const void *field = (const char *)options + row->field;
    if (row->kind.type == OPTION_FLAG)
        return *(const bool *)field;
    if (row->kind.type == OPTION_TEXT)
        return *(const char *const *)field != NULL;
    if (row->kind.type == OPTION_WORD)
        return *(const int *)field >= 0;
    return ((const struct option_amount *)field)->given;
}

static size_t size_of(const struct option_row *row)
{
    switch (row->kind.type) {
    case OPTION_FLAG:
        return sizeof(bool);
    case OPTION_TEXT:
        return sizeof(const char *);
    case OPTION_WORD:
        return sizeof(int);
    default:
        return sizeof(struct option_amount);
    }
}

void options_overlay(struct options *options, const struct options *given)
{
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++) {
        const struct option_row *row = &OPTIONS[i];
        if (takes(given->command, row) && takes(options->command, row) && is_given(given, row))
            memcpy((char *)options + row->field, (const char *)given + row->field, size_of(row));
    }
}

static enum status check_options(const struct options *options, struct diag *diag)
{
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++) {
        if (takes(options->command, &OPTIONS[i]) || !is_given(options, &OPTIONS[i]))
            continue;
        if (options->command == COMMAND_LIBRARY)
            return diag_report(diag, MSG_CLI_LIBRARY_OPTION, PROGRAM, OPTIONS[i].name);
        return diag_report(diag, MSG_CLI_MISPLACED, PROGRAM, COMMANDS[options->command].name, OPTIONS[i].name,
                           COMMANDS[options->command].name);
    }
    return OK;
}

/* What was read from a QR code, beside files that may be streams. */
static enum status check_code(const struct options *options, struct diag *diag)
{
    if (options->code == NULL)
        return OK;
    if (options->chain != NULL)
        return diag_report(diag, MSG_CLI_QR_JOURNAL, PROGRAM);
    for (size_t i = 0; i < options->file_count && file_is_stream(options->code); i++)
        if (file_is_stream(options->files[i]))
            return diag_report(diag, MSG_CLI_QR_STREAM, PROGRAM, options->code, options->files[i]);
    return OK;
}

/* What stands behind it is a kind, not a file. */
static bool names_kind(const struct options *options)
{
    return options->command == COMMAND_NEW || options->command == COMMAND_SCHEMA;
}

static enum status check_files(const struct options *options, struct diag *diag)
{
    const struct command_row *command = &COMMANDS[options->command];
    const bool workers = options->jobs.given || options->timeout.given || options->memory.given;
    if (options->data != NULL && options->file_count > 1)
        return diag_report(diag, MSG_CLI_BASES, PROGRAM, options->data, options->files[1]);
    if (options->data != NULL && options->file_count == 1 && workers && file_is_stream(options->files[0]))
        return diag_report(diag, MSG_CLI_BASE_STREAM, PROGRAM, options->files[0]);
    if (options->data != NULL)
        return !file_is_stream(options->data)
                   ? OK
                   : diag_report(diag, MSG_CLI_DATA_STREAM, PROGRAM, options->data);
    const bool kind_alone = options->kind != NULL && options->command == COMMAND_CHECK;
    if (options->new_kind != NULL && options->file_count > 0)
        return diag_report(diag, MSG_CLI_NEW_NAMED, PROGRAM, options->new_kind, options->files[0]);
    for (size_t i = 0; i < options->file_count && options->kind != NULL; i++)
        if (!batch_is_table(options->files[i]))
            return diag_report(diag, MSG_CLI_KIND_FILES, PROGRAM, options->kind, options->files[i]);
    if (kind_alone && options->file_count == 0 && options->shard.given)
        return diag_report(diag, MSG_CLI_SHARD_KIND, PROGRAM, options->kind);
    const bool journal = options->chain != NULL;
    if (journal && options->file_count > 1)
        return diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, "verify --journal", options->files[1]);
    if (command->needs_files && options->file_count == 0 && !kind_alone && !journal &&
        options->new_kind == NULL)
        return names_kind(options) ? diag_report(diag, MSG_CLI_NO_KIND, PROGRAM, command->name)
                                   : diag_report(diag, MSG_CLI_NO_FILES, PROGRAM, command->name);
    if ((options->command == COMMAND_EXTRACT || options->command == COMMAND_RUN ||
         options->command == COMMAND_NEW || options->command == COMMAND_SCHEMA ||
         options->command == COMMAND_SIGN) &&
        options->file_count > 1)
        return diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, command->name, options->files[1]);
    if (options->command == COMMAND_VERIFY && options->file_count > 2)
        return diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, command->name, options->files[2]);
    if (options->command == COMMAND_EXPLAIN && options->file_count == 1 && !options->list_fields)
        return diag_report(diag, MSG_CLI_EXPLAIN_TWO, PROGRAM, options->files[0]);
    if (options->command == COMMAND_EXPLAIN && options->file_count > 2 && !options->list_fields)
        return diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, command->name, options->files[2]);
    if (options->command == COMMAND_COMPARE && options->file_count == 1)
        return diag_report(diag, MSG_CLI_COMPARE_TWO, PROGRAM, options->files[0]);
    if (options->command == COMMAND_COMPARE && options->file_count > 2)
        return diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, command->name, options->files[2]);
    if (!command->needs_files && options->file_count > 0)
        return diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, command->name, options->files[0]);
    return OK;
}

static enum status check_command(const struct options *options, struct diag *diag)
{
    if (options->command == COMMAND_NONE)
        return diag_report(diag, MSG_CLI_NO_COMMAND, PROGRAM);
    enum status status = check_options(options, diag);
    if (status == OK)
        status = check_code(options, diag);
    if (status == OK)
        status = check_files(options, diag);
    return status == OK ? options_check(options, diag) : status;
}

static const struct options NOTHING = {.command = COMMAND_NONE,
                                       .stage = -1,
                                       .format = -1,
                                       .grammar = -1,
                                       .log = -1,
                                       .sign = {.digest = -1},
                                       .run = {.conformance = -1, .attach = -1, .writer = -1}};

enum status options_parse_library(struct arena *arena, struct diag *diag, const char *const *arguments,
                                  size_t count, struct options *ret_options)
{
    struct options options = NOTHING;
    struct parser parser = {.diag = diag, .command = COMMAND_LIBRARY, .options = &options, .count = count};
    parser.arguments = ARENA_NEW_ARRAY(arena, count + 1, char *);
    if (parser.arguments == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        parser.arguments[i] = (char *)arena_copy(arena, str_of(arguments[i])).ptr;
        if (parser.arguments[i] == NULL)
            return NO_MEMORY;
    }
    options.command = COMMAND_LIBRARY;
    enum status status = parse_arguments(&parser);
    if (status == OK && parser.kept > 0)
        status = diag_report(diag, MSG_CLI_LIBRARY_FILE, PROGRAM, parser.arguments[0]);
    if (status == OK)
        status = check_options(&options, diag);
    if (status == OK)
        status = options_check(&options, diag);
    if (status == OK)
        *ret_options = options;
    return status;
}

enum status options_parse(int argc, char **argv, struct diag *diag, struct options *ret_options)
{
    struct options options = NOTHING;
    size_t count = argc > 0 ? (size_t)argc - 1 : 0;
    struct parser parser = {.diag = diag, .options = &options, .arguments = argv + 1, .count = count};
    parser.command = find_command(&parser);
    enum status status = parse_arguments(&parser);
    if (status == OK && parser.kept > 0)
        status = parse_command(&parser);
    if (status != OK)
        return status;
    if (parser.kept > 0) {
        options.files = (const char *const *)parser.arguments + 1;
        options.file_count = parser.kept - 1;
    }
    if (!options.help && !options.version)
        status = check_command(&options, diag);
    if (status == OK)
        *ret_options = options;
    return status;
}

/* --- for programs --- */

const char *options_command(enum command command)
{
    return COMMANDS[command].name;
}

/* In words; of one without value nothing. */
static void add_value(const struct options *options, const struct option_row *row, struct buf *out)
{
    const void *field = (const char *)options + row->field;
    const struct option_amount *set = field;
    if (row->kind.type == OPTION_TEXT)
        buf_add_text(out, *(const char *const *)field);
    else if (row->kind.type == OPTION_WORD)
        buf_add_text(out, words_print(row->kind.words, *(const int *)field));
    else if (row->kind.type == OPTION_SHARE)
        buf_printf(out, "%lld/%lld", (long long)set->value, (long long)set->of);
    else if (row->kind.type != OPTION_FLAG)
        value_write(row->kind.type, set->value, out);
}

bool options_next(const struct options *options, size_t *at, const char **ret_name, struct buf *ret_value)
{
    while (*at < ARRAY_COUNT(OPTIONS)) {
        const struct option_row *row = &OPTIONS[(*at)++];
        if (!takes(options->command, row) || !is_given(options, row))
            continue;
        *ret_name = row->name;
        buf_reset(ret_value);
        add_value(options, row, ret_value);
        return true;
    }
    return false;
}

void options_add_json(const struct options *options, struct buf *out)
{
    const char *name;
    struct buf value = BUF(OPTION_VALUE_MAX);
    buf_add_char(out, '{');
    for (size_t at = 0, from = out->len; options_next(options, &at, &name, &value);) {
        buf_printf(out, "%s\"%s\":", out->len > from ? "," : "", name);
        if (value.len == 0)
            buf_add_text(out, "true");
        else
            buf_add_json(out, buf_str(&value));
    }
    buf_add_char(out, '}');
    out->failed = out->failed || value.failed;
    buf_clear(&value);
}

/* --- plans --- */

int options_settle(int count, char **arguments)
{
    int kept = 0;
    bool ended = false;
    for (int i = 0; i < count; i++) {
        char *argument = arguments[i], *equals = strchr(argument, '=');
        ended = ended || strcmp(argument, "--") == 0;
        const struct option_row *row =
            ended || equals == NULL || !is_option(argument) ? NULL : row_of(argument, COMMAND_BUILD);
        const bool alone = row != NULL && (row->kind.type == OPTION_FLAG || row->kind.alone);
        if (alone && strcmp(equals, "=no") == 0)
            continue;
        if (alone && strcmp(equals, "=yes") == 0)
            *equals = '\0';
        arguments[kept++] = argument;
    }
    return kept;
}

/* --- help --- */

enum { HELP_COLUMN = 26 }; /* where the explanations begin */

/* Moves the cell's text there, up to the column. */
static void spend_cell(struct buf *out, struct buf *cell)
{
    int used = (int)str_columns(buf_str(cell));
    buf_printf(out, "%.*s%*s", STR_ARGS(buf_str(cell)), used < HELP_COLUMN ? HELP_COLUMN - used : 1, "");
    buf_clear(cell);
}

static void help_options(enum command command, struct buf *out)
{
    struct buf cell = BUF(1000);
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++) {
        const struct option_row *row = &OPTIONS[i];
        if (!takes(command, row) || row->text[0] == '\0')
            continue;
        if (row->letter != 0)
            buf_printf(&cell, "  -%c, --%s", row->letter, row->name);
        else
            buf_printf(&cell, "      --%s", row->name);
        if (row->value != NULL)
            buf_printf(&cell, row->kind.alone ? "[=%s]" : " %s", row->value);
        spend_cell(out, &cell);
        char label[WORDS_LABEL_MAX];
        buf_add_text(out, row->text);
        if (row->kind.type == OPTION_WORD)
            buf_printf(out, "：%.*s", STR_ARGS(str_trim(str_of(words_label(row->kind.words, label)))));
        buf_add_char(out, '\n');
    }
}

static void help_commands(struct buf *out)
{
    struct buf cell = BUF(1000);
    for (size_t i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        buf_printf(&cell, "  %s %s", COMMANDS[i].name, COMMANDS[i].arguments);
        spend_cell(out, &cell);
        buf_printf(out, "%s\n", COMMANDS[i].text);
    }
}

/* Some commands have a verdict of their own, two of them no templates. */
static const char *help_end(enum command command)
{
    if (command == COMMAND_SIGN)
        return "\n字体目录不写时，依次找：环境变量 CHENGWEN_HOME 之下，程序所在目录的上一级，\n"
               "本机自设的 ../etc/chengwen（/usr/bin 的为 /etc/chengwen），安装目录 ../share/chengwen。\n"
               "\n退出状态：0 已签；1 没有签，什么也没写，原因见消息；2 命令行有误，什么也没做；3 "
               "系统故障，什么也没写。\n";
    if (command == COMMAND_WATCH)
        return "\n模板和字体目录不写时，依次找：环境变量 CHENGWEN_HOME 之下，程序所在目录的上一级，\n"
               "本机自设的 ../etc/chengwen（/usr/bin 的为 /etc/chengwen），安装目录 ../share/chengwen。\n"
               "\n退出状态：0 由 Ctrl-C 或 kill 结束，各份有误与否看网页；2 命令行有误，什么也没做；3 "
               "系统故障，中止。\n";
    if (command == COMMAND_SIGNATURES)
        return "\n退出状态：0 有签名，都有效；1 有一个无效，或有文件没有签名，或读不了；2 "
               "命令行有误，什么也没做；3 系统故障，中止。\n";
    return "\n模板和字体目录不写时，依次找：环境变量 CHENGWEN_HOME 之下，程序所在目录的上一级，\n"
           "本机自设的 ../etc/chengwen（/usr/bin 的为 /etc/chengwen），安装目录 ../share/chengwen。\n"
           "\n退出状态：0 全部完成；1 部分文件有误，其余已完成；2 命令行有误，什么也没做；3 "
           "系统故障，中止。\n";
}

void options_help(enum command command, struct buf *out)
{
    if (command != COMMAND_NONE) {
        const struct command_row *row = &COMMANDS[command];
        buf_printf(out, "用法：chengwen %s [选项]%s%s\n%s。\n\n选项：\n", row->name,
                   row->needs_files ? " " : "", row->arguments, row->text);
        help_options(command, out);
    } else {
        buf_add_text(out,
                     "用法：chengwen 命令 [选项] [文件…]\n成文：由 XML 描述生成正式的中文 PDF。\n\n命令：\n");
        help_commands(out);
        buf_add_text(out, "\n选项：\n");
        help_options(COMMAND_NONE, out);
        buf_add_text(out, "\n各命令的选项见 chengwen 命令 --help。\n");
    }
    buf_add_text(out, help_end(command));
}
