/* package.h -- FHIR packages: compiled from an npm archive, and where they are kept. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_PACKAGE_H
#define CORE_PACKAGE_PACKAGE_H

#include <hilum/package.h>

#include "base/problem.h"
#include "plugin/engine.h"

/* What was made of an archive.  The name and number live in its arena. */
struct package_made {
    struct hilum_view name, number;
    uint32_t          structures, code_systems, value_sets, searches, resources;
    uint32_t          refused; /* files that could not be compiled: see problems */
};

/* Compiles the resources of a .tgz, as bytes, and appends the file.  The others are the
 * packages whose definitions it may build upon.  What does not fit FHIR R4 is left out,
 * with a warning.  False: the problems say why. */
bool package_compile(struct engine *e, struct hilum_view archive,
                     const struct hilum_package *others, size_t count,
                     struct problems *problems, struct package_made *made,
                     struct hilum_buffer *out);

/* A compiled package that is mapped.  False: *why says so. */
struct package_file {
    struct hilum_package package;
    struct hilum_view    bytes;
};
bool package_map(struct package_file *f, const char *path, const char **why);
void package_unmap(struct package_file *f);

/* Writes a file so that it is there whole or not at all. */
bool package_store(const char *path, struct hilum_view bytes);

#endif
