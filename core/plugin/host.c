/* host.c -- the table of services that plugins are given. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/host.h"

#include "base/clock.h"
#include "base/log.h"
#include "message/name.h"
#include "plugin/codec.h"
#include "plugin/instance_doc.h"

#include <stdio.h>

static struct hilum_view body(const struct hilum_msg *m)
{
    return m->has_body ? m->body : (struct hilum_view){ "", 0 };
}

static struct hilum_view label(const struct hilum_msg *m, const char *key)
{
    if (strcmp(key, "format") == 0)
        return hilum_view(m->format);
    return message_label(m, key);
}

static int64_t id(const struct hilum_msg *m)
{
    return m->id;
}

static const char *why(struct hilum_call *pub)
{
    return call_of(pub)->reason;
}

static const char *where(struct hilum_call *pub)
{
    return call_of(pub)->place;
}

/* The codec of a format that a plugin has asked for. */
static struct codec *codec(struct call *c, const char *format)
{
    struct codec *k = codec_find(c->engine, hilum_view(format));

    if (!k)
        call_fault(c, HILUM_FAIL, "", "there is no plugin for the format %s", format);
    return k;
}

static const struct hilum_msg *decode(struct hilum_call *pub, const char *format,
                                      struct hilum_view bytes)
{
    struct call  *c = call_of(pub);
    struct codec *k = codec(c, format);

    return k ? engine_message(c->engine, c, k, bytes) : NULL;
}

static bool encode(struct hilum_call *pub, const char *format, struct hilum_doc doc,
                   const struct hilum_node *node, struct hilum_buffer *out)
{
    struct call  *c = call_of(pub);
    struct codec *k = codec(c, format);

    return k && engine_encode(c->engine, c, k, doc, node, out);
}

static bool schema(struct hilum_call *pub, const char *path, struct hilum_view *out)
{
    struct call *c = call_of(pub);

    return engine_schema(c->engine, c, path, out);
}

static const char *who(const struct call *c)
{
    return c->instance ? c->instance->name : "engine";
}

void host_log(enum hilum_level level, const char *from, const char *fmt, va_list ap)
{
    static const enum log_level levels[] = {
        [HILUM_DEBUG] = LOG_DEBUG,
        [HILUM_INFO]  = LOG_INFO,
        [HILUM_WARN]  = LOG_WARN,
        [HILUM_ERROR] = LOG_ERROR,
    };

    log_vwrite(levels[level & 3], from, fmt, ap);
}

HILUM_VPRINTF(3)
static void log_line(struct hilum_call *pub, enum hilum_level level, const char *fmt,
                     va_list ap)
{
    host_log(level, who(call_of(pub)), fmt, ap);
}

static void count(struct hilum_call *pub, const char *meter, int64_t by)
{
    struct call *c = call_of(pub);

    meters_count(c->engine->meters, who(c), meter, by);
}

static int64_t now(struct hilum_call *pub)
{
    (void)pub;
    return clock_now();
}

/* What only a running pipeline offers; the router and the HTTP service replace
 * these in the table of an engine that runs. */
static const struct hilum_store *no_store(struct hilum_call *pub, const char *name,
                                          void **state)
{
    *state = NULL;
    call_fault(call_of(pub), HILUM_FAIL, "", "there is no store called %s here", name);
    return NULL;
}

static bool no_mount(struct hilum_call *pub, const struct hilum_mount *mount, void *state)
{
    (void)mount;
    (void)state;
    call_fault(call_of(pub), HILUM_FAIL, "", "there is no HTTP service here");
    return false;
}

static bool no_offer(struct hilum_feed *feed, const struct hilum_offer *offer)
{
    (void)feed;
    (void)offer;
    return false;
}

HILUM_VPRINTF(3)
static void no_feed_log(struct hilum_feed *feed, enum hilum_level level, const char *fmt,
                        va_list ap)
{
    (void)feed;
    host_log(level, "source", fmt, ap);
}

static void no_feed_count(struct hilum_feed *feed, const char *meter, int64_t by)
{
    (void)feed;
    (void)meter;
    (void)by;
}

static struct hilum_stream *no_stream(struct hilum_feed *feed)
{
    (void)feed;
    return NULL;
}

static void no_stream_next(struct hilum_stream *s, struct hilum_view bytes, bool last,
                           struct hilum_piece *piece)
{
    (void)s;
    (void)bytes;
    (void)last;
    piece->found = HILUM_FOUND_NOTHING;
}

static void no_stream_end(struct hilum_stream *s)
{
    (void)s;
}

void host_fill(struct hilum_host *host)
{
    *host = (struct hilum_host){
        .size        = sizeof *host,
        .abi         = HILUM_ABI,
        .version     = PACKAGE_VERSION,
        .ref         = message_ref,
        .unref       = message_unref,
        .body        = body,
        .doc         = message_doc,
        .label       = label,
        .id          = id,
        .draft       = call_draft,
        .build       = call_build,
        .write       = call_write,
        .set_label   = call_set_label,
        .seal        = call_seal,
        .emit        = call_emit,
        .scratch     = call_scratch,
        .buffer      = call_buffer,
        .blame       = call_blame,
        .settle      = call_settle,
        .remark      = call_remark,
        .why         = why,
        .where       = where,
        .decode      = decode,
        .encode      = encode,
        .expr        = express_compile,
        .eval        = express_eval,
        .name_add    = name_add,
        .name_text   = name_text,
        .schema      = schema,
        .store       = no_store,
        .mount       = no_mount,
        .offer       = no_offer,
        .feed_log    = no_feed_log,
        .feed_count  = no_feed_count,
        .log         = log_line,
        .count       = count,
        .now         = now,
        .report      = call_report,
        .yaml        = instance_yaml,
        .stream      = no_stream,
        .stream_next = no_stream_next,
        .stream_end  = no_stream_end,
    };
}
