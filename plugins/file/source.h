/* source.h -- messages from the files of a folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_SOURCE_H
#define FILE_SOURCE_H

#include <hilum/plugin.h>

extern const struct hilum_part file_source;

#endif
