/* hilum/source.h -- what a source's own threads may call. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host is call->host of `start`, good as long as the engine; the call itself
 * is not good past start.  The feed is good until `stop` has returned.
 */
#ifndef HILUM_SOURCE_H
#define HILUM_SOURCE_H

#include <hilum/plugin.h>

/* [any] Hands a message over; body and peer are copied.  It may wait while the
 * engine is busy: a source that reads no further is how pressure reaches the
 * sender.  False: the engine is stopping, or the offer has no answer function;
 * nothing was taken, and there will be no answer. */
static inline bool hilum_offer(const struct hilum_host *host, struct hilum_feed *feed,
                               const struct hilum_offer *offer)
{
    return host->offer(feed, offer);
}

/* [any] */
HILUM_PRINTF(4)
static inline void hilum_feed_log(const struct hilum_host *host, struct hilum_feed *feed,
                                  enum hilum_level level, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    host->feed_log(feed, level, fmt, ap);
    va_end(ap);
}

/* [any] */
static inline void hilum_feed_count(const struct hilum_host *host, struct hilum_feed *feed,
                                    const char *meter, int64_t by)
{
    host->feed_count(feed, meter, by);
}

/* [any] Begins to take messages out of a stream of bytes, as the feed's format has
 * them; NULL: no memory.  A format that knows no streams has one message in it. */
static inline struct hilum_stream *hilum_stream_begin(const struct hilum_host *host,
                                                      struct hilum_feed       *feed)
{
    return host->stream(feed);
}

/* [serial] What stands at the front of the bytes.  Next time they begin behind
 * the piece->used first of them.  `last`: no more will come. */
static inline void hilum_stream_next(const struct hilum_host *host, struct hilum_stream *s,
                                     struct hilum_view bytes, bool last,
                                     struct hilum_piece *piece)
{
    host->stream_next(s, bytes, last, piece);
}

/* [serial] Frees it; NULL is fine. */
static inline void hilum_stream_end(const struct hilum_host *host, struct hilum_stream *s)
{
    host->stream_end(s);
}

#endif /* HILUM_SOURCE_H */
