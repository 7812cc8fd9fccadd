/* tgz.c -- the files of a gzipped tar, as npm packages are. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/tgz.h"

#include <limits.h>
#include <zlib.h>

bool tgz_unpack(struct hilum_view packed, struct hilum_buffer *out)
{
    z_stream z    = { .next_in  = (Bytef *)(uintptr_t)packed.ptr,
                      .avail_in = (uInt)packed.len };
    int      code = Z_OK;

    if (packed.len > UINT_MAX || inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
        return false;
    while (code == Z_OK) {
        size_t want = out->most - out->len < 65536 ? out->most - out->len : 65536;
        char  *to   = want ? hilum_room(out, want) : NULL;

        if (!to)
            break;
        z.next_out  = (Bytef *)to;
        z.avail_out = (uInt)want;
        code        = inflate(&z, Z_NO_FLUSH);
        out->len += want - z.avail_out;
    }
    inflateEnd(&z);
    return code == Z_STREAM_END;
}

/* ---- Tar: blocks of 512 bytes; POSIX ustar, and the long names of GNU and pax ---- */

enum { BLOCK = 512, NAME = 100, SIZE_AT = 124, SIZE = 12, KIND_AT = 156 };

/* Octal digits, ended by a blank or NUL; false where it is something else. */
static bool octal(const char *at, size_t room, size_t *out)
{
    size_t i = 0, value = 0;

    while (i < room && at[i] == ' ')
        i++;
    for (; i < room && at[i] >= '0' && at[i] <= '7'; i++)
        value = value * 8 + (size_t)(at[i] - '0');
    *out = value;
    return i == room || at[i] == ' ' || at[i] == '\0';
}

static struct hilum_view name_of(const char *block)
{
    return (struct hilum_view){ block, strnlen(block, NAME) };
}

int tgz_next(struct hilum_view archive, size_t *at, struct tgz_file *out)
{
    struct hilum_view longer = { NULL, 0 };

    while (archive.len - *at >= BLOCK) {
        const char       *block = archive.ptr + *at;
        struct hilum_view body;
        size_t            size, padded;

        if (block[0] == '\0')
            return 0;
        if (!octal(block + SIZE_AT, SIZE, &size) || size > archive.len - *at - BLOCK)
            return -1;
        body   = (struct hilum_view){ block + BLOCK, size };
        padded = (size + BLOCK - 1) / BLOCK * BLOCK;
        *at    = padded > archive.len - *at - BLOCK ? archive.len : *at + BLOCK + padded;
        if (block[KIND_AT] == 'L') { /* GNU: the name of the next file */
            longer = (struct hilum_view){ body.ptr, strnlen(body.ptr, body.len) };
        } else if (block[KIND_AT] == '0' || block[KIND_AT] == '\0') {
            *out = (struct tgz_file){ longer.len ? longer : name_of(block), body };
            return 1;
        }
    }
    return archive.len == *at ? 0 : -1;
}
