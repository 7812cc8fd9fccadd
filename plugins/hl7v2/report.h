/* report.h -- what is found in a message: where, how much it matters, and a sentence. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_REPORT_H
#define HL7V2_REPORT_H

#include <hilum/plugin.h>

enum {
    REPORT_LEVELS = 64,
    REPORT_RULE   = 48, /* bytes of a rule's name */
    REPORT_NAME   = 64, /* of a segment's or group's */
    REPORT_WHERE  = 128,
    REPORT_WHY    = 256,
    REPORT_MOST   = 1000, /* of one message; more are only counted */
    REPORT_NOTES  = 256,
};

/* A place in the message; numbers that are 0 are not part of it. */
struct report_spot {
    const struct hilum_node *segment; /* NULL: the segment called name is missing */
    struct hilum_view        name;
    uint32_t                 field, repetition, component, subcomponent;
};

/* How much a rule matters to a site: by its name ("table 0001") or its family, the
 * first word of that ("table"). */
struct report_level {
    char    rule[REPORT_RULE];
    bool    off;
    uint8_t severity; /* enum hilum_severity */
};
struct report_levels {
    struct report_level level[REPORT_LEVELS];
    uint32_t            count;
};

struct report {
    struct hilum_call          *call;
    struct hilum_doc            doc;
    const struct report_levels *levels; /* NULL: none differ */
    enum hilum_severity         least;  /* for `where` and `why` */
    uint32_t                    count[HILUM_PROBLEM + 1], total;

    /* Notes there have been, each in the place of its hash.  A note on a field of one
     * segment is not made on the same field of the next ones again. */
    uint32_t noted[REPORT_NOTES];

    /* The first of at least that severity: its place, and its rule and sentence as
     * answer_error.h has them.  A rule with a name of its own stands behind its family
     * there: "required obx-type". */
    const char *family; /* NULL: the rule says it itself */
    char        where[REPORT_WHERE], why[REPORT_WHY];
};

/* Reports, unless the site does not want it. */
HILUM_PRINTF(5)
void report_add(struct report *, enum hilum_severity, const struct report_spot *,
                const char *rule, const char *fmt, ...);

#endif
