/* messages_xml.c -- writes whole files of ER7 as XML, and reads that again. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

/* ER7 as it came, ER7 as it is written, and XML. */
static struct harness first, normal, xml;

static char fault[640];

static const char *say(const struct harness *h, const char *what)
{
    snprintf(fault, sizeof fault, "%s %s: %s", what, h->where, h->why);
    return fault;
}

/* Whether they say the same, wherever they stood; what a message of XML cannot have is
 * a root with the message's text. */
static const char *compare(struct hilum_doc a, struct hilum_doc b, bool raw)
{
    const uint32_t flags = (uint32_t) ~(HILUM_NODE_BORROWED | (raw ? 0 : HILUM_NODE_RAW));
    const struct hilum_node *x = hilum_root(a), *y = hilum_root(b);

    if (x->span != y->span)
        return "there are other nodes in the XML";
    for (uint32_t i = 1; i < x->span; i++) {
        if (x[i].name != y[i].name || x[i].type != y[i].type || x[i].span != y[i].span)
            return "the nodes are others in the XML";
        if ((x[i].flags & flags) != (y[i].flags & flags))
            return "the flags are others in the XML";
        if ((raw || hilum_leaf(&x[i])) &&
            !hilum_same(hilum_text(a, &x[i]), hilum_text(b, &y[i])))
            return "a text is another in the XML";
        if (raw && !hilum_same(hilum_raw(a, &x[i]), hilum_raw(b, &y[i])))
            return "a text is written otherwise in the XML";
    }
    return NULL;
}

/* Writes what `from` has decoded as XML, which is read. */
static const char *through_xml(struct harness *from)
{
    xml.out.len = 0;
    if (xml.part->encode(xml.state, &xml.call, from->doc, hilum_root(from->doc),
                         &xml.out) != HILUM_OK)
        return say(&xml, "writing,");
    return harness_decode(&xml, hilum_buffer_view(&xml.out)) == HILUM_OK
               ? NULL
               : say(&xml, "reading,");
}

static bool keep(const char *folder, const char *path)
{
    const char *name = strrchr(path, '/');
    char        to[4096];
    FILE       *f;
    bool        ok;

    snprintf(to, sizeof to, "%s/%s.xml", folder, name ? name + 1 : path);
    f = fopen(to, "wb");
    if (!f)
        return false;
    ok = fwrite(xml.out.ptr, 1, xml.out.len, f) == xml.out.len;
    return fclose(f) == 0 && ok;
}

static const char *check(struct hilum_view bytes)
{
    const char *why;

    if (harness_decode(&first, bytes) != HILUM_OK)
        return say(&first, "ER7");
    why = through_xml(&first);
    if (!why)
        why = compare(first.doc, xml.doc, false);
    if (why)
        return why;
    first.out.len = 0;
    if (first.part->encode(first.state, &first.call, xml.doc, hilum_root(xml.doc),
                           &first.out) != HILUM_OK ||
        harness_decode(&normal, hilum_buffer_view(&first.out)) != HILUM_OK)
        return say(&normal, "from XML to ER7,");
    why = compare(normal.doc, xml.doc, true);
    return why ? why : through_xml(&normal);
}

/* messages_xml FOLDER FILE...: each file's XML is left in the folder. */
int main(int argc, char **argv)
{
    int failed = 0;

    harness_open(&first);
    harness_open(&normal);
    harness_open_part(&xml, "xml");
    for (int i = 2; i < argc; i++) {
        struct hilum_view bytes = harness_file(argv[i]);
        const char       *why   = bytes.ptr ? check(bytes) : "cannot be read";

        if (!why && !keep(argv[1], argv[i]))
            why = "its XML cannot be kept";
        if (why) {
            printf("%s: %s\n", argv[i], why);
            failed++;
        }
        free((void *)(uintptr_t)bytes.ptr);
    }
    printf("%d messages, %d failed\n", argc - 2, failed);
    harness_close(&first);
    harness_close(&normal);
    harness_close(&xml);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
