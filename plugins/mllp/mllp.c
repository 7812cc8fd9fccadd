/* mllp.c -- HL7's minimal lower layer protocol: a source and a sink. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sink.h"
#include "source.h"

HILUM_PLUGIN(.name = "mllp", .version = "0.1.0",
             .parts = HILUM_PARTS(&mllp_source, &mllp_sink));
