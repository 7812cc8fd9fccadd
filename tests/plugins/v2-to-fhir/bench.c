/* bench.c -- a stage on the rig: messages in, Bundles out. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

void bench_open(struct bench *b, const char *options)
{
    memset(b, 0, sizeof *b);
    rig_open(&b->rig);
    call_init(&b->decode, &b->rig.engine);
    b->stage = rig_part(&b->rig, PART_STAGE, "v2-to-fhir", "stage", options);
    if (!b->stage) {
        fprintf(stderr, "%s: %s\n", b->rig.call.place, b->rig.call.reason);
        abort();
    }
}

void bench_close(struct bench *b)
{
    if (b->message)
        hilum_unref(&b->decode.pub, b->message);
    call_free(&b->decode);
    rig_close(&b->rig);
}

void bench_run(struct bench *b, struct hilum_view message)
{
    char *bytes = malloc(message.len + 1);

    if (!bytes)
        abort();
    memcpy(bytes, message.ptr, message.len);
    for (size_t i = 0; i < message.len; i++)
        if (bytes[i] == '\n')
            bytes[i] = '\r';
    if (b->message)
        hilum_unref(&b->decode.pub, b->message);
    call_begin(&b->decode, NULL);
    b->message = hilum_decode(&b->decode.pub, "hl7v2/er7",
                              (struct hilum_view){ bytes, message.len });
    free(bytes);
    b->bundle  = NULL;
    b->verdict = HILUM_REJECT;
    if (!b->message)
        return;
    call_begin(&b->rig.call, b->stage);
    b->verdict =
        b->stage->part->part.process(b->stage->state, &b->rig.call.pub, b->message);
    b->bundle = b->rig.call.emitted_count ? b->rig.call.emitted[0] : NULL;
}

struct hilum_view bench_json(struct bench *b)
{
    struct hilum_buffer *out = hilum_buffer(&b->decode.pub);
    struct hilum_doc     doc = hilum_doc(&b->rig.call.pub, b->bundle);

    if (!out || !hilum_encode(&b->decode.pub, "fhir/json", doc, hilum_root(doc), out))
        abort();
    return hilum_buffer_view(out);
}

struct hilum_view bench_remark(struct bench *b, const char *key)
{
    struct hilum_view all = hilum_buffer_view(&b->rig.call.remarks);
    size_t            len = strlen(key);

    for (size_t i = 0; i + len + 2 <= all.len; i++)
        if (memcmp(all.ptr + i, key, len) == 0 && all.ptr[i + len] == ':') {
            struct hilum_view found = { all.ptr + i + len + 2, all.len - i - len - 2 };
            const char       *end   = memchr(found.ptr, ';', found.len);

            if (end)
                found.len = (size_t)(end - found.ptr);
            return found;
        }
    return (struct hilum_view){ "", 0 };
}
