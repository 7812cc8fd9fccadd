/* source.c -- the MLLP source: its options, and the listener that they make. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#include "listener.h"

enum { SOON = 30 }; /* days before a certificate expires that are worth a warning */

struct mllp_source {
    const char *listen;
    int64_t     release;
    int64_t     ack;
    int64_t     max_message;
    int64_t     max_connections;
    int64_t     max_held;
    int64_t     idle;
    int64_t     read_timeout;
    int64_t     read_rate;
    int64_t     keep_alive;
    int64_t     dead_after;
    const char *tls_cert;
    const char *tls_key;
    const char *tls_key_password;
    const char *tls_ca;
    int64_t     tls_client;
    const char *senders;

    bool            opened;
    struct listener listener;
    struct tls     *tls;
    struct senders  rules;
};

/* ---- Opening -------------------------------------------------------------- */

static bool asks_for_certificates(const struct mllp_source *s)
{
    return s->tls_client == TLS_CLIENT_REQUIRE ||
           (s->tls_client == TLS_CLIENT_AUTO && *s->tls_ca);
}

static enum hilum_verdict open_tls(struct mllp_source *s, struct hilum_call *call)
{
    struct tls_files files = { .cert         = s->tls_cert,
                               .key          = s->tls_key,
                               .key_password = s->tls_key_password,
                               .ca           = s->tls_ca };
    struct tls_fault fault;

    if (!s->listener.rules.address.tls)
        return *s->tls_cert || *s->tls_key || *s->tls_ca || asks_for_certificates(s)
                   ? hilum_blame(call, HILUM_FAIL, "listen",
                                 "for TLS it must begin with tls+tcp://")
                   : HILUM_OK;
    if (!*s->tls_cert)
        return hilum_blame(call, HILUM_FAIL, "tls_cert", "TLS needs a certificate");
    if (s->tls_client != TLS_CLIENT_AUTO && s->tls_client != TLS_CLIENT_NONE &&
        !*s->tls_ca)
        return hilum_blame(call, HILUM_FAIL, "tls_ca",
                           "senders' certificates are checked against roots");
    s->tls = tls_server(&files, (enum tls_client)s->tls_client, &fault);
    if (!s->tls)
        return hilum_blame(call, HILUM_FAIL, fault.option, "%s", fault.why);
    s->listener.rules.tls = s->tls;
    return HILUM_OK;
}

static enum hilum_verdict open_senders(struct mllp_source *s, struct hilum_call *call)
{
    char why[SENDERS_WHY] = "out of memory";

    if (!*s->senders)
        return HILUM_OK;
    if (!s->tls || !asks_for_certificates(s))
        return hilum_blame(call, HILUM_FAIL, "senders",
                           "only certificates say who a sender is: it needs tls+tcp:// "
                           "and tls_client: require");
    if (!senders_read(&s->rules, s->senders, why))
        return hilum_blame(call, HILUM_FAIL, "senders", "%s", why);
    s->listener.wire.senders = &s->rules;
    return HILUM_OK;
}

static void set_rules(const struct mllp_source *s, struct listener_rules *rules)
{
    *rules = (struct listener_rules){
        .care            = { .keep_alive = s->keep_alive, .dead_after = s->dead_after },
        .max_connections = s->max_connections,
        .handshake       = s->read_timeout,
        .idle            = s->idle,
        .read_timeout    = s->read_timeout,
        .read_rate       = s->read_rate,
    };
}

static enum hilum_verdict source_open(void *state, struct hilum_call *call)
{
    struct mllp_source *s = state;
    struct listener    *l = &s->listener;
    char                why[ADDRESS_WHY];
    enum hilum_verdict  v;

    listener_open(l);
    s->opened           = true;
    l->wire.host        = call->host;
    l->wire.until       = (enum hilum_until)s->ack;
    l->wire.style       = (struct exchange_style){ .release_2 = s->release == 2,
                                                   .silent    = s->ack == HILUM_SILENT };
    l->wire.max_message = (size_t)s->max_message;
    l->wire.max_held    = (size_t)s->max_held;
    set_rules(s, &l->rules);
    if (!address_read(s->listen, &l->rules.address, why))
        return hilum_blame(call, HILUM_FAIL, "listen", "%s", why);
    v = open_tls(s, call);
    return v == HILUM_OK ? open_senders(s, call) : v;
}

static void source_close(void *state)
{
    struct mllp_source *s = state;

    if (!s->opened)
        return;
    listener_close(&s->listener);
    tls_free(s->tls);
    senders_free(&s->rules);
}

/* ---- Running -------------------------------------------------------------- */

static void mind_certificate(const struct mllp_source *s, struct hilum_call *call)
{
    int days = s->tls ? tls_days_left(s->tls) : SOON;

    if (days < 0)
        hilum_log(call, HILUM_ERROR, "the certificate of tls_cert has expired");
    else if (days < SOON)
        hilum_log(call, HILUM_WARN, "the certificate of tls_cert expires in %d days",
                  days);
}

static enum hilum_verdict source_start(void *state, struct hilum_call *call,
                                       struct hilum_feed *feed)
{
    struct mllp_source *s = state;
    char                why[ADDRESS_WHY];

    s->listener.wire.feed = feed;
    mind_certificate(s, call);
    if (listener_start(&s->listener, why))
        return HILUM_OK;
    return hilum_blame(call, HILUM_FAIL, "listen", "%s", why);
}

static void source_stop(void *state)
{
    listener_stop(&((struct mllp_source *)state)->listener);
}

/* ---- The part ------------------------------------------------------------- */

/* In the order of enum hilum_until, and of enum tls_client. */
static const char *const acks[]    = { "stored", "processed", "none", NULL };
static const char *const clients[] = { "auto", "require", "optional", "none", NULL };

static const struct hilum_option source_options[] = {
    HILUM_OPT_TEXT(struct mllp_source, listen, .preset = "tcp://127.0.0.1:2575",
                   .help = "Where to listen, as tcp://host:port, or tls+tcp://host:port "
                           "with TLS; port 0 takes a free one and logs it."),
    HILUM_OPT_INT(struct mllp_source, release, .preset = "1", .least = "1", .most = "2",
                  .help = "The release of MLLP: with 2, commit blocks are sent before "
                          "acknowledgements, and understood after them."),
    HILUM_OPT_CHOICE(struct mllp_source, ack, .preset = "stored", .choices = acks,
                     .help = "Answer when the message is safely stored, when every sink "
                             "has taken it, or never."),
    HILUM_OPT_BYTES(struct mllp_source, max_message, .preset = "16M", .least = "1K",
                    .most = "256M",
                    .help = "A longer message is refused and its connection closed."),
    HILUM_OPT_INT(struct mllp_source, max_connections, .preset = "4096", .least = "1",
                  .most = "65536", .help = "Further connections are closed at once."),
    HILUM_OPT_BYTES(struct mllp_source, max_held, .preset = "256M", .least = "1M",
                    .help = "Bytes of unfinished messages of all connections; those "
                            "that are long are closed when there is more."),
    HILUM_OPT_MILLIS(struct mllp_source, idle, .preset = "10m", .least = "0ms",
                     .help = "Close a connection that sends no message for so long; "
                             "0ms: never."),
    HILUM_OPT_MILLIS(struct mllp_source, read_timeout, .preset = "30s", .least = "0ms",
                     .help = "How long a message, and the handshake of TLS, may take "
                             "from first to last byte; 0ms: for ever."),
    HILUM_OPT_BYTES(struct mllp_source, read_rate, .preset = "1K", .least = "1",
                    .help = "A long message may take a second more than read_timeout "
                            "for so many bytes of it."),
    HILUM_OPT_MILLIS(struct mllp_source, keep_alive, .preset = "60s", .least = "0ms",
                     .most = "1h",
                     .help = "Silence after which TCP asks whether the sender is still "
                             "there; 0ms: never."),
    HILUM_OPT_MILLIS(struct mllp_source, dead_after, .preset = "90s", .least = "0ms",
                     .most = "1h",
                     .help = "A sender whose TCP answers nothing for so long is gone; "
                             "0ms: the system's own limit."),
    HILUM_OPT_TEXT(struct mllp_source, tls_cert, .preset = "",
                   .help = "PEM file with our certificate, and those between it and its "
                           "root."),
    HILUM_OPT_TEXT(struct mllp_source, tls_key, .preset = "",
                   .help = "PEM file with its key, where that is not in tls_cert."),
    HILUM_OPT_SECRET(struct mllp_source, tls_key_password, .preset = "",
                     .help = "What the key is encrypted with."),
    HILUM_OPT_TEXT(struct mllp_source, tls_ca, .preset = "",
                   .help =
                       "PEM file with the roots that senders' certificates come from."),
    HILUM_OPT_CHOICE(struct mllp_source, tls_client, .preset = "auto", .choices = clients,
                     .help =
                         "Whether senders must show a certificate; auto: where tls_ca "
                         "is given."),
    HILUM_OPT_TEXT(struct mllp_source, senders, .preset = "",
                   .help = "Which certificate may send as which MSH-3 and MSH-4: lines "
                           "such as 'CN=labsys -> LAB | ST-ANNA' or 'DNS:ris.example -> "
                           "RIS'; all others are refused.  Empty: no rules."),
    HILUM_OPT_END,
};

const struct hilum_part mllp_source =
    HILUM_PART(.name    = "mllp",
               .summary = "Receives messages over MLLP and answers each one.",
               .options = source_options, .state = sizeof(struct mllp_source),
               .open = source_open, .close = source_close, .start = source_start,
               .stop = source_stop, );
