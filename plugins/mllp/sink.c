/* sink.c -- sends messages over MLLP and waits for their acknowledgement. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sink.h"

#include "delivery.h"

struct mllp_sink {
    const char *url;
    int64_t     timeout;
    int64_t     window;
    int64_t     release;
    int64_t     wait_for;
    int64_t     on_ae, on_ar, on_ce, on_cr;
    int64_t     reconnect;
    int64_t     keep_alive;
    int64_t     dead_after;
    const char *tls_ca;
    const char *tls_name;
    const char *tls_cert;
    const char *tls_key;
    const char *tls_key_password;

    bool            opened;
    struct tls     *tls;
    struct delivery delivery;
};

/* ---- The part ------------------------------------------------------------- */

static enum hilum_verdict open_tls(struct mllp_sink *s, struct hilum_call *call)
{
    struct tls_files files = { .cert         = s->tls_cert,
                               .key          = s->tls_key,
                               .key_password = s->tls_key_password,
                               .ca           = s->tls_ca };
    struct receiver *r     = &s->delivery.receiver;
    struct tls_fault fault;

    if (!r->address.tls)
        return *s->tls_cert || *s->tls_key || *s->tls_ca || *s->tls_name
                   ? hilum_blame(call, HILUM_FAIL, "url",
                                 "for TLS it must begin with tls+tcp://")
                   : HILUM_OK;
    s->tls = tls_client(&files, &fault);
    if (!s->tls)
        return hilum_blame(call, HILUM_FAIL, fault.option, "%s", fault.why);
    r->tls  = s->tls;
    r->name = *s->tls_name ? s->tls_name : r->address.host;
    return HILUM_OK;
}

static enum hilum_verdict sink_deliver(void *state, struct hilum_call *call,
                                       const struct hilum_msg *const *messages,
                                       size_t                         count)
{
    return delivery_run(&((struct mllp_sink *)state)->delivery, call, messages, count);
}

/* What an answer means that is no, as the options have it; a NAK of release 2 says
 * that the message is to be sent again.  Returns whether any of them says so. */
static bool set_policies(struct mllp_sink *s)
{
    static const enum hilum_verdict verdicts[] = { HILUM_REJECT, HILUM_RETRY, HILUM_OK };
    enum hilum_verdict             *on         = s->delivery.on;
    bool                            retries    = false;

    on[ACK_AE]        = verdicts[s->on_ae];
    on[ACK_AR]        = verdicts[s->on_ar];
    on[ACK_CE]        = verdicts[s->on_ce];
    on[ACK_CR]        = verdicts[s->on_cr];
    on[ACK_NAK_BLOCK] = s->release == 2 ? HILUM_RETRY : verdicts[s->on_ar];
    for (size_t i = 0; i < ACK_OTHER; i++)
        retries = retries || on[i] == HILUM_RETRY;
    return retries;
}

static enum hilum_verdict sink_open(void *state, struct hilum_call *call)
{
    struct mllp_sink *s = state;
    struct delivery  *d = &s->delivery;
    char              why[ADDRESS_WHY];

    *d = (struct delivery){
        .receiver = { .care    = { .keep_alive = s->keep_alive,
                                   .dead_after = s->dead_after },
                      .timeout = s->timeout,
                      .pause   = s->reconnect },
        .window   = s->window,
        .release  = s->release,
        .wait_for = (enum delivery_wait)s->wait_for,
    };
    receiver_open(&d->receiver);
    s->opened = true;
    if (!address_read(s->url, &d->receiver.address, why))
        return hilum_blame(call, HILUM_FAIL, "url", "%s", why);
    if (set_policies(s) && s->window > 1)
        return hilum_blame(call, HILUM_FAIL, "window",
                           "with release: 2, or where an answer means retry, the window "
                           "must be 1, else later messages would overtake the one that "
                           "is sent again");
    return open_tls(s, call);
}

static void sink_close(void *state)
{
    struct mllp_sink *s = state;

    if (!s->opened)
        return;
    receiver_close(&s->delivery.receiver);
    tls_free(s->tls);
}

/* In the order of enum delivery_wait, and of the verdicts in set_policies(). */
static const char *const waits[]    = { "commit", "application", "asked", NULL };
static const char *const policies[] = { "reject", "retry", "accept", NULL };

static const struct hilum_option sink_options[] = {
    HILUM_OPT_TEXT(struct mllp_sink, url,
                   .help =
                       "The receiver, as tcp://host:port, or tls+tcp://host:port with "
                       "TLS.  Each instance has a connection of its own."),
    HILUM_OPT_MILLIS(struct mllp_sink, timeout, .preset = "30s", .least = "10ms",
                     .most = "1h",
                     .help = "How long to wait for a connection and for each answer."),
    HILUM_OPT_INT(struct mllp_sink, window, .preset = "1", .least = "1", .most = "64",
                  .help = "Messages sent before the first of them is acknowledged."),
    HILUM_OPT_INT(struct mllp_sink, release, .preset = "1", .least = "1", .most = "2",
                  .help = "The release of MLLP: with 2, a commit block is waited for "
                          "before an acknowledgement, and sent after it."),
    HILUM_OPT_CHOICE(struct mllp_sink, wait_for, .preset = "commit", .choices = waits,
                     .help =
                         "In enhanced mode a message is done with its commit (CA), or "
                         "with its application acknowledgement where MSH-16 asks for "
                         "one on success; asked: the same, and where MSH-15 and "
                         "MSH-16 ask for none, as soon as it is sent."),
    HILUM_OPT_CHOICE(struct mllp_sink, on_ae, .preset = "reject", .choices = policies,
                     .help =
                         "What AE means: give the message up, send it again later, or "
                         "be content."),
    HILUM_OPT_CHOICE(struct mllp_sink, on_ar, .preset = "reject", .choices = policies,
                     .help = "What AR means."),
    HILUM_OPT_CHOICE(struct mllp_sink, on_ce, .preset = "reject", .choices = policies,
                     .help = "What CE means."),
    HILUM_OPT_CHOICE(struct mllp_sink, on_cr, .preset = "reject", .choices = policies,
                     .help = "What CR means."),
    HILUM_OPT_MILLIS(struct mllp_sink, reconnect, .preset = "10s", .least = "100ms",
                     .most = "1h",
                     .help = "The longest pause before a connection is tried again; it "
                             "begins at 100 ms with the second failure, and doubles."),
    HILUM_OPT_MILLIS(struct mllp_sink, keep_alive, .preset = "60s", .least = "0ms",
                     .most = "1h",
                     .help = "Silence after which TCP asks whether the receiver is still "
                             "there; 0ms: never."),
    HILUM_OPT_MILLIS(struct mllp_sink, dead_after, .preset = "90s", .least = "0ms",
                     .most = "1h",
                     .help = "A receiver whose TCP answers nothing for so long is gone; "
                             "0ms: the system's own limit."),
    HILUM_OPT_TEXT(struct mllp_sink, tls_ca, .preset = "",
                   .help =
                       "PEM file with the roots that the receiver's certificate comes "
                       "from.  Empty: the system's."),
    HILUM_OPT_TEXT(struct mllp_sink, tls_name, .preset = "",
                   .help =
                       "Whom the receiver's certificate must be for.  Empty: the host "
                       "of url."),
    HILUM_OPT_TEXT(struct mllp_sink, tls_cert, .preset = "",
                   .help = "PEM file with our certificate, where the receiver asks for "
                           "one."),
    HILUM_OPT_TEXT(struct mllp_sink, tls_key, .preset = "",
                   .help = "PEM file with its key, where that is not in tls_cert."),
    HILUM_OPT_SECRET(struct mllp_sink, tls_key_password, .preset = "",
                     .help = "What the key is encrypted with."),
    HILUM_OPT_END,
};

const struct hilum_part mllp_sink =
    HILUM_PART(.name    = "mllp",
               .summary = "Sends messages over MLLP and waits for their acknowledgement.",
               .accepts = "*", .options = sink_options, .state = sizeof(struct mllp_sink),
               .open = sink_open, .close = sink_close, .deliver = sink_deliver, );
