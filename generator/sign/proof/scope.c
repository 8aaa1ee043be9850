/*
 * Whether a list of revoked certificates speaks of all that its issuer made, as far as one certificate goes: that it is
 * not in the list says nothing where the list is of others (RFC 5280, 5.2.5) or holds but what changed (5.2.4).
 */
#include "sign/proof/proof_int.h"

#include <openssl/x509v3.h>

static bool share_name(const GENERAL_NAMES *names, const GENERAL_NAMES *others)
{
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++)
        for (int k = 0; k < sk_GENERAL_NAME_num(others); k++)
            if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(names, i), sk_GENERAL_NAME_value(others, k)) == 0)
                return true;
    return false;
}

/* The certificate says that its list is to be had there.  Names that go on from the issuer's are not known. */
static bool is_point_of(const DIST_POINT_NAME *point, X509 *certificate)
{
    CRL_DIST_POINTS *own = X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);
    bool found = false;
    for (int i = 0; !found && point->type == 0 && i < sk_DIST_POINT_num(own); i++) {
        const DIST_POINT_NAME *one = sk_DIST_POINT_value(own, i)->distpoint;
        found = one != NULL && one->type == 0 && share_name(point->name.fullname, one->name.fullname);
    }
    CRL_DIST_POINTS_free(own);
    return found;
}

static bool is_scope_of(const ISSUING_DIST_POINT *scope, X509 *certificate)
{
    const bool is_authority = (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0;
    return scope->onlyattr <= 0 && scope->onlysomereasons == NULL &&
           !(is_authority ? scope->onlyuser > 0 : scope->onlyCA > 0) &&
           (scope->distpoint == NULL || is_point_of(scope->distpoint, certificate));
}

/* Something must be understood that we do not know. */
static bool has_strange_part(const X509_CRL *list)
{
    for (int i = 0; i < X509_CRL_get_ext_count(list); i++) {
        X509_EXTENSION *part = X509_CRL_get_ext(list, i);
        if (X509_EXTENSION_get_critical(part) != 0 &&
            OBJ_obj2nid(X509_EXTENSION_get_object(part)) != NID_issuing_distribution_point)
            return true;
    }
    return false;
}

bool list_is_whole(const X509_CRL *list, X509 *certificate)
{
    int found = -1; /* -1: there is none */
    ISSUING_DIST_POINT *scope = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &found, NULL);
    const bool whole = X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) < 0 && !has_strange_part(list) &&
                       (scope != NULL ? is_scope_of(scope, certificate) : found == -1);
    ISSUING_DIST_POINT_free(scope);
    return whole;
}
