/* QR codes. */
#include "figure/figure.h"
#include "figure/messages.def"

#include <errno.h>
#include <qrencode.h>

enum { BYTES_MOST = 2331 /* of version 40, level M */, ECI_UTF8 = 26, DARK = 1 };

static bool is_ascii(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] > 0x7F)
            return false;
    return true;
}

/* Figures and capitals take less room where they stand together, which the library sees to. */
static QRcode *encode_ascii(struct arena *arena, struct str text)
{
    const struct str copy = arena_copy(arena, text); /* ends with a NUL */
    return copy.ptr == NULL ? NULL : QRcode_encodeString(copy.ptr, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
}

static QRcode *encode_utf8(struct str text)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    const bool good = input != NULL && QRinput_appendECIheader(input, ECI_UTF8) == 0 &&
                      QRinput_append(input, QR_MODE_8, (int)text.len, (const unsigned char *)text.ptr) == 0;
    QRcode *code = good ? QRcode_encodeInput(input) : NULL;
    const int reason = errno;
    QRinput_free(input);
    errno = reason;
    return code;
}

static enum status take_cells(struct arena *arena, const QRcode *code, struct figure_code *ret_code)
{
    const size_t count = (size_t)code->width * (size_t)code->width;
    uint8_t *cells = ARENA_NEW_ARRAY(arena, count, uint8_t);
    if (cells == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        cells[i] = code->data[i] & DARK;
    ret_code->side = code->width;
    ret_code->cells = cells;
    return OK;
}

enum status figure_code_make(struct arena *arena, struct diag *diag, struct place place, struct str text,
                             struct figure_code *ret_code)
{
    if (text.len == 0)
        return diag_report(diag, MSG_FIGURE_CODE_EMPTY, place);
    errno = 0;
    const bool may_fit = text.len <= (size_t)BYTES_MOST * 4; /* figures take a third of a byte */
    QRcode *code = !may_fit ? NULL : is_ascii(text) ? encode_ascii(arena, text) : encode_utf8(text);
    if (code == NULL && may_fit && errno != ERANGE)
        return NO_MEMORY;
    if (code == NULL)
        return diag_report(diag, MSG_FIGURE_CODE_LONG, place, text.len, BYTES_MOST);
    ret_code->text = text;
    enum status status = take_cells(arena, code, ret_code);
    QRcode_free(code);
    return status;
}
