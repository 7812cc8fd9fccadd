/* tgz.h -- the files of a gzipped tar, as npm packages are. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_TGZ_H
#define CORE_PACKAGE_TGZ_H

#include <hilum/view.h>

enum { TGZ_MOST = 1 << 30 }; /* bytes of an archive that is unpacked */

/* Unpacks gzip into a buffer, of which the caller has said how much it may hold.
 * False: it is no gzip, is cut off, or unpacks to more. */
bool tgz_unpack(struct hilum_view packed, struct hilum_buffer *out);

/* A regular file of the archive; its name and bytes lie in the archive. */
struct tgz_file {
    struct hilum_view name, bytes;
};

/* Takes the next regular file; *at begins as 0.  1: there it is; 0: that was all;
 * -1: from *at on it is no tar. */
int tgz_next(struct hilum_view archive, size_t *at, struct tgz_file *out);

#endif
