/* stream.c -- messages taken out of a stream of bytes, for sources. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/state.h"

#include "plugin/host.h"

#include <stdlib.h>

/* A source's own: it uses it on one thread at a time. */
struct hilum_stream {
    const struct hilum_part *codec;
    max_align_t              state[]; /* of the codec's splitter, zeroed */
};

static struct hilum_stream *stream_begin(struct hilum_feed *feed)
{
    struct router           *r     = (struct router *)(void *)feed;
    const struct hilum_part *codec = &codec_part(r->graph->source.codec)->part;
    struct hilum_stream     *s     = calloc(1, sizeof *s + codec->splitter);

    if (s)
        s->codec = codec;
    return s;
}

/* A format that knows no streams: all of it is one message. */
static void whole(struct hilum_view bytes, bool last, struct hilum_piece *piece)
{
    if (!last)
        return;
    piece->found   = bytes.len ? HILUM_FOUND_MESSAGE : HILUM_FOUND_NOTHING;
    piece->message = bytes;
    piece->used    = bytes.len;
}

static void stream_next(struct hilum_stream *s, struct hilum_view bytes, bool last,
                        struct hilum_piece *piece)
{
    *piece = (struct hilum_piece){
        .size = sizeof *piece, .found = HILUM_FOUND_MORE, .place = "", .reason = ""
    };
    if (s->codec->split)
        s->codec->split(s->state, bytes, last, piece);
    else
        whole(bytes, last, piece);
    if (piece->used > bytes.len)
        piece->used = bytes.len;
}

static void stream_end(struct hilum_stream *s)
{
    free(s);
}

void stream_serve(struct hilum_host *host)
{
    host->stream      = stream_begin;
    host->stream_next = stream_next;
    host->stream_end  = stream_end;
}
