/* harness.h -- an engine just large enough to try the FHIR codecs in. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_HARNESS_H
#define FHIR_HARNESS_H

#include <hilum/plugin.h>

/* An open codec and what its last call left behind. */
struct harness {
    const struct hilum_part *part;
    void                    *state;
    struct hilum_builder     builder; /* its memory is used again by each decode */
    struct hilum_doc         doc;     /* the last one decoded */
    char                    *block;
    size_t                   block_room;
    struct hilum_buffer      out; /* the last one encoded */
    uint32_t                 most_nodes;
};

/* Opens one of the plugin's codecs ("json", "xml") with data from a folder of schemas;
 * exits where that fails. */
void harness_open(struct harness *h, const char *part, const char *schemas, bool pretty);
void harness_close(struct harness *h);

enum hilum_verdict harness_decode(struct harness *h, struct hilum_view bytes);

/* Decodes into the builder only, without making a block of it. */
enum hilum_verdict harness_build(struct harness *h, struct hilum_view bytes);
enum hilum_verdict harness_encode(struct harness *h, struct hilum_doc doc,
                                  const struct hilum_node *node);

/* Makes a document of what the builder holds. */
struct hilum_doc harness_seal(struct harness *h);
void             harness_begin(struct harness *h, struct hilum_view source);

/* The last blame. */
const char *harness_why(void);
const char *harness_where(void);

/* The last report of the last decoding ("3:14 Patient.text.div (txt-1) ..."), and how
 * many there were. */
const char *harness_report(void);
unsigned    harness_reports(void);

/* The whole of a file, to be freed; exits where it cannot be read. */
struct hilum_view harness_file(const char *path);

#endif
