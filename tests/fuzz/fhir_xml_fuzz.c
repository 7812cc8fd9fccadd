/* fhir_xml_fuzz.c -- whatever FHIR XML is read can be written, as XML and as JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text is refused, or it becomes a document that is written as XML, which is read as a
 * document that is written as the same XML; and as JSON, which gives the same XML again.
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

/* The document is written as `wanted` again. */
static void check_same(struct harness *read, struct harness *xml,
                       struct hilum_view wanted)
{
    check(harness_encode(xml, read->doc, hilum_root(read->doc)) == HILUM_OK,
          "not written again");
    check(hilum_same(wanted, hilum_buffer_view(&xml->out)), "not the same again");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
    static struct harness json, xml;
    struct hilum_view     once;

    if (!json.state) {
        harness_open(&json, "json", SCHEMAS, false);
        harness_open(&xml, "xml", SCHEMAS, false);
    }
    if (harness_decode(&xml, (struct hilum_view){ (const char *)bytes, length }) !=
        HILUM_OK) {
        check(harness_why()[0] && harness_where()[0],
              "a fault needs a reason and a place");
        return 0;
    }
    check(harness_encode(&json, xml.doc, hilum_root(xml.doc)) == HILUM_OK,
          "not written as JSON");
    check(harness_encode(&xml, xml.doc, hilum_root(xml.doc)) == HILUM_OK, "not written");
    once     = hilum_buffer_view(&xml.out);
    once.ptr = memcpy(malloc(once.len + 1), once.ptr, once.len);
    check(harness_decode(&xml, once) == HILUM_OK, "not read again");
    check_same(&xml, &xml, once);
    check(harness_decode(&json, hilum_buffer_view(&json.out)) == HILUM_OK,
          "its JSON is not read");
    check_same(&json, &xml, once);
    free((char *)(uintptr_t)once.ptr);
    return 0;
}
