/*
 * A time stamp (RFC 3161): a question with the digest of the signature and a number that never came before, by HTTP; the answer is
 * taken only if it is about that digest and that number, and is signed by a certificate made for time stamps, which comes with it.
 * Who vouches for that certificate is not asked here: whoever checks the file says whom he trusts.
 *
 * The question is always SHA-256, which every server knows.  Time and size of the answer are limited; no proxy is used.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <openssl/err.h>
#include <openssl/http.h>
#include <openssl/httperr.h>
#include <openssl/pkcs7.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

enum { NONCE_BYTES = 8, ANSWER_MAX = 64 << 10 };

/* --- the question --- */

static bool set_imprint(TS_REQ *question, struct str bytes)
{
    unsigned char digest[DIGEST_MAX];
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    const bool good = imprint != NULL && algorithm != NULL && plain_digest(EVP_sha256(), &bytes, 1, digest) &&
                      X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
                      TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
                      TS_MSG_IMPRINT_set_msg(imprint, digest, EVP_MD_get_size(EVP_sha256())) == 1 &&
                      TS_REQ_set_msg_imprint(question, imprint) == 1;
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    return good;
}

static bool set_nonce(TS_REQ *question)
{
    unsigned char bytes[NONCE_BYTES];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] = (unsigned char)((bytes[0] & 0x7F) | 0x40);
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    ASN1_INTEGER *nonce = number != NULL ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
    const bool good = nonce != NULL && TS_REQ_set_nonce(question, nonce) == 1;
    ASN1_INTEGER_free(nonce);
    BN_free(number);
    return good;
}

static TS_REQ *make_question(struct str bytes)
{
    TS_REQ *question = TS_REQ_new();
    if (question != NULL && TS_REQ_set_version(question, 1) == 1 && set_imprint(question, bytes) &&
        set_nonce(question) && TS_REQ_set_cert_req(question, 1) == 1)
        return question;
    TS_REQ_free(question);
    return NULL;
}

/* --- the server --- */

/* Puts TLS over the connection: certificate and host are proved with the system's roots.  NULL: it cannot be. */
static BIO *put_tls(BIO *socket, const char *host)
{
    SSL *ssl = NULL;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (context != NULL)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    BIO *tls = context != NULL && SSL_CTX_set_default_verify_paths(context) == 1 &&
                       SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1
                   ? BIO_new_ssl(context, 1)
                   : NULL;
    SSL_CTX_free(context); /* the BIO has its own share */
    if (tls == NULL || BIO_get_ssl(tls, &ssl) != 1 || SSL_set_tlsext_host_name(ssl, host) != 1 ||
        SSL_set1_host(ssl, host) != 1) {
        BIO_free(tls);
        return NULL;
    }
    return BIO_push(tls, socket);
}

/* Schemes are the same in capitals; OpenSSL knows them in small letters only.  NULL: no memory. */
static const char *small_scheme(struct arena *arena, const char *url)
{
    char *copy = (char *)arena_printf(arena, "%s", url).ptr;
    const char *end = strstr(url, "://");
    for (size_t i = 0; copy != NULL && end != NULL && i < (size_t)(end - url); i++)
        copy[i] = (char)(copy[i] >= 'A' && copy[i] <= 'Z' ? copy[i] + ('a' - 'A') : copy[i]);
    return copy;
}

/* NULL: no answer; *ret_reason says why, or is NULL where OpenSSL knows it. */
static BIO *transfer(const char *url, BIO *question, const char **ret_reason)
{
    char *host = NULL, *port = NULL, *path = NULL;
    int tls = 0;
    BIO *answer = NULL;
    if (OSSL_HTTP_parse_url(url, &tls, NULL, &host, &port, NULL, &path, NULL, NULL) != 1) {
        *ret_reason = "地址要以 http:// 或 https:// 开头，其后是主机";
        return NULL;
    }
    const int fd = connect_to(host, port, CMS_STAMP_SECONDS, ret_reason);
    BIO *socket = fd >= 0 ? BIO_new_socket(fd, BIO_CLOSE) : NULL;
    BIO *way = socket != NULL && tls ? put_tls(socket, host) : socket;
    if (way != NULL) /* that there may be TLS is nothing to it */
        answer = OSSL_HTTP_transfer(NULL, host, port, path, 0, NULL, NULL, way, way, NULL, NULL, 0, NULL,
                                    "application/timestamp-query", question, "application/timestamp-reply", 1,
                                    ANSWER_MAX, CMS_STAMP_SECONDS, 0);
    BIO_free_all(way != NULL ? way : socket);
    OPENSSL_free(host);
    OPENSSL_free(port);
    OPENSSL_free(path);
    return answer;
}

/* The first thing that went wrong, in the user's words. */
static const char *last_reason(void)
{
    static const struct {
        int library, reason;
        const char *words;
    } REASONS[] = {{ERR_LIB_BIO, BIO_R_TRANSFER_TIMEOUT, "等了太久"},
                   {ERR_LIB_HTTP, HTTP_R_RETRY_TIMEOUT, "等了太久"},
                   {ERR_LIB_HTTP, HTTP_R_RECEIVED_ERROR, "它说出错了"},
                   {ERR_LIB_HTTP, HTTP_R_STATUS_CODE_UNSUPPORTED, "它说出错了"},
                   {ERR_LIB_HTTP, HTTP_R_MAX_RESP_LEN_EXCEEDED, "回答太长"},
                   {ERR_LIB_HTTP, HTTP_R_UNEXPECTED_CONTENT_TYPE, "回答的不是时间戳"},
                   {ERR_LIB_HTTP, HTTP_R_REDIRECTION_NOT_ENABLED, "它要人去别的地址"},
                   {ERR_LIB_SSL, SSL_R_CERTIFICATE_VERIFY_FAILED, "服务器的证书通不过核对"}};
    const unsigned long error = ERR_peek_error();
    for (size_t i = 0; i < ARRAY_COUNT(REASONS); i++)
        if (ERR_GET_LIB(error) == REASONS[i].library && ERR_GET_REASON(error) == REASONS[i].reason)
            return REASONS[i].words;
    return ERR_GET_LIB(error) == ERR_LIB_SSL ? "TLS 连接没有成功" : "连接断了，或回答的不是 HTTP";
}

static enum status ask_server(struct arena *arena, struct diag *diag, const struct cms_stamp_server *server,
                              TS_REQ *question, TS_RESP **ret_answer)
{
    const char *url = small_scheme(arena, server->url), *reason = NULL;
    const struct place place = {server->url, 0, 0};
    BIO *sent = BIO_new(BIO_s_mem());
    if (url == NULL || sent == NULL || i2d_TS_REQ_bio(sent, question) != 1) {
        BIO_free(sent);
        return NO_MEMORY;
    }
    ERR_clear_error();
    BIO *came = transfer(url, sent, &reason);
    BIO_free(sent);
    if (came == NULL) {
        diag_report(diag, MSG_SIGN_STAMP_SILENT, place, reason != NULL ? reason : last_reason());
        ERR_clear_error();
        return FAILED;
    }
    *ret_answer = d2i_TS_RESP_bio(came, NULL);
    BIO_free(came);
    ERR_clear_error();
    return *ret_answer != NULL ? OK : diag_report(diag, MSG_SIGN_STAMP_NONSENSE, place);
}

/* --- the answer --- */

/* Signed by a certificate that it brings, made for that. */
static bool is_token_signed(PKCS7 *token)
{
    const bool whole = PKCS7_verify(token, NULL, NULL, NULL, NULL, PKCS7_NOVERIFY) == 1;
    STACK_OF(X509) *signers = whole ? PKCS7_get0_signers(token, NULL, 0) : NULL;
    const bool good = signers != NULL && sk_X509_num(signers) == 1 &&
                      X509_check_purpose(sk_X509_value(signers, 0), X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;
    sk_X509_free(signers);
    return good;
}

/* Who signed it is looked at elsewhere: a name of the server in it (the field tsa) is but its word. */
static bool is_about(TS_RESP *answer, TS_REQ *question)
{
    TS_VERIFY_CTX *context = TS_REQ_to_TS_VERIFY_CTX(question, NULL);
    if (context != NULL)
        (void)TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    const bool good = context != NULL && TS_RESP_verify_response(context, answer) == 1;
    TS_VERIFY_CTX_free(context);
    return good;
}

static bool is_granted(TS_RESP *answer)
{
    const ASN1_INTEGER *status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(answer));
    const long value = ASN1_INTEGER_get(status);
    return (value == TS_STATUS_GRANTED || value == TS_STATUS_GRANTED_WITH_MODS) &&
           TS_RESP_get_token(answer) != NULL;
}

static enum status take_token(struct arena *arena, struct diag *diag, const struct cms_stamp_server *server,
                              TS_RESP *answer, TS_REQ *question, struct str *ret_token)
{
    const struct place place = {server->url, 0, 0};
    unsigned char *bytes = NULL;
    if (!is_granted(answer))
        return diag_report(diag, MSG_SIGN_STAMP_REFUSED, place);
    if (!is_about(answer, question))
        return diag_report(diag, MSG_SIGN_STAMP_OTHER, place);
    if (!is_token_signed(TS_RESP_get_token(answer)))
        return diag_report(diag, MSG_SIGN_STAMP_UNSIGNED, place);
    const int size = i2d_PKCS7(TS_RESP_get_token(answer), &bytes);
    *ret_token = der_take(arena, bytes, size);
    if (ret_token->ptr == NULL)
        return NO_MEMORY;
    return ret_token->len <= CMS_STAMP_ROOM - 64
               ? OK
               : diag_report(diag, MSG_SIGN_STAMP_LARGE, place, ret_token->len, (int)CMS_STAMP_ROOM - 64);
}

static bool read_stamp_time(TS_RESP *answer, int64_t *ret_time)
{
    struct tm parts = {.tm_year = 0};
    const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time(TS_RESP_get_tst_info(answer));
    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
        return false;
    *ret_time = (int64_t)timegm(&parts);
    return true;
}

enum status stamp_ask(struct arena *arena, struct diag *diag, const struct cms_stamp_server *server,
                      struct str bytes, struct str *ret_token, int64_t *ret_time)
{
    TS_REQ *question = make_question(bytes);
    TS_RESP *answer = NULL;
    if (question == NULL)
        return NO_MEMORY;
    enum status status = ask_server(arena, diag, server, question, &answer);
    if (status == OK)
        status = take_token(arena, diag, server, answer, question, ret_token);
    if (status == OK && !read_stamp_time(answer, ret_time))
        status = diag_report(diag, MSG_SIGN_STAMP_NONSENSE, ((struct place){server->url, 0, 0}));
    TS_RESP_free(answer);
    TS_REQ_free(question);
    ERR_clear_error();
    return status;
}
