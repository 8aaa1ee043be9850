/*
 * sign: a signature into a field of a PDF.
 *
 * What can be wrong with the file is found before anybody is asked for a password.  The signed file is made in memory, read again as
 * any other, and proved; only then is it written, beside its name first, so that whatever fails leaves everything as it was.
 */
#include "sign/make/make.h"
#include "sign/make/make_int.h"
#include "roles/roles.h"
#include "sign/proof/proof.h"
#include "sign/messages.def"
#include "unicode/unicode.h"

struct making {
    const struct sign_run *run;
    struct arena *arena;
    struct diag *diag;
    const char *path, *output;
    struct sign_file *file;
    struct sign_fields fields;
    const struct sign_field *field;
    struct sign_time time;
    const struct picture_file *picture;
    struct font_set *fonts; /* NULL: no text is shown */
    struct cms_proofs proofs;
    struct cms_signer *signer;
};

static const struct place PROGRAM = {"chengwen", 0, 0};

static bool is_given(const struct making *making, const char *name)
{
    return sign_argument(making->run, name) != NULL;
}

static struct str argument_text(const struct making *making, const char *name)
{
    const char *text = sign_argument(making->run, name);
    return text != NULL ? str_of(text) : STR("");
}

/* A file that the command line names and that cannot be read is no fault of the system's. */
static enum status of_named(enum status status)
{
    return status == SYSTEM ? FAILED : status;
}

static struct place file_place(const struct making *making)
{
    return (struct place){making->path, 0, 0};
}

/* --- what is asked for --- */

/* Each way to have a key, and how many of them are taken. */
static enum status check_key(const struct making *making)
{
    static const char *const WAYS[] = {"key", "p12", "pkcs11", "signer"};
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(WAYS); i++)
        count += is_given(making, WAYS[i]);
    if (count != 1)
        return diag_report(making->diag, MSG_SIGN_WAYS, PROGRAM);
    if ((is_given(making, "key") || is_given(making, "signer")) && !is_given(making, "cert"))
        return diag_report(making->diag, MSG_SIGN_NO_CERT, PROGRAM);
    return OK;
}

static struct cms_wish wish_of(const struct sign_run *run)
{
    return (struct cms_wish){.cert = sign_argument(run, "cert"),
                             .chain = sign_argument(run, "chain"),
                             .key = sign_argument(run, "key"),
                             .p12 = sign_argument(run, "p12"),
                             .module = sign_argument(run, "pkcs11"),
                             .token = sign_argument(run, "token"),
                             .label = sign_argument(run, "label"),
                             .program = sign_argument(run, "signer"),
                             .program_seconds = CMS_PROGRAM_SECONDS,
                             .password = sign_argument(run, "password-file"),
                             .digest = sign_argument(run, "digest"),
                             .pss = sign_argument(run, "pss") != NULL};
}

static enum status choose_output(struct making *making)
{
    making->output = sign_argument(making->run, "output");
    if (making->output != NULL)
        return OK;
    making->output = output_name(making->arena, making->path).ptr;
    if (making->output == NULL)
        return NO_MEMORY;
    return file_exists(making->output)
               ? diag_report(making->diag, MSG_SIGN_EXISTS, ((struct place){making->output, 0, 0}))
               : OK;
}

static enum status read_picture(struct making *making)
{
    const char *path = sign_argument(making->run, "picture");
    return path == NULL ? OK
                        : seal_picture_read(making->arena, making->diag, path, is_given(making, "strict"),
                                            &making->picture);
}

/* Those of papers; only for who has text. */
static enum status load_fonts(struct making *making)
{
    return is_given(making, "text")
               ? roles_load(making->arena, making->diag, sign_argument(making->run, "fonts"),
                            sign_argument(making->run, "font-cache"), &making->fonts)
               : OK;
}

/* --- the field --- */

/* Why the field that was named, or none, will not do; with those that will. */
static enum status refuse_field(const struct making *making, const char *name)
{
    struct buf known = BUF(FIELDS_TOLD_MOST);
    struct nearest nearest = {.name = str_of(name != NULL ? name : "")};
    bool any = false;
    for (size_t i = 0; i < making->fields.count; i++) {
        const struct sign_field *field = &making->fields.items[i];
        any = any || syntax_name_is(field->type, "/Sig");
        if (!syntax_name_is(field->type, "/Sig") || field->filled.len > 0)
            continue;
        nearest_offer(&nearest, field->name);
        buf_printf(&known, "%s%.*s", known.len > 0 ? "、" : "", STR_ARGS(field->name));
    }
    const struct hint hint = {.near = name != NULL && making->field == NULL ? nearest.best : STR(""),
                              .known = known.len > 0 ? known.ptr : NULL};
    if (!any)
        diag_report(making->diag, MSG_SIGN_NO_FIELDS, file_place(making));
    else if (known.len == 0 && making->field == NULL)
        diag_report(making->diag, MSG_SIGN_ALL_FILLED, file_place(making));
    else if (name == NULL)
        diag_report_near(making->diag, MSG_SIGN_FIELD_WANTED, file_place(making), hint);
    else if (making->field != NULL)
        diag_report_near(making->diag, MSG_SIGN_FILLED, file_place(making), hint, name);
    else
        diag_report_near(making->diag, MSG_SIGN_NO_FIELD, file_place(making), hint, name);
    buf_clear(&known);
    return FAILED;
}

static enum status find_field(struct making *making)
{
    const char *name = sign_argument(making->run, "field");
    enum status status = sign_fields(sign_view_last(making->file), &making->fields);
    if (status != OK || sign_file_is_used_up(making->file))
        return status_worse(status, FAILED);
    making->field = name != NULL ? sign_field_lookup(&making->fields, str_of(name)) : NULL;
    if (making->field != NULL && !syntax_name_is(making->field->type, "/Sig"))
        making->field = NULL;
    if (making->field == NULL || making->field->filled.len > 0)
        return refuse_field(making, name);
    return earlier_check(making->arena, making->diag, making->file, making->path, &making->fields,
                         making->field);
}

/* What is wrong with the command line itself. */
static enum status check_usage(struct making *making)
{
    const char *text = sign_argument(making->run, "text");
    const struct cms_wish wish = wish_of(making->run);
    enum status status = check_key(making);
    if (status == OK)
        status = cms_password_check(making->diag, &wish);
    if (status == OK)
        status = output_check(making->diag, making->run);
    if (status == OK)
        status = words_check(making->diag, "--reason", argument_text(making, "reason"));
    if (status == OK)
        status = words_check(making->diag, "--location", argument_text(making, "location"));
    if (status == OK)
        status = sign_time_read(making->diag, sign_argument(making->run, "time"), &making->time);
    if (status == OK && text != NULL && !is_given(making, "fonts"))
        status = diag_report(making->diag, MSG_SIGN_COMMAND, PROGRAM);
    return status == OK && text != NULL ? caption_check(making->diag, str_of(text)) : status;
}

static enum status open_file(struct making *making)
{
    struct str bytes;
    enum status status = sign_pdf_read(making->run, making->path, &bytes);
    if (status == OK)
        status = sign_file_open(making->arena, making->diag, making->path, bytes, &making->file);
    return status == OK ? find_field(making) : status;
}

static enum status prepare(struct making *making)
{
    const char *validation = sign_argument(making->run, "validation");
    enum status status = choose_output(making);
    if (status == OK)
        status = open_file(making);
    if (status == OK)
        status = read_picture(making);
    if (status == OK && validation != NULL)
        status = validation_read(making->arena, making->diag, validation, &making->proofs);
    return status;
}

/* --- the signature --- */

/* What the field shows beside the picture. */
static enum status write_caption(struct making *making, struct write_text *ret_text)
{
    const struct str role = STR("宋体");
    struct str values[CAPTION_COUNT] = {[CAPTION_NAME] = cms_signer_name(making->signer),
                                        [CAPTION_ORGANISATION] = cms_signer_organisation(making->signer),
                                        [CAPTION_REASON] = argument_text(making, "reason"),
                                        [CAPTION_LOCATION] = argument_text(making, "location")};
    *ret_text = (struct write_text){.fonts = making->fonts};
    if (making->fonts == NULL)
        return OK;
    ret_text->role = font_role_lookup(making->fonts, role, false);
    if (ret_text->role < 0)
        return diag_report(making->diag, MSG_SIGN_TEXT_ROLE, PROGRAM, STR_ARGS(role));
    if (caption_times(making->arena, &making->time, values) != OK)
        return NO_MEMORY;
    return caption_fill(making->arena, making->diag, argument_text(making, "text"), values, &ret_text->text);
}

static enum status seal_file(struct making *making, struct write_sealed *ret_sealed)
{
    const struct cms_stamp_server server = {sign_argument(making->run, "tsa")};
    const bool stamped = server.url != NULL;
    struct write_seal seal = {.field = making->field,
                              .name = cms_signer_name(making->signer),
                              .reason = argument_text(making, "reason"),
                              .location = argument_text(making, "location"),
                              .time = making->time.pdf,
                              .picture = making->picture};
    struct str parts[2], der;
    enum status status = cms_room(making->signer, stamped, &seal.room);
    if (status == OK)
        status = write_caption(making, &seal.text);
    if (status == OK)
        status = write_seal(making->arena, making->diag, making->file, making->path, &seal, ret_sealed);
    if (status != OK)
        return status;
    write_parts(ret_sealed, parts);
    int64_t time = making->time.seconds;
    status = cms_sign(making->signer, making->diag, parts, stamped ? &server : NULL, &der, &time);
    if (status == OK && stamped) /* it is by the stamp that the certificate will be looked at */
        status = cms_signer_look_dates(making->signer, making->diag, time, is_given(making, "strict"));
    if (status == OK)
        write_cms(ret_sealed, der);
    return status;
}

/* The bytes of /Contents. */
static enum status contents_of(struct making *making, const struct write_sealed *sealed,
                               struct str *ret_contents)
{
    struct buf bytes = BUF(SIGN_MAX_BYTES);
    syntax_add_bytes(str_slice(buf_str(&sealed->bytes), sealed->gap, sealed->behind), &bytes);
    return buf_keep(&bytes, making->arena, ret_contents);
}

/* As who checks it will read it. */
static enum status prove_sealed(struct making *making, const struct buf *bytes)
{
    struct sign_file *file = NULL;
    struct sign_fields fields = {.count = 0};
    enum status status = sign_file_open(making->arena, making->diag, making->path, buf_str(bytes), &file);
    if (status == OK)
        status = sign_fields(sign_view_last(file), &fields);
    const struct sign_field *field = status == OK ? sign_field_lookup(&fields, making->field->name) : NULL;
    if (status == OK && (field == NULL || field->filled.len == 0))
        status = diag_report(making->diag, MSG_SIGN_SELF, file_place(making));
    return status == OK ? earlier_check(making->arena, making->diag, file, making->path, &fields, NULL)
                        : status;
}

static enum status prove_and_write(struct making *making, struct write_sealed *sealed)
{
    struct str contents;
    enum status status = OK;
    if (making->proofs.count > 0) {
        status = cms_proofs_add_signer(making->signer, &making->proofs);
        if (status == OK)
            status = contents_of(making, sealed, &contents);
        if (status == OK)
            status = validation_add(making->arena, making->diag, making->path, &making->proofs, contents,
                                    &sealed->bytes);
    }
    if (status == OK)
        status = prove_sealed(making, &sealed->bytes);
    const struct output output = {making->path, making->output, !is_given(making, "output"),
                                  buf_str(&sealed->bytes)};
    return status == OK ? output_write(making->arena, making->diag, &output) : status;
}

static void tell_done(const struct making *making)
{
    size_t counts[] = {[CMS_PROOF_CERT] = 0, [CMS_PROOF_CRL] = 0, [CMS_PROOF_OCSP] = 0};
    buf_tell(making->run->out, MSG_SIGN_DONE, STR_ARGS(making->field->name), making->output);
    for (size_t i = 0; i < making->proofs.count; i++)
        counts[making->proofs.items[i].kind]++;
    if (making->proofs.count > 0)
        buf_tell(making->run->out, MSG_SIGN_ADDED, counts[CMS_PROOF_CERT], counts[CMS_PROOF_CRL],
                 counts[CMS_PROOF_OCSP]);
}

/* As far as it is known before there is a time stamp. */
static enum status look_at_signer(struct making *making)
{
    const bool strict = is_given(making, "strict"), stamped = is_given(making, "tsa");
    int64_t since = PROOF_NO_TIME;
    enum status status = cms_signer_look_use(making->signer, making->diag, strict);
    if (!stamped)
        status = status_worse(
            status, cms_signer_look_dates(making->signer, making->diag, making->time.seconds, strict));
    status = status_worse(
        status, validation_ask(making->arena, making->signer, making->file, &making->proofs, &since));
    if (since != PROOF_NO_TIME)
        status = status_worse(status, cms_signer_tell_revoked(making->signer, making->diag, since, strict));
    return status;
}

static enum status sign_field(struct making *making)
{
    struct write_sealed sealed = {.bytes = BUF(0)};
    const struct cms_wish wish = wish_of(making->run);
    enum status status = of_named(cms_signer_open(making->arena, making->diag, &wish, &making->signer));
    if (status == OK)
        status = look_at_signer(making);
    if (status == OK)
        status = seal_file(making, &sealed);
    if (status == OK)
        status = prove_and_write(making, &sealed);
    if (status == OK && !is_given(making, "quiet"))
        tell_done(making);
    buf_clear(&sealed.bytes);
    cms_signer_close(making->signer);
    return status;
}

static enum sign_exit exit_of(enum status status)
{
    return status == OK ? SIGN_GOOD : status == FAILED ? SIGN_BAD : SIGN_SYSTEM;
}

enum sign_exit sign_make(const struct sign_run *run)
{
    struct making making = {
        .run = run, .arena = run->arena, .diag = run->diag, .path = sign_argument(run, "file")};
    if (making.path != NULL && !is_given(&making, "field")) /* who asks which there are needs no key yet */
        return exit_of(of_named(open_file(&making)));
    if (making.path == NULL || check_usage(&making) != OK)
        return SIGN_USAGE;
    cms_guard();
    enum status status = of_named(prepare(&making));
    if (status == OK)
        status = load_fonts(&making);
    if (status == OK)
        status = sign_field(&making);
    if (making.fonts != NULL)
        font_set_free(making.fonts);
    unicode_close();
    return exit_of(status);
}
