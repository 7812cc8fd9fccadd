/* build.h -- a compiled package in the making: sections that grow, texts once. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_BUILD_H
#define CORE_PACKAGE_BUILD_H

#include <hilum/package.h>

#include "base/table.h"

/* Nothing is checked on the way: where memory is out or a ceiling is reached, `failed`
 * is set, and writing it gives nothing. */
struct build {
    struct hilum_buffer sections[HILUM_SECTIONS];
    struct table        texts; /* text -> offset */
    struct table        runs;  /* section and records -> index of the first */
    bool                failed;
};

void build_init(struct build *b);
void build_free(struct build *b);

/* The offset of a text, which is kept once. */
uint32_t build_text(struct build *b, struct hilum_view text);

/* Adds records at the end of a section; the index of the first. */
uint32_t build_add(struct build *b, enum hilum_package_section s, const void *records,
                   uint32_t count);

/* The same, where records like these that stand together already are not added again. */
struct hilum_run build_run(struct build *b, enum hilum_package_section s,
                           const void *records, uint32_t count);

/* How many records a section has, and one of them: good until the next is added. */
uint32_t          build_count(const struct build *b, enum hilum_package_section s);
void             *build_at(struct build *b, enum hilum_package_section s, uint32_t i);
struct hilum_view build_text_at(const struct build *b, uint32_t text);

/* Sorts records of a section by the text that is their first member. */
void build_sort(struct build *b, enum hilum_package_section s, uint32_t first,
                uint32_t count);

/* Sorts what has a URL, and appends the file; false where something has failed. */
bool build_write(struct build *b, struct hilum_view name, struct hilum_view number,
                 struct hilum_view fhir, struct hilum_buffer *out);

#endif
