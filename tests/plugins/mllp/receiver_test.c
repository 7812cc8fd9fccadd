/* receiver_test.c -- connections that a sink makes, and does not. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/address.h"

#include "certificates.h"
#include "scripted.h"
#include "suite.h"

#include <stdio.h>
#include <unistd.h>

START_TEST(a_receiver_that_is_away_is_not_besieged)
{
    struct address a;
    char           why[ADDRESS_WHY];
    size_t         tries = 0, put_off = 0;

    stand_in_open(&engine);
    ck_assert(address_read("127.0.0.1:1", &a, why));
    open_sink((const char *const[]){ "url=tcp://127.0.0.1:1", "reconnect=300ms", NULL });
    for (size_t i = 0; i < 60; i++) {
        ck_assert_int_eq(deliver("a"), HILUM_RETRY);
        if (strstr(engine.why, "refused"))
            tries++;
        else if (strstr(engine.why, "not connected; it is tried again in "))
            put_off++;
        usleep(8000);
    }
    ck_assert_uint_eq(tries + put_off, 60);
    ck_assert_uint_ge(tries, 3);
    ck_assert_uint_le(tries, 8);
    mllp_sink.close(sink);
    free(sink);
    stand_in_close(&engine);
}
END_TEST

/* ---- TLS ------------------------------------------------------------------ */

static struct tls *identity(const char *cert, const char *ca)
{
    struct tls_files files = { .cert         = certificate(cert),
                               .key          = "",
                               .key_password = "",
                               .ca           = ca ? certificate(ca) : "" };
    struct tls_fault fault;
    struct tls      *t = tls_server(&files, TLS_CLIENT_AUTO, &fault);

    ck_assert_msg(t != NULL, "%s", fault.why);
    return t;
}

/* Receivers, what the sink is told to trust and show, and what comes of it. */
static const struct {
    const char *cert, *ca; /* the receiver's */
    const char *trusts, *shows, *name, *why;
} meetings[] = {
    { "server.pem", NULL, "ca.pem", NULL, NULL, NULL },
    { "server.pem", "ca.pem", "ca.pem", "client.pem", NULL, NULL },
    { "server.pem", NULL, "ca.pem", NULL, "tls_name=localhost", NULL },
    { "elsewhere.pem", NULL, "ca.pem", NULL, "tls_name=elsewhere.example", NULL },
    { "elsewhere.pem", NULL, "ca.pem", NULL, NULL, "IP address mismatch" },
    { "server.pem", NULL, "ca.pem", NULL, "tls_name=lab.example", "hostname mismatch" },
    { "expired.pem", NULL, "ca.pem", NULL, NULL, "certificate has expired" },
    { "server.pem", NULL, "other-ca.pem", NULL, NULL, "unable to get local issuer" },
    { "server.pem", NULL, NULL, NULL, NULL, "unable to get local issuer" },
    { "server.pem", "ca.pem", "ca.pem", NULL, NULL, "certificate required" },
    { "server.pem", "ca.pem", "ca.pem", "stranger.pem", NULL, "unknown ca" },
};

START_TEST(a_receiver_is_trusted_for_its_certificate)
{
    for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++) {
        struct tls *tls = identity(meetings[i].cert, meetings[i].ca);
        char        ca[160], cert[160];
        const char *options[6];
        size_t      n = 0;

        open_receiver("AA", 1, tls);
        options[n++] = url_option("tls+tcp://");
        options[n++] = "timeout=5s";
        if (meetings[i].trusts) {
            snprintf(ca, sizeof ca, "tls_ca=%s", certificate(meetings[i].trusts));
            options[n++] = ca;
        }
        if (meetings[i].shows) {
            snprintf(cert, sizeof cert, "tls_cert=%s", certificate(meetings[i].shows));
            options[n++] = cert;
        }
        options[n++] = meetings[i].name;
        options[n]   = NULL;
        open_sink(options);
        ck_assert_msg(deliver("a") == (meetings[i].why ? HILUM_RETRY : HILUM_OK),
                      "row %zu: %s", i, engine.why);
        if (meetings[i].why)
            ck_assert_msg(strstr(engine.why, meetings[i].why) != NULL, "row %zu: %s", i,
                          engine.why);
        else
            expect_settled("o");
        finish();
        tls_free(tls);
    }
}
END_TEST

START_TEST(a_long_message_goes_through_tls)
{
    enum { LONG = 3 << 20 };
    struct tls             *tls  = identity("server.pem", NULL);
    char                   *body = malloc(LONG);
    const struct hilum_msg *batch[1];
    char                    ca[160];

    snprintf(ca, sizeof ca, "tls_ca=%s", certificate("ca.pem"));
    open_receiver("oA", 1, tls);
    open_sink((const char *const[]){ url_option("mllps://"), "timeout=5s", ca, NULL });
    memset(body, 'x', LONG);
    memcpy(body, "MSH|^~\\&|||||||A01|a|P|2.5\r", 27);
    batch[0] = stand_in_bytes("hl7v2/er7", 1, body, LONG);
    /* Too long for the receiver of the test, which does not read on. */
    ck_assert_int_eq(mllp_sink.deliver(sink, &engine.call, batch, 1), HILUM_RETRY);
    stand_in_drop(batch[0]);
    batch[0]        = stand_in_bytes("hl7v2/er7", 1, body, LONG / 4);
    receiver.script = "A";
    ck_assert_int_eq(mllp_sink.deliver(sink, &engine.call, batch, 1), HILUM_OK);
    stand_in_drop(batch[0]);
    free(body);
    finish();
    tls_free(tls);
}
END_TEST

int main(void)
{
    int failed;

    certificates_make();
    failed = suite_run("mllp receiver",
                       SUITE_TESTS(a_receiver_that_is_away_is_not_besieged,
                                   a_receiver_is_trusted_for_its_certificate,
                                   a_long_message_goes_through_tls),
                       NULL, NULL);
    certificates_remove();
    return failed;
}
