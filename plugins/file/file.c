/* file.c -- folders and files: a source and a sink. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sink.h"
#include "source.h"

HILUM_PLUGIN(.name = "file", .version = "0.1.0",
             .parts = HILUM_PARTS(&file_source, &file_sink));
