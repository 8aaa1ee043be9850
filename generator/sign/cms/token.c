/*
 * A raw signature by a PKCS#11 module: a smart card, a USB key, a machine that keeps keys.
 *
 * The module is loaded when it is asked for, and is trusted as the program is.  The token is the one with the given label, or the only
 * one; the key the one with the given label, or the only private key; the certificate, unless one is given as a file, that of the
 * same identifier.  The PIN comes as passwords do.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

enum { SLOTS_MAX = 64, LABEL_ROOM = 32, ID_MAX = 256, CERTS_MAX = 32 };

struct token {
    void *library;
    CK_FUNCTION_LIST *calls;
    CK_SESSION_HANDLE session;
    CK_OBJECT_HANDLE key;
    bool has_session;
};

static struct place module_place(const struct cms_signer *signer)
{
    return (struct place){signer->wish->module, 0, 0};
}

static enum status refused(struct diag *diag, const struct cms_signer *signer, const char *call, CK_RV result)
{
    return diag_report(diag, MSG_SIGN_TOKEN_CALL, module_place(signer), call, (unsigned)result);
}

/* --- the module, the token --- */

static enum status load(struct diag *diag, const struct cms_signer *signer)
{
    CK_C_GetFunctionList list = NULL;
    struct token *token = signer->token;
    token->library = dlopen(signer->wish->module, RTLD_NOW | RTLD_LOCAL);
    if (token->library != NULL) {
        void *symbol = dlsym(token->library, "C_GetFunctionList");
        memcpy(&list, &symbol, sizeof list);
    }
    if (list == NULL || list(&token->calls) != CKR_OK)
        return diag_report(diag, MSG_SIGN_MODULE, module_place(signer));
    const CK_RV result = token->calls->C_Initialize(NULL);
    if (result == CKR_OK || result == CKR_CRYPTOKI_ALREADY_INITIALIZED)
        return OK;
    token->calls = NULL;
    return refused(diag, signer, "C_Initialize", result);
}

/* Labels of tokens are padded with spaces. */
static bool is_called(const CK_TOKEN_INFO *info, const char *label)
{
    struct str name = {(const char *)info->label, LABEL_ROOM};
    while (name.len > 0 && name.ptr[name.len - 1] == ' ')
        name.len--;
    return label == NULL ? (info->flags & CKF_TOKEN_INITIALIZED) != 0 : str_is(name, label);
}

static enum status find_slot(struct diag *diag, const struct cms_signer *signer, CK_SLOT_ID *ret_slot)
{
    CK_SLOT_ID slots[SLOTS_MAX];
    CK_ULONG count = SLOTS_MAX;
    CK_TOKEN_INFO info;
    size_t found = 0;
    CK_FUNCTION_LIST *calls = signer->token->calls;
    const CK_RV result = calls->C_GetSlotList(CK_TRUE, slots, &count);
    if (result != CKR_OK)
        return refused(diag, signer, "C_GetSlotList", result);
    for (CK_ULONG i = 0; i < count; i++)
        if (calls->C_GetTokenInfo(slots[i], &info) == CKR_OK && is_called(&info, signer->wish->token)) {
            *ret_slot = slots[i];
            found++;
        }
    return found == 1 ? OK : diag_report(diag, MSG_SIGN_TOKEN, module_place(signer), found);
}

static enum status log_in(struct diag *diag, const struct cms_signer *signer)
{
    struct secret pin = {NULL, 0};
    const enum status status = password_read(
        diag, signer->wish, signer->wish->token != NULL ? signer->wish->token : signer->wish->module, &pin);
    if (status != OK)
        return status;
    if (pin.len == 0) { /* it would count as a wrong one, of which there are few */
        secret_forget(&pin);
        return diag_report(diag, MSG_SIGN_PIN_EMPTY, module_place(signer));
    }
    const CK_RV result =
        signer->token->calls->C_Login(signer->token->session, CKU_USER, (unsigned char *)pin.bytes, pin.len);
    secret_forget(&pin);
    if (result == CKR_OK || result == CKR_USER_ALREADY_LOGGED_IN)
        return OK;
    if (result == CKR_PIN_INCORRECT || result == CKR_PIN_INVALID || result == CKR_PIN_LEN_RANGE)
        return diag_report(diag, MSG_SIGN_PIN, module_place(signer));
    if (result == CKR_PIN_LOCKED)
        return diag_report(diag, MSG_SIGN_PIN_LOCKED, module_place(signer));
    return refused(diag, signer, "C_Login", result);
}

/* --- objects --- */

/* How many there are of what the template says; the first few. */
static CK_ULONG find(struct token *token, CK_ATTRIBUTE *template, CK_ULONG size, CK_OBJECT_HANDLE *ret_found,
                     CK_ULONG most)
{
    CK_ULONG count = 0;
    if (token->calls->C_FindObjectsInit(token->session, template, size) != CKR_OK)
        return 0;
    if (token->calls->C_FindObjects(token->session, ret_found, most, &count) != CKR_OK)
        count = 0;
    (void)token->calls->C_FindObjectsFinal(token->session);
    return count;
}

static enum status find_key(struct diag *diag, const struct cms_signer *signer)
{
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    const char *label = signer->wish->label;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class},
                             {CKA_LABEL, (void *)label, label != NULL ? strlen(label) : 0}};
    CK_OBJECT_HANDLE found[2];
    const CK_ULONG count = find(signer->token, wanted, label != NULL ? 2 : 1, found, 2);
    if (count != 1)
        return diag_report_plain(diag, count == 0 ? MSG_SIGN_TOKEN_NO_KEY : MSG_SIGN_TOKEN_KEYS,
                                 module_place(signer));
    signer->token->key = found[0];
    return OK;
}

static enum status add_certificate(const struct cms_signer *signer, CK_OBJECT_HANDLE object,
                                   STACK_OF(X509) * all)
{
    CK_ATTRIBUTE value = {CKA_VALUE, NULL, 0};
    struct token *token = signer->token;
    if (token->calls->C_GetAttributeValue(token->session, object, &value, 1) != CKR_OK ||
        value.ulValueLen > CMS_FILE_MAX)
        return OK;
    unsigned char *bytes = arena_alloc(signer->arena, value.ulValueLen);
    value.pValue = bytes;
    if (bytes == NULL)
        return NO_MEMORY;
    if (token->calls->C_GetAttributeValue(token->session, object, &value, 1) != CKR_OK)
        return OK;
    const unsigned char *at = bytes;
    X509 *cert = d2i_X509(NULL, &at, (long)value.ulValueLen);
    if (cert != NULL && sk_X509_push(all, cert) == 0)
        X509_free(cert);
    return OK;
}

/* Those of the key's identifier. */
static enum status find_certificates(const struct cms_signer *signer, STACK_OF(X509) * all)
{
    unsigned char id[ID_MAX];
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class}, {CKA_ID, id, sizeof id}};
    CK_OBJECT_HANDLE found[CERTS_MAX];
    struct token *token = signer->token;
    enum status status = OK;
    if (token->calls->C_GetAttributeValue(token->session, token->key, &wanted[1], 1) != CKR_OK)
        return OK;
    const CK_ULONG count = find(token, wanted, ARRAY_COUNT(wanted), found, CERTS_MAX);
    for (CK_ULONG i = 0; i < count && status == OK; i++)
        status = add_certificate(signer, found[i], all);
    return status;
}

enum status token_open(struct diag *diag, struct cms_signer *signer, STACK_OF(X509) * all)
{
    CK_SLOT_ID slot = 0;
    struct token *token = signer->token = ARENA_NEW(signer->arena, struct token);
    if (token == NULL)
        return NO_MEMORY;
    enum status status = load(diag, signer);
    if (status == OK)
        status = find_slot(diag, signer, &slot);
    if (status != OK)
        return status;
    const CK_RV result = token->calls->C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &token->session);
    if (result != CKR_OK)
        return refused(diag, signer, "C_OpenSession", result);
    token->has_session = true;
    status = log_in(diag, signer);
    if (status == OK)
        status = find_key(diag, signer);
    if (status == OK && signer->wish->cert == NULL)
        status = find_certificates(signer, all);
    return status;
}

void token_close(struct token *token)
{
    if (token == NULL)
        return;
    if (token->has_session)
        (void)token->calls->C_CloseSession(token->session);
    if (token->calls != NULL)
        (void)token->calls->C_Finalize(NULL);
    if (token->library != NULL)
        dlclose(token->library);
}

/* --- signing --- */

struct mechanism {
    CK_MECHANISM call;
    CK_RSA_PKCS_PSS_PARAMS pss;
    struct str input;
};

static const struct {
    int md;
    CK_MECHANISM_TYPE hash;
    CK_RSA_PKCS_MGF_TYPE mask;
} HASHES[] = {{NID_sha256, CKM_SHA256, CKG_MGF1_SHA256},
              {NID_sha384, CKM_SHA384, CKG_MGF1_SHA384},
              {NID_sha512, CKM_SHA512, CKG_MGF1_SHA512}};

/* false: tokens have no common word for it (SM2).  *mechanism must not be moved. */
static bool choose_mechanism(const struct cms_signer *signer, struct str digest, struct mechanism *mechanism)
{
    struct arena *arena = signer->arena;
    const EVP_MD *md = signer->algorithm.md;
    *mechanism = (struct mechanism){.input = digest};
    if (signer->algorithm.scheme == SCHEME_ECDSA)
        mechanism->call.mechanism = CKM_ECDSA;
    if (signer->algorithm.scheme == SCHEME_RSA) {
        const struct str hash = DER(arena, DER_SEQUENCE, der_oid(arena, EVP_MD_get_type(md)), der_null());
        mechanism->call.mechanism = CKM_RSA_PKCS;
        mechanism->input = DER(arena, DER_SEQUENCE, hash, DER(arena, DER_OCTETS, digest));
    }
    if (signer->algorithm.scheme == SCHEME_PSS) {
        size_t i = 0;
        while (i + 1 < ARRAY_COUNT(HASHES) && HASHES[i].md != EVP_MD_get_type(md))
            i++;
        mechanism->pss = (CK_RSA_PKCS_PSS_PARAMS){HASHES[i].hash, HASHES[i].mask, digest.len};
        mechanism->call = (CK_MECHANISM){CKM_RSA_PKCS_PSS, &mechanism->pss, sizeof mechanism->pss};
    }
    return signer->algorithm.scheme != SCHEME_SM2;
}

/* Of the certificate's sort; what the token does not say is left to it. */
static bool is_key_fit(const struct cms_signer *signer)
{
    CK_KEY_TYPE type = 0;
    CK_ATTRIBUTE asked = {CKA_KEY_TYPE, &type, sizeof type};
    struct token *token = signer->token;
    const bool is_rsa = signer->algorithm.scheme == SCHEME_RSA || signer->algorithm.scheme == SCHEME_PSS;
    return token->calls->C_GetAttributeValue(token->session, token->key, &asked, 1) != CKR_OK ||
           (type == CKK_RSA) == is_rsa;
}

enum status token_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                       struct str *ret_signature)
{
    struct mechanism mechanism;
    struct token *token = signer->token;
    CK_ULONG len = SIGNATURE_MAX;
    unsigned char *bytes = arena_alloc(signer->arena, len);
    if (!choose_mechanism(signer, digest, &mechanism))
        return diag_report(diag, MSG_SIGN_TOKEN_SM2, module_place(signer));
    if (!is_key_fit(signer))
        return diag_report(diag, MSG_SIGN_KEY_UNFIT, module_place(signer));
    if (bytes == NULL || mechanism.input.ptr == NULL)
        return NO_MEMORY;
    CK_RV result = token->calls->C_SignInit(token->session, &mechanism.call, token->key);
    if (result != CKR_OK)
        return refused(diag, signer, "C_SignInit", result);
    result = token->calls->C_Sign(token->session, (unsigned char *)mechanism.input.ptr, mechanism.input.len,
                                  bytes, &len);
    if (result != CKR_OK)
        return refused(diag, signer, "C_Sign", result);
    *ret_signature = (struct str){(char *)bytes, len};
    return OK;
}
