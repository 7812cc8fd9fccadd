/* fhir_json_fuzz.c -- whatever the FHIR codec reads, it must be able to write. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text is refused, or it becomes a document that is written as JSON, which is
 * read as a document that is written as the same JSON.  Where it can be written as XML,
 * that is read as a document that is written as the same XML.
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

/* What was written last is read, and written the same again. */
static void check_stable(struct harness *h)
{
    struct hilum_view once = hilum_buffer_view(&h->out);

    once.ptr = memcpy(malloc(once.len + 1), once.ptr, once.len);
    check(harness_decode(h, once) == HILUM_OK, "not read again");
    check(harness_encode(h, h->doc, hilum_root(h->doc)) == HILUM_OK, "not written again");
    check(hilum_same(once, hilum_buffer_view(&h->out)), "not the same the second time");
    free((char *)(uintptr_t)once.ptr);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
    static struct harness json, xml;
    enum hilum_verdict    as_xml;

    if (!json.state) {
        harness_open(&json, "json", SCHEMAS, false);
        harness_open(&xml, "xml", SCHEMAS, false);
    }
    if (harness_decode(&json, (struct hilum_view){ (const char *)bytes, length }) !=
        HILUM_OK) {
        check(harness_why()[0] && harness_where()[0],
              "a fault needs a reason and a place");
        return 0;
    }
    as_xml = harness_encode(&xml, json.doc, hilum_root(json.doc));
    check(harness_encode(&json, json.doc, hilum_root(json.doc)) == HILUM_OK,
          "not written");
    check_stable(&json);
    if (as_xml == HILUM_OK)
        check_stable(&xml);
    return 0;
}
