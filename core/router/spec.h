/* spec.h -- a pipeline file as structs: what is written, not yet what it means. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a spec looks nothing up: whether a part exists, takes these options,
 * and whether an expression compiles, is found out by those who have the parts.
 * They find every place in the file through the YAML nodes that are kept here.
 *
 * A file is a pipeline (a source, perhaps steps, sinks), a server (services and
 * the stores they serve), or both.
 */
#ifndef CORE_ROUTER_SPEC_H
#define CORE_ROUTER_SPEC_H

#include "config/option.h"

/* Where an entry stands; it says which kind of part it names. */
enum spec_place {
    SPEC_SOURCE,
    SPEC_STEP,
    SPEC_SINK,
    SPEC_STORE,
    SPEC_SERVICE,
    SPEC_ENTRIES, /* those above hold one part each */
    SPEC_TEST = SPEC_ENTRIES,
    SPEC_FILE,
};

/* What becomes of a message that a part gives up on. */
enum spec_on_error {
    SPEC_DEAD,     /* it lies in the dead letters */
    SPEC_HOLD,     /* it is kept aside until somebody replays or discards it */
    SPEC_CONTINUE, /* a step passes it on as it was, a sink does without it */
};

/* What becomes of a message that is sent again. */
enum spec_repeats {
    SPEC_ANSWER, /* it is answered again, and not processed again */
    SPEC_ACCEPT, /* every message is a new one */
};

/* What a number in the sender's sequence means. */
enum spec_sequence {
    SPEC_FOLLOW, /* messages are taken in the order of their numbers */
    SPEC_IGNORE, /* nothing */
};

/* How a sink's RETRY is tried again: after `first`, then twice as long each
 * time, up to `most`.  0 tries or age: without end. */
struct spec_retry {
    int64_t max_age;
    int64_t max_tries;
    int64_t first;
    int64_t most;
};

/* One part with its options, and the router's own words beside it. */
struct spec_entry {
    enum spec_place         place;
    const struct yaml_node *node; /* the entry: a map, or a text that is the part */
    const char             *part; /* its name; whether there is one is not known */
    struct place            part_at;
    const struct yaml_node *options; /* for option_fill(); NULL where none are written */

    const char *name; /* as given, or else the part's (a store: its key) */
    const char *when; /* an expression; "" where not written, as those below */
    const char *format;
    const char *from;
    const struct yaml_node *format_options; /* of its codec; NULL: none */
    int64_t                 run;            /* 0: in a thread, the only way there is */
    int64_t                 instances;
    int64_t                 on_error; /* enum spec_on_error */
    int64_t                 repeats;  /* enum spec_repeats */
    int64_t                 sequence; /* enum spec_sequence */
    size_t                  after;    /* a sink: the steps that its message has passed */

    struct spec_retry retry;
};

enum spec_verdict { SPEC_OK, SPEC_FILTERED, SPEC_REJECT };

struct spec_test {
    const struct yaml_node *node;
    const char             *name;
    const char             *input;          /* a path that can be opened, or "" */
    const char             *message;        /* the message itself, or "" */
    const struct yaml_node *expect;         /* a list of expressions, or NULL */
    int64_t                 expect_verdict; /* enum spec_verdict */
};

struct spec_http {
    const char *listen;
};

struct spec {
    struct yaml *doc;
    const char  *pipeline; /* its name; a server's is by default the file's */
    const char  *order_by; /* an expression, or "" */

    struct spec_entry *source; /* NULL: a server */
    struct spec_entry *steps;
    struct spec_entry *sinks;
    struct spec_entry *stores;
    struct spec_entry *services;
    struct spec_test  *tests;
    size_t             step_count;
    size_t             sink_count;
    size_t             store_count;
    size_t             service_count;
    size_t             test_count;

    struct spec_http http;
};

/* NULL where there is nothing to go on with.  Otherwise as much as could be
 * read, to find more mistakes in; doc->lines.problems has those found here.
 * Everything lives in the arena, and the doc must live as long. */
struct spec *spec_read(struct yaml *doc, struct arena *arena);

/* The node of a word beside the part ("when", "from" ...), or NULL. */
const struct yaml_node *spec_word(const struct spec_entry *e, const char *word);

/* ---- For editors ---------------------------------------------------------- */

/* What a schema says of one part. */
struct spec_part {
    const char       *summary; /* may be NULL */
    struct option_set options; /* whose is the part's name */
};

/* Gives the i-th part that may stand in a place; false past the last one. */
typedef bool spec_part_fn(void *context, enum spec_place place, size_t i,
                          struct spec_part *out);

/* Writes the JSON Schema of a pipeline file with these parts. */
void spec_schema(struct hilum_buffer *to, spec_part_fn *part, void *context);

#endif
