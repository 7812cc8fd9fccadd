/* build.c -- a compiled package in the making: sections that grow, texts once. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/build.h"

#include "base/bytes.h"

void build_init(struct build *b)
{
    static const uint32_t empty = 0;

    *b = (struct build){ 0 };
    for (int s = 0; s < HILUM_SECTIONS; s++)
        buffer_init(&b->sections[s], HILUM_PACKAGE_MOST);
    hilum_put(&b->sections[HILUM_TEXTS], &empty, sizeof empty);
}

void build_free(struct build *b)
{
    for (int s = 0; s < HILUM_SECTIONS; s++)
        buffer_free(&b->sections[s]);
    table_free(&b->texts);
    table_free(&b->runs);
}

/* Tables keep pointers: an index is kept as itself and one more. */
static void *kept(uint32_t index)
{
    return (void *)((uintptr_t)index + 1);
}

static uint32_t index_of(const void *value)
{
    return (uint32_t)((uintptr_t)value - 1);
}

uint32_t build_text(struct build *b, struct hilum_view text)
{
    struct hilum_buffer *texts = &b->sections[HILUM_TEXTS];
    uint32_t             at = (uint32_t)texts->len, len = (uint32_t)text.len;
    void                *known;

    if (text.len == 0)
        return 0;
    known = table_get(&b->texts, text);
    if (known)
        return index_of(known);
    hilum_put(texts, &len, sizeof len);
    hilum_put_view(texts, text);
    if (texts->failed || !table_set(&b->texts, text, kept(at)))
        b->failed = true;
    return at;
}

uint32_t build_count(const struct build *b, enum hilum_package_section s)
{
    return (uint32_t)(b->sections[s].len / hilum_package_item(s));
}

void *build_at(struct build *b, enum hilum_package_section s, uint32_t i)
{
    return b->sections[s].ptr + (size_t)i * hilum_package_item(s);
}

struct hilum_view build_text_at(const struct build *b, uint32_t text)
{
    const char *at = b->sections[HILUM_TEXTS].ptr + text;
    uint32_t    len;

    memcpy(&len, at, sizeof len);
    return (struct hilum_view){ at + sizeof len, len };
}

uint32_t build_add(struct build *b, enum hilum_package_section s, const void *records,
                   uint32_t count)
{
    uint32_t at = build_count(b, s);

    hilum_put(&b->sections[s], records, (size_t)count * hilum_package_item(s));
    b->failed |= b->sections[s].failed;
    return at;
}

struct hilum_run build_run(struct build *b, enum hilum_package_section s,
                           const void *records, uint32_t count)
{
    struct hilum_run    run = { 0, count };
    struct hilum_buffer key;
    void               *known;
    uint32_t            section = s;

    if (count == 0)
        return run;
    buffer_init(&key, HILUM_PACKAGE_MOST);
    hilum_put(&key, &section, sizeof section);
    hilum_put(&key, records, (size_t)count * hilum_package_item(s));
    known = table_get(&b->runs, hilum_buffer_view(&key));
    if (known) {
        run.first = index_of(known);
    } else {
        run.first = build_add(b, s, records, count);
        if (key.failed || !table_set(&b->runs, hilum_buffer_view(&key), kept(run.first)))
            b->failed = true;
    }
    buffer_free(&key);
    return run;
}

/* ---- Sorting -------------------------------------------------------------- */

/* qsort() passes no context to what compares, so that records are sorted by a merge. */
static bool before(const struct build *b, const char *x, const char *y)
{
    uint32_t tx, ty;

    memcpy(&tx, x, sizeof tx);
    memcpy(&ty, y, sizeof ty);
    return hilum_package_compare(build_text_at(b, ty), build_text_at(b, tx)) < 0;
}

static void merge(const struct build *b, char *to, const char *from, uint32_t item,
                  uint32_t left, uint32_t middle, uint32_t right)
{
    uint32_t x = left, y = middle;

    for (uint32_t i = left; i < right; i++) {
        bool second = x == middle || (y < right && before(b, from + (size_t)x * item,
                                                          from + (size_t)y * item));

        memcpy(to + (size_t)i * item, from + (size_t)(second ? y++ : x++) * item, item);
    }
}

void build_sort(struct build *b, enum hilum_package_section s, uint32_t first,
                uint32_t count)
{
    uint32_t item = hilum_package_item(s);
    char    *at = b->sections[s].ptr + (size_t)first * item, *other, *from = at, *to;
    size_t   bytes = (size_t)count * item;

    if (b->failed || count < 2)
        return;
    other = malloc(bytes);
    if (!other) {
        b->failed = true;
        return;
    }
    for (uint32_t width = 1; width < count; width *= 2) {
        to = from == at ? other : at;
        for (uint32_t left = 0; left < count; left += 2 * width) {
            uint32_t middle = left + width < count ? left + width : count;
            uint32_t right  = middle + width < count ? middle + width : count;

            merge(b, to, from, item, left, middle, right);
        }
        from = to;
    }
    if (from != at)
        memcpy(at, from, bytes);
    free(other);
}

/* ---- Writing -------------------------------------------------------------- */

bool build_write(struct build *b, struct hilum_view name, struct hilum_view number,
                 struct hilum_view fhir, struct hilum_buffer *out)
{
    static const enum hilum_package_section by_url[] = { HILUM_STRUCTURES,
                                                         HILUM_CODE_SYSTEMS,
                                                         HILUM_VALUE_SETS, HILUM_SEARCHES,
                                                         HILUM_RESOURCES };
    static const char                       zeros[8];
    struct hilum_package_header             h  = { .magic   = HILUM_PACKAGE_MAGIC,
                                                   .version = HILUM_PACKAGE_VERSION };
    uint64_t                                at = (sizeof h + 7) & ~(uint64_t)7;

    h.name   = build_text(b, name);
    h.number = build_text(b, number);
    h.fhir   = build_text(b, fhir);
    for (size_t i = 0; i < sizeof by_url / sizeof *by_url; i++)
        build_sort(b, by_url[i], 0, build_count(b, by_url[i]));
    for (int s = 0; s < HILUM_SECTIONS; s++) {
        h.sections[s].at    = (uint32_t)at;
        h.sections[s].item  = hilum_package_item((enum hilum_package_section)s);
        h.sections[s].count = build_count(b, (enum hilum_package_section)s);
        at                  = (at + b->sections[s].len + 7) & ~(uint64_t)7;
    }
    if (b->failed || at > HILUM_PACKAGE_MOST)
        return false;
    h.size = (uint32_t)at;
    hilum_put(out, &h, sizeof h);
    for (int s = 0; s < HILUM_SECTIONS; s++) {
        hilum_put(out, zeros, -out->len & 7);
        hilum_put_view(out, hilum_buffer_view(&b->sections[s]));
    }
    hilum_put(out, zeros, -out->len & 7);
    return !out->failed;
}
