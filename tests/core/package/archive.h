/* archive.h -- archives made for a test: tar, and gzip. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_PACKAGE_ARCHIVE_H
#define TESTS_CORE_PACKAGE_ARCHIVE_H

#include <hilum/view.h>

#include <stdio.h>
#include <zlib.h>

enum { ARCHIVE_BLOCK = 512 };

/* Appends a file to a tar. */
static inline void archive_add(struct hilum_buffer *tar, const char *name,
                               const char *text)
{
    char   head[ARCHIVE_BLOCK] = { 0 };
    size_t len                 = strlen(text);

    snprintf(head, 100, "%s", name);
    snprintf(head + 124, 12, "%011o", (unsigned)len);
    head[156] = '0';
    hilum_put(tar, head, sizeof head);
    hilum_put(tar, text, len);
    memset(head, 0, sizeof head);
    hilum_put(tar, head, -len % ARCHIVE_BLOCK);
}

/* Packs bytes as gzip; what was in `out` is lost. */
static inline bool archive_pack(struct hilum_view bytes, struct hilum_buffer *out)
{
    z_stream z = { .next_in  = (Bytef *)(uintptr_t)bytes.ptr,
                   .avail_in = (uInt)bytes.len };
    size_t   most;
    char    *to;

    if (deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    most        = deflateBound(&z, bytes.len);
    out->len    = 0;
    to          = hilum_room(out, most);
    z.next_out  = (Bytef *)to;
    z.avail_out = (uInt)most;
    if (to && deflate(&z, Z_FINISH) == Z_STREAM_END)
        out->len = z.total_out;
    deflateEnd(&z);
    return out->len > 0;
}

#endif
