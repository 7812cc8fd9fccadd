/* package_fuzz.c -- any bytes as a compiled package: opened, and read all over. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <hilum/package.h>

#include "package/tgz.h"

#include "base/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile unsigned sink;

static void read_text(const struct hilum_package *p, uint32_t text)
{
    struct hilum_view v = hilum_package_text(p, text);

    for (size_t i = 0; i < v.len; i++)
        sink += (unsigned char)v.ptr[i];
}

/* The children of every element and value: a walk must come to its end. */
static void read_trees(const struct hilum_package *p)
{
    uint32_t elements = hilum_package_count(p, HILUM_ELEMENTS);
    uint32_t values   = hilum_package_count(p, HILUM_VALUES);

    for (uint32_t i = 0; i < elements; i++) {
        const struct hilum_element *e   = hilum_package_element(p, i);
        uint32_t                    end = hilum_package_after(i, e->span, elements);

        read_text(p, e->id);
        for (uint32_t at = i + 1; at < end && at < i + 64;
             at = hilum_package_after(at, hilum_package_element(p, at)->span, end))
            sink +=
                hilum_package_type(p, hilum_package_element(p, at)->types.first)->name;
    }
    for (uint32_t i = 0; i < values; i++) {
        uint32_t end = hilum_package_after(i, hilum_package_value(p, i)->span, values);

        for (uint32_t at = i + 1; at < end && at < i + 64;
             at          = hilum_package_after(at, hilum_package_value(p, at)->span, end))
            read_text(p, hilum_package_value(p, at)->text);
    }
}

/* Everything that is sorted by a text, found by the text it has. */
static void find_all(const struct hilum_package *p, enum hilum_package_section s)
{
    uint32_t count = hilum_package_count(p, s);

    for (uint32_t i = 0; i < count && i < 256; i++) {
        uint32_t text;

        memcpy(&text, hilum_package_at(p, s) + (size_t)i * hilum_package_item(s),
               sizeof text);
        read_text(p, text);
        sink += hilum_package_find(p, s, i, UINT32_MAX, hilum_package_text(p, text));
    }
}

static void read_archive(const uint8_t *data, size_t size)
{
    struct hilum_view archive = { (const char *)data, size };
    struct tgz_file   file;
    size_t            at = 0;

    while (tgz_next(archive, &at, &file) == 1)
        for (size_t i = 0; i < file.bytes.len; i++)
            sink += (unsigned char)file.bytes.ptr[i] + file.name.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hilum_package p;
    struct hilum_buffer  out;
    const char          *why;
    void                *bytes = NULL;

    read_archive(data, size);
    buffer_init(&out, 1 << 20);
    sink += tgz_unpack((struct hilum_view){ (const char *)data, size }, &out);
    buffer_free(&out);
    if (size == 0 || posix_memalign(&bytes, 8, size) != 0)
        return 0;
    memcpy(bytes, data, size);
    if (size >= sizeof(struct hilum_package_header)) /* so that mutants are opened */
        ((struct hilum_package_header *)bytes)->size = (uint32_t)size;
    if (hilum_package_open(&p, (struct hilum_view){ bytes, size }, &why)) {
        read_trees(&p);
        for (int s = HILUM_LISTS; s < HILUM_SECTIONS; s++)
            find_all(&p, (enum hilum_package_section)s);
    }
    free(bytes);
    return 0;
}
