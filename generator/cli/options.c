/*
 * The command line, from two tables: commands and options.  The tables drive parsing, suggestions and help
 * alike, so the help cannot lie.
 *
 * "--name value", "--name=value", "-o value", "-ovalue"; "--" ends the options.  Options may stand before and
 * after files.
 */
#include "cli/cli_int.h"
#include "cli/messages.h"
#include "batch/messages.h"

#include <stdio.h>
#include <string.h>

#define ALL_RUNS  (1u << COMMAND_BUILD | 1u << COMMAND_CHECK | 1u << COMMAND_DUMP | 1u << COMMAND_FONTS)
#define DOCUMENTS (1u << COMMAND_BUILD | 1u << COMMAND_CHECK | 1u << COMMAND_DUMP)

struct option_row {
    const char *name;
    char letter;       /* 0: none */
    unsigned commands; /* bit set of those that take it; 0: also without a command */
    struct option_kind kind;
    size_t field;      /* offset in struct options: of a char *, a bool, a struct option_amount */
    const char *value; /* what the help calls the value */
    const char *text;  /* NULL: not in the help */
};

#define TEXT                                                                                                 \
    {                                                                                                        \
        OPTION_TEXT, 0, 0                                                                                    \
    }
#define FLAG                                                                                                 \
    {                                                                                                        \
        OPTION_FLAG, 0, 0                                                                                    \
    }
#define FIELD(name) offsetof(struct options, name)

static const struct choice STAGES[] = {{"node", BATCH_NODE},       {"record", BATCH_RECORD},
                                       {"content", BATCH_CONTENT}, {"pages", BATCH_PAGES},
                                       {"lines", BATCH_LINES},     {"glyphs", BATCH_GLYPHS}};
static const struct words stages = WORDS(STAGES);
static const struct choice FORMATS[] = {{"text", false}, {"json", true}};
static const struct words formats = WORDS(FORMATS);

static const struct option_row OPTIONS[] = {
    {"output", 'o', 1u << COMMAND_BUILD, TEXT, FIELD(output), "目录",
     "PDF 写到此目录（没有就建立）；不写则放在输入文件旁边"},
    {"date", 0, DOCUMENTS, TEXT, FIELD(date), "日期", "today() 的值，如 2026-08-02；不写则不能使用 today()"},
    {"stage", 0, 1u << COMMAND_DUMP, TEXT, FIELD(stage), "阶段",
     "node、record、content、pages、lines 或 glyphs"},
    {"draft", 0, 1u << COMMAND_BUILD | 1u << COMMAND_DUMP, FLAG, FIELD(draft), NULL,
     "数字不符也生成：每页有“草稿”水印，不符之处所填与所算并列，文件名加“-草稿”"},
    {"proof", 0, 1u << COMMAND_BUILD, FLAG, FIELD(proof), NULL, "把校核表附在 PDF 末尾"},
    {"audit", 0, 1u << COMMAND_BUILD, FLAG, FIELD(audit), NULL,
     "列出各页的行、松紧、末行、拆开之处和所用字体"},
    {"all", 0, 1u << COMMAND_CHECK, FLAG, FIELD(all), NULL, "校核表也列出相符的各项，正文数字逐个列出"},
    {"strict-prose", 0, 1u << COMMAND_BUILD | 1u << COMMAND_CHECK, FLAG, FIELD(strict_prose), NULL,
     "正文数字与所说的字段不符作为错误，不只警告"},
    {"format", 0, 1u << COMMAND_CHECK, TEXT, FIELD(format), "格式",
     "校核表的格式：text 或 json（每份文书一行）"},
    {"kind", 0, 1u << COMMAND_CHECK, TEXT, FIELD(kind), "文种",
     "代替文件：只核对这一文种的模板，列出与版式不符之处"},
    {"templates", 0, DOCUMENTS, TEXT, FIELD(templates), "目录", "文种所在的目录"},
    {"fonts", 0, ALL_RUNS, TEXT, FIELD(fonts), "目录", "roles.xml 所在的目录"},
    {"quiet", 'q', 1u << COMMAND_BUILD | 1u << COMMAND_CHECK, FLAG, FIELD(quiet), NULL, "成功时不输出"},
    {"square-font", 0, ALL_RUNS, FLAG, FIELD(square_font), NULL, NULL},
    {"help", 'h', 0, FLAG, FIELD(help), NULL, "显示帮助"},
    {"version", 0, 0, FLAG, FIELD(version), NULL, "显示版本"},
};

struct command_row {
    const char *name, *arguments, *text;
    bool needs_files;
};

static const struct command_row COMMANDS[COMMAND_COUNT] = {
    [COMMAND_NONE] = {NULL, NULL, NULL, false},
    [COMMAND_BUILD] = {"build", "文件…", "由 XML 生成 PDF，每个文件一份", true},
    [COMMAND_CHECK] = {"check", "文件…", "核对数据和模板，列出校核表，不生成 PDF", true},
    [COMMAND_DUMP] = {"dump", "文件…", "以文本形式显示某一阶段的结果", true},
    [COMMAND_FONTS] = {"fonts", "", "列出各字体角色实际使用的字体", false},
};

const struct place PROGRAM = {"chengwen", 0, 0};

struct parser {
    struct diag *diag;
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
        if (OPTIONS[i].text != NULL)
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
    diag_report_near(parser->diag, MSG_CLI_OPTION, PROGRAM, hint, argument);
    return FAILED;
}

static enum status set_option(struct parser *parser, const struct option_row *row, const char *attached)
{
    void *field = (char *)parser->options + row->field;
    if (row->kind.type == OPTION_FLAG) {
        if (attached != NULL) {
            diag_report(parser->diag, MSG_CLI_NO_VALUE, PROGRAM, row->name);
            return FAILED;
        }
        *(bool *)field = true;
        return OK;
    }
    const char *value = attached;
    if (value == NULL && parser->next < parser->count)
        value = parser->arguments[parser->next++];
    if (value == NULL || value[0] == '\0') {
        diag_report(parser->diag, MSG_CLI_VALUE, PROGRAM, row->name, row->value);
        return FAILED;
    }
    if (row->kind.type != OPTION_TEXT)
        return value_set(parser->diag, row->name, &row->kind, value, field);
    *(const char **)field = value;
    return OK;
}

static enum status parse_long(struct parser *parser, const char *argument)
{
    const char *equals = strchr(argument, '=');
    struct str name = {argument + 2, equals != NULL ? (size_t)(equals - argument) - 2 : strlen(argument + 2)};
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++)
        if (str_is(name, OPTIONS[i].name))
            return set_option(parser, &OPTIONS[i], equals != NULL ? equals + 1 : NULL);
    return unknown_option(parser, argument, name);
}

static enum status parse_short(struct parser *parser, const char *argument)
{
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++)
        if (OPTIONS[i].letter != 0 && OPTIONS[i].letter == argument[1])
            return set_option(parser, &OPTIONS[i], argument[2] != '\0' ? argument + 2 : NULL);
    return unknown_option(parser, argument, str_of(argument + 1));
}

static enum status parse_arguments(struct parser *parser)
{
    bool only_files = false;
    while (parser->next < parser->count) {
        char *argument = parser->arguments[parser->next++];
        enum status status = OK;
        if (!only_files && strcmp(argument, "--") == 0)
            only_files = true;
        else if (only_files || argument[0] != '-' || argument[1] == '\0')
            parser->arguments[parser->kept++] = argument;
        else
            status = argument[1] == '-' ? parse_long(parser, argument) : parse_short(parser, argument);
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
    diag_report_near(parser->diag, MSG_CLI_COMMAND, PROGRAM, hint, name);
    return FAILED;
}

/* --- what goes with what --- */

static bool is_given(const struct options *options, const struct option_row *row)
{
    const void *field = (const char *)options + row->field;
    if (row->kind.type == OPTION_FLAG)
        return *(const bool *)field;
    if (row->kind.type == OPTION_TEXT)
        return *(const char *const *)field != NULL;
    return ((const struct option_amount *)field)->given;
}

static enum status check_options(const struct options *options, struct diag *diag)
{
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++) {
        bool taken = OPTIONS[i].commands == 0 || (OPTIONS[i].commands & 1u << options->command) != 0;
        if (taken || !is_given(options, &OPTIONS[i]))
            continue;
        diag_report(diag, MSG_CLI_MISPLACED, PROGRAM, COMMANDS[options->command].name, OPTIONS[i].name);
        return FAILED;
    }
    return OK;
}

static const struct option_row *option_row(size_t field)
{
    size_t i = 0;
    while (OPTIONS[i].field != field)
        i++;
    return &OPTIONS[i];
}

static enum status check_word(const struct option_row *row, const struct words *words, const char *value,
                              struct diag *diag, int *ret_word)
{
    char label[WORDS_LABEL_MAX];
    if (words_parse(words, str_of(value), ret_word))
        return OK;
    diag_report(diag, MSG_CLI_WORD, PROGRAM, row->name, value, row->value, words_label(words, label));
    return FAILED;
}

static enum status check_values(struct options *options, struct diag *diag)
{
    int word = 0;
    if (options->command == COMMAND_DUMP) {
        if (check_word(option_row(FIELD(stage)), &stages, options->stage != NULL ? options->stage : "", diag,
                       &word) != OK)
            return FAILED;
        options->dumped = (enum batch_stage)word;
    }
    if (options->format != NULL) {
        if (check_word(option_row(FIELD(format)), &formats, options->format, diag, &word) != OK)
            return FAILED;
        options->json = word;
    }
    if (options->date != NULL && !batch_date_is_valid(options->date)) {
        diag_report(diag, MSG_BATCH_DATE, PROGRAM, options->date);
        return FAILED;
    }
    return OK;
}

static enum status check_files(const struct options *options, struct diag *diag)
{
    const struct command_row *command = &COMMANDS[options->command];
    if (options->kind != NULL && options->file_count > 0)
        diag_report(diag, MSG_CLI_KIND_FILES, PROGRAM, options->kind, options->files[0]);
    else if (command->needs_files && options->file_count == 0 && options->kind == NULL)
        diag_report(diag, MSG_CLI_NO_FILES, PROGRAM, command->name);
    else if (!command->needs_files && options->file_count > 0)
        diag_report(diag, MSG_CLI_SURPLUS, PROGRAM, command->name, options->files[0]);
    else
        return OK;
    return FAILED;
}

enum status options_parse(int argc, char **argv, struct diag *diag, struct options *ret_options)
{
    struct options options = {.command = COMMAND_NONE};
    size_t count = argc > 0 ? (size_t)argc - 1 : 0;
    struct parser parser = {.diag = diag, .options = &options, .arguments = argv + 1, .count = count};
    enum status status = parse_arguments(&parser);
    if (status == OK && parser.kept > 0)
        status = parse_command(&parser);
    if (status != OK)
        return status;
    if (parser.kept > 0) {
        options.files = (const char *const *)parser.arguments + 1;
        options.file_count = parser.kept - 1;
    }
    bool runs = !options.help && !options.version;
    if (runs && options.command == COMMAND_NONE) {
        diag_report(diag, MSG_CLI_NO_COMMAND, PROGRAM);
        return FAILED;
    }
    if (runs)
        status = check_options(&options, diag);
    if (runs && status == OK)
        status = check_files(&options, diag);
    if (runs && status == OK)
        status = check_values(&options, diag);
    if (status == OK)
        *ret_options = options;
    return status;
}

/* --- help --- */

enum { HELP_COLUMN = 26 }; /* where the explanations begin */

/* Pads to the column; a Chinese character is two wide. */
static void add_cell(struct buf *out, const struct buf *cell)
{
    size_t used = 0;
    struct str text = buf_str(cell);
    for (size_t offset = 0; offset < text.len;)
        used += utf8_is_wide(utf8_next(text, &offset)) ? 2 : 1;
    buf_add_str(out, text);
    do {
        buf_add_char(out, ' ');
        used++;
    } while (used < HELP_COLUMN);
}

static void help_options(enum command command, struct buf *out)
{
    struct buf cell;
    buf_init(&cell, 1000);
    for (size_t i = 0; i < ARRAY_COUNT(OPTIONS); i++) {
        const struct option_row *row = &OPTIONS[i];
        bool taken = row->commands == 0 || (row->commands & 1u << command) != 0;
        if (!taken || row->text == NULL)
            continue;
        buf_reset(&cell);
        if (row->letter != 0)
            buf_printf(&cell, "  -%c, --%s", row->letter, row->name);
        else
            buf_printf(&cell, "      --%s", row->name);
        if (row->value != NULL)
            buf_printf(&cell, " %s", row->value);
        add_cell(out, &cell);
        buf_printf(out, "%s\n", row->text);
    }
    buf_clear(&cell);
}

static void help_commands(struct buf *out)
{
    struct buf cell;
    buf_init(&cell, 1000);
    for (size_t i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        buf_reset(&cell);
        buf_printf(&cell, "  %s %s", COMMANDS[i].name, COMMANDS[i].arguments);
        add_cell(out, &cell);
        buf_printf(out, "%s\n", COMMANDS[i].text);
    }
    buf_clear(&cell);
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
    buf_add_text(
        out,
        "\n模板和字体目录不写时，依次找：环境变量 CHENGWEN_HOME 之下，程序所在目录的上一级，\n"
        "安装目录 ../share/chengwen。\n"
        "\n退出状态：0 全部完成；1 部分文件有误，其余已完成；2 命令行有误，什么也没做；3 系统故障，中止。\n");
}
