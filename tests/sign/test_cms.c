/*
 * Raw signatures and the digests they are of: each scheme proves its own, and nothing else; SM2's digest is the one that EVP makes with the
 * identity; r ‖ s, as tokens give it, becomes DER.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "sign/cms/cms_int.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static EVP_PKEY *make_key(const char *curve)
{
    return curve == NULL               ? EVP_RSA_gen(2048)
           : strcmp(curve, "SM2") == 0 ? EVP_PKEY_Q_keygen(NULL, NULL, "SM2")
                                       : EVP_EC_gen(curve);
}

/* A raw signature of the digest, by the key. */
static struct str sign_digest(struct arena *arena, const struct algorithm *algorithm, EVP_PKEY *key,
                              struct str digest)
{
    size_t len = SIGNATURE_MAX;
    unsigned char *bytes = arena_alloc(arena, len);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    assert_int_equal(EVP_PKEY_sign_init(context), 1);
    assert_true(algorithm_prepare(algorithm, context));
    assert_int_equal(EVP_PKEY_sign(context, bytes, &len, (const unsigned char *)digest.ptr, digest.len), 1);
    EVP_PKEY_CTX_free(context);
    return (struct str){(char *)bytes, len};
}

static void test_schemes(void **state)
{
    (void)state;
    static const struct {
        const char *curve, *digest, *name;
        bool pss;
    } CASES[] = {{NULL, "sha256", "rsa-sha256", false},      {NULL, "sha512", "rsa-pss-sha512", true},
                 {"P-256", "sha256", "ecdsa-sha256", false}, {"P-384", "sha384", "ecdsa-sha384", true},
                 {"P-521", "sha512", "ecdsa-sha512", false}, {"SM2", "sm3", "sm2-sm3", false}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(CASES); i++) {
        char name[ALGORITHM_NAME];
        unsigned char bytes[DIGEST_MAX];
        struct algorithm algorithm;
        const struct str text = STR("合同");
        EVP_PKEY *key = make_key(CASES[i].curve);
        assert_true(algorithm_of(key, EVP_get_digestbyname(CASES[i].digest), CASES[i].pss, &algorithm));
        assert_string_equal(algorithm_name(&algorithm, name), CASES[i].name);
        assert_true(algorithm_digest(&algorithm, key, &text, 1, bytes));
        const struct str digest = algorithm_digest_str(&algorithm, bytes);
        const struct str signature = sign_digest(arena, &algorithm, key, digest);
        assert_true(algorithm_verify(&algorithm, key, digest, signature));
        assert_false(algorithm_verify(&algorithm, key, digest, str_slice(signature, 0, signature.len - 1)));
        assert_non_null(algorithm_der(arena, &algorithm).ptr);
        bytes[0] ^= 1;
        assert_false(algorithm_verify(&algorithm, key, digest, signature));
        EVP_PKEY_free(key);
    }
    arena_free(arena);
}

static void test_unfit(void **state)
{
    (void)state;
    struct algorithm algorithm;
    EVP_PKEY *curve = make_key("P-256"), *sm2 = make_key("SM2"),
             *edwards = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    assert_false(algorithm_of(curve, EVP_sm3(), false, &algorithm));
    assert_false(algorithm_of(curve, EVP_sha1(), false, &algorithm));
    assert_false(algorithm_of(sm2, EVP_sha256(), false, &algorithm));
    assert_false(algorithm_of(edwards, EVP_sha512(), false, &algorithm));
    EVP_PKEY_free(curve);
    EVP_PKEY_free(sm2);
    EVP_PKEY_free(edwards);
}

/* What EVP signs under the identity is proved by our digest. */
static void test_sm2_identity(void **state)
{
    (void)state;
    static const char IDENTITY[] = "1234567812345678";
    const struct str text = STR("合同");
    unsigned char bytes[DIGEST_MAX], signature[SIGNATURE_MAX];
    size_t len = sizeof signature;
    EVP_PKEY *key = make_key("SM2");
    const struct algorithm algorithm = {SCHEME_SM2, EVP_sm3()};
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = EVP_PKEY_CTX_new(key, NULL);
    assert_int_equal(EVP_PKEY_CTX_set1_id(inner, IDENTITY, sizeof IDENTITY - 1), 1);
    EVP_MD_CTX_set_pkey_ctx(context, inner);
    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sm3(), NULL, key), 1);
    assert_int_equal(EVP_DigestSign(context, signature, &len, (const unsigned char *)text.ptr, text.len), 1);
    assert_true(algorithm_digest(&algorithm, key, &text, 1, bytes));
    assert_true(algorithm_verify(&algorithm, key, algorithm_digest_str(&algorithm, bytes),
                                 (struct str){(char *)signature, len}));
    EVP_MD_CTX_free(context);
    EVP_PKEY_CTX_free(inner);
    EVP_PKEY_free(key);
}

static void test_pairs(void **state)
{
    (void)state;
    enum { HALF = 32 };
    struct arena *arena = arena_new(0);
    const struct algorithm algorithm = {SCHEME_ECDSA, EVP_sha256()};
    const struct str text = STR("x");
    unsigned char bytes[DIGEST_MAX], pair[2 * HALF];
    EVP_PKEY *key = make_key("P-256");
    assert_true(algorithm_digest(&algorithm, key, &text, 1, bytes));
    const struct str digest = algorithm_digest_str(&algorithm, bytes);
    const struct str der = sign_digest(arena, &algorithm, key, digest);
    const unsigned char *at = (const unsigned char *)der.ptr;
    ECDSA_SIG *read = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(read), pair, HALF), HALF);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(read), pair + HALF, HALF), HALF);
    const struct str plain = {(char *)pair, sizeof pair};
    assert_false(algorithm_verify(&algorithm, key, digest, plain));
    const struct str made = algorithm_signature(arena, &algorithm, key, plain);
    assert_int_equal(made.len, der.len);
    assert_memory_equal(made.ptr, der.ptr, der.len);
    ECDSA_SIG_free(read);
    EVP_PKEY_free(key);
    arena_free(arena);
}

/* Whatever a program does, it and what it started are ended in time. */
static void test_slow_programs(void **state)
{
    (void)state;
    static const char *const COMMANDS[] = {"sleep 60", "exec >&-; sleep 60",
                                           "while :; do printf x; sleep 0.2; done", "sleep 60 & wait"};
    for (size_t i = 0; i < ARRAY_COUNT(COMMANDS); i++) {
        char path[] = "/tmp/chengwen-test-XXXXXX";
        const int fd = mkstemp(path);
        assert_int_equal(fchmod(fd, 0700), 0);
        assert_true(dprintf(fd, "#!/bin/sh\n%s\n", COMMANDS[i]) > 0);
        close(fd);
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        const struct cms_wish wish = {.program = path, .program_seconds = 1};
        struct cms_signer signer = {.arena = arena, .wish = &wish, .algorithm = {SCHEME_ECDSA, EVP_sha256()}};
        struct str signature;
        const time_t begun = time(NULL);
        assert_int_equal(program_sign(&signer, diag, STR("01234567890123456789012345678901"), &signature),
                         FAILED);
        assert_true(time(NULL) - begun < 20);
        struct buf told = BUF(4096);
        diag_print(diag, &told);
        assert_non_null(strstr(told.ptr, "过了 1 秒还没有结束"));
        buf_clear(&told);
        arena_free(arena);
        unlink(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_schemes), cmocka_unit_test(test_unfit),
                                       cmocka_unit_test(test_sm2_identity), cmocka_unit_test(test_pairs),
                                       cmocka_unit_test(test_slow_programs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
