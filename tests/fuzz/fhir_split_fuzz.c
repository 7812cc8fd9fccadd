/* fhir_split_fuzz.c -- streams of JSON are taken apart the same, however they come. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first byte says how many bytes come at a time; the rest is a stream.  Every codec
 * that takes streams apart comes to its end, and to the same messages and faults as where
 * all comes at once.
 */
#include <hilum/plugin.h>

#include <stdio.h>
#include <stdlib.h>

extern const struct hilum_plugin hilum_plugin;

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool so, const char *what)
{
    if (!so) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

static void put(struct hilum_buffer *out, const struct hilum_piece *p)
{
    if (p->found == HILUM_FOUND_FAULT)
        hilum_put_text(out, p->reason);
    if (p->found != HILUM_FOUND_MESSAGE)
        return;
    hilum_put_view(out, p->labels);
    hilum_put_view(out, p->message);
    hilum_put_byte(out, '\n');
}

static void take_all(const struct hilum_part *part, struct hilum_view text, size_t step,
                     struct hilum_buffer *out)
{
    void              *splitter = calloc(1, part->splitter);
    size_t             at = 0, seen = step < text.len ? step : text.len;
    struct hilum_piece p = { .found = HILUM_FOUND_MORE };

    for (size_t i = 0; p.found != HILUM_FOUND_NOTHING; i++) {
        char *copy = memcpy(malloc(seen - at + 1), text.ptr + at, seen - at);

        check(i < 4 * text.len + 16, "it does not come to an end");
        part->split(splitter, (struct hilum_view){ copy, seen - at }, seen == text.len,
                    &p);
        check(p.used <= seen - at, "it uses more than there is");
        check(p.found != HILUM_FOUND_MORE || seen < text.len,
              "it wants more than there is");
        put(out, &p);
        at += p.used;
        if (p.found == HILUM_FOUND_MORE)
            seen = text.len - seen > step ? seen + step : text.len;
        free(copy);
    }
    check(at == text.len, "something is left");
    free(splitter);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
    struct hilum_buffer whole            = { .most = 1 << 26, .grow = hilum_grow },
                        parts            = { .most = 1 << 26, .grow = hilum_grow };
    const struct hilum_part *const *part = hilum_plugin.parts;

    if (length < 2 || length > 4096)
        return 0;
    for (; *part; part++) {
        struct hilum_view text = { (const char *)bytes + 1, length - 1 };

        whole.len = parts.len = 0;
        if ((*part)->several)
            (*part)->several(text);
        if (!(*part)->split)
            continue;
        take_all(*part, text, text.len, &whole);
        take_all(*part, text, (size_t)bytes[0] + 1, &parts);
        check(hilum_same(hilum_buffer_view(&whole), hilum_buffer_view(&parts)),
              "it makes a difference how the bytes come");
    }
    free(whole.ptr);
    free(parts.ptr);
    return 0;
}
