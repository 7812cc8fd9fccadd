/* case.h -- cases: what a part makes of a message, as text. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file holds cases, one after the other; a line `---` may stand between them.
 *
 *     # A patient's family name becomes Patient.name[0].family.
 *     use: v2-to-fhir
 *     with: { zone: "+01:00" }
 *     in: hl7v2/er7
 *       MSH|^~\&|ADT|WARD|LAB|LAB|20260101||ADT^A01|1|P|2.5.1
 *       PID|1||123||DOE^JOHN
 *     out: fhir/json
 *       { "resourceType": "Patient", "name": [{ "family": "DOE" }] }
 *
 * The first comment is its name.  `use` names a stage or a codec, `with` are its
 * options.  A format that is not said is found out from the message.  What is
 * expected is one of: `out` (a message, compared as a document, once for each
 * one that comes out), `expect:` (a block of FHIRPath, one a line, each of which
 * holds on a message that comes out), `none:` (nothing comes out), `reject:
 * PLACE`, `retry:`, `fail:`; and beside these `remark: TEXT` that must be among
 * the remarks.  Blocks are indented by two spaces.
 */
#ifndef CORE_CLI_CASE_H
#define CORE_CLI_CASE_H

#include <hilum/plugin.h>

enum { CASE_OUTS = 16 };

struct case_block {
    struct hilum_view format; /* "" : to be found out */
    struct hilum_view text;   /* without the indentation */
    size_t            line;
};

struct case_text {
    size_t             line; /* where it begins */
    struct hilum_view  name, use, with, remark;
    struct case_block  in;
    struct case_block  outs[CASE_OUTS];
    size_t             out_count;
    struct case_block  expect; /* line 0: there is none */
    bool               none, refused;
    enum hilum_verdict verdict; /* where refused */
    struct hilum_view  place;   /* where refused; "": anywhere */
};

/* Reads the next case from a file, whose text is written over in place (blocks
 * lose their indentation).  False at the end, or with *why set. */
struct case_reader {
    char       *at, *end;
    size_t      line;
    const char *why;
};
bool case_next(struct case_reader *r, struct case_text *out);

#endif
