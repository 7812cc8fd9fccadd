/* fhir_json_fuzz.c -- whatever the FHIR codec reads, it must be able to write. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text is refused, or it becomes a document that is written as JSON, which is
 * read as a document that is written as the same JSON.
 */
#include "tests/plugins/fhir/harness.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool so, const char *what)
{
    if (!so) {
        fprintf(stderr, "%s: %s: %s\n", what, harness_where(), harness_why());
        abort();
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
    static struct harness h;
    struct hilum_view     once;

    if (!h.state)
        harness_open(&h, SCHEMAS, false);
    if (harness_decode(&h, (struct hilum_view){ (const char *)bytes, length }) !=
        HILUM_OK) {
        check(harness_why()[0] && harness_where()[0],
              "a fault needs a reason and a place");
        return 0;
    }
    check(harness_encode(&h, h.doc, hilum_root(h.doc)) == HILUM_OK, "not written");
    once     = hilum_buffer_view(&h.out);
    once.ptr = memcpy(malloc(once.len + 1), once.ptr, once.len);
    check(harness_decode(&h, once) == HILUM_OK, "not read again");
    check(harness_encode(&h, h.doc, hilum_root(h.doc)) == HILUM_OK, "not written again");
    check(hilum_same(once, hilum_buffer_view(&h.out)), "not the same the second time");
    free((char *)(uintptr_t)once.ptr);
    return 0;
}
