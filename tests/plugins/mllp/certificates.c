/* certificates.c -- certificates for tests, made on the spot. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY = 24 * 60 * 60 };

struct issuer {
    X509     *cert; /* NULL: it signs itself */
    EVP_PKEY *key;
};

static const char *const files[] = { "ca.pem",        "other-ca.pem", "server.pem",
                                     "elsewhere.pem", "expired.pem",  "client.pem",
                                     "stranger.pem",  "locked.pem",   "locked.key" };
static char              folder[64];

const char *certificate(const char *file)
{
    static char   paths[8][128];
    static size_t next;
    char         *path = paths[next++ % 8];

    snprintf(path, sizeof paths[0], "%s/%s", folder, file);
    return path;
}

static void check(int fine, const char *what)
{
    if (!fine) {
        fprintf(stderr, "certificates: %s failed\n", what);
        abort();
    }
}

static void extend(X509 *x, X509V3_CTX *ctx, int nid, const char *value)
{
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, ctx, nid, value);

    check(e && X509_add_ext(x, e, -1), value);
    X509_EXTENSION_free(e);
}

/* A certificate that ends `days` from now; names: its SAN, NULL for a root's. */
static X509 *make(EVP_PKEY *key, struct issuer by, const char *cn, const char *names,
                  int days)
{
    static long serial;
    X509       *x = X509_new();
    X509_NAME  *subject;
    X509V3_CTX  ctx;

    check(x != NULL, "X509_new");
    subject = X509_get_subject_name(x);
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x), -10L * DAY);
    X509_gmtime_adj(X509_getm_notAfter(x), (long)days * DAY);
    X509_set_pubkey(x, key);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)cn,
                               -1, -1, 0);
    X509_set_issuer_name(x, by.cert ? X509_get_subject_name(by.cert) : subject);
    X509V3_set_ctx(&ctx, by.cert ? by.cert : x, x, NULL, NULL, 0);
    extend(x, &ctx, NID_basic_constraints, names ? "CA:FALSE" : "critical,CA:TRUE");
    if (names)
        extend(x, &ctx, NID_subject_alt_name, names);
    check(X509_sign(x, by.key, EVP_sha256()) > 0, "X509_sign");
    return x;
}

static void write_pem(const char *file, X509 *cert, EVP_PKEY *key)
{
    FILE *f = fopen(certificate(file), "w");

    check(f && PEM_write_X509(f, cert), file);
    if (key)
        check(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), file);
    fclose(f);
}

static struct issuer root(const char *file, const char *cn)
{
    EVP_PKEY     *key = EVP_EC_gen("P-256");
    struct issuer by  = { make(key, (struct issuer){ NULL, key }, cn, NULL, 100), key };

    write_pem(file, by.cert, NULL);
    return by;
}

static void leaf(const char *file, struct issuer by, const char *cn, const char *names,
                 int days)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509     *x   = make(key, by, cn, names, days);

    write_pem(file, x, key);
    X509_free(x);
    EVP_PKEY_free(key);
}

static void locked(struct issuer by)
{
    static const char password[] = "open sesame";
    EVP_PKEY         *key        = EVP_EC_gen("P-256");
    X509             *x          = make(key, by, "localhost", "DNS:localhost", 50);
    FILE             *f          = fopen(certificate("locked.key"), "w");

    write_pem("locked.pem", x, NULL);
    check(f && PEM_write_PrivateKey(f, key, EVP_aes_128_cbc(),
                                    (const unsigned char *)password, sizeof password - 1,
                                    NULL, NULL),
          "locked.key");
    fclose(f);
    X509_free(x);
    EVP_PKEY_free(key);
}

void certificates_make(void)
{
    struct issuer by, other;

    snprintf(folder, sizeof folder, "/tmp/hilum-certificates-XXXXXX");
    check(mkdtemp(folder) != NULL, "mkdtemp");
    by    = root("ca.pem", "A root");
    other = root("other-ca.pem", "Another root");
    leaf("server.pem", by, "localhost", "DNS:localhost,IP:127.0.0.1", 50);
    leaf("elsewhere.pem", by, "elsewhere", "DNS:elsewhere.example", 50);
    leaf("expired.pem", by, "localhost", "DNS:localhost,IP:127.0.0.1", -1);
    leaf("client.pem", by, "labsys", "DNS:lab.example,email:lab@example.org", 50);
    leaf("stranger.pem", other, "labsys", "DNS:lab.example", 50);
    locked(by);
    X509_free(by.cert);
    EVP_PKEY_free(by.key);
    X509_free(other.cert);
    EVP_PKEY_free(other.key);
}

void certificates_remove(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(certificate(files[i]));
    rmdir(folder);
}
