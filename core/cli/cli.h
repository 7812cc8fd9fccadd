/* cli.h -- the verbs of the hilum command, and what they share. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLI_CLI_H
#define CORE_CLI_CLI_H

#include "router/graph.h"

/* How every verb ends. */
enum cli_exit {
    CLI_DONE,      /* 0: done */
    CLI_NO,        /* 1: the answer is no: invalid, failed, not found */
    CLI_USAGE,     /* 2: wrong usage */
    CLI_COULD_NOT, /* 3: it could not be done */
};

/* What stands before the verb. */
struct cli_settings {
    const char *plugins; /* folders, with colons between them */
    const char *schemas; /* folder */
};
extern struct cli_settings cli_settings;

/* One verb.  argv[0] is the verb itself. */
struct cli_verb {
    const char *name;
    const char *usage;   /* what follows the verb */
    const char *summary; /* one sentence */
    const char *help;    /* the options, one a line; may be "" */
    int (*run)(int argc, char **argv);
};

/* Ends with a verb without a name. */
extern const struct cli_verb cli_verbs[];

int cli_run(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_test(int argc, char **argv);
int cli_convert(int argc, char **argv);
int cli_show(int argc, char **argv);
int cli_eval(int argc, char **argv);
int cli_send(int argc, char **argv);
int cli_messages(int argc, char **argv);
int cli_package(int argc, char **argv);
int cli_plugins(int argc, char **argv);
int cli_help(int argc, char **argv);
int cli_try(int argc, char **argv);
int cli_validate(int argc, char **argv);

/* ---- What they share ------------------------------------------------------ */

/* Says how the verb is used, on stderr; CLI_USAGE. */
int cli_misused(const char *verb, const char *why);

/* Says on stderr why it could not be done; CLI_COULD_NOT. */
HILUM_PRINTF(1) int cli_failed(const char *fmt, ...);

/* Opens the engine with the plugins there are; those refused are told of. */
bool cli_engine(struct engine *e);

/* The same with one more plugin, which counts before others of its name. */
bool cli_engine_first(struct engine *e, const char *plugin);

/* A whole file, or stdin where path is NULL or "-".  False: it was said why. */
bool cli_read(const char *path, struct hilum_buffer *out);

/* A pipeline file, read and checked as far as that goes without running it. */
struct cli_pipeline {
    struct arena    arena;
    struct problems problems;
    struct yaml    *doc;
    struct spec    *spec;  /* may be NULL */
    struct graph   *graph; /* may be NULL */
};
bool cli_pipeline_read(struct cli_pipeline *p, struct engine *e, const char *path);
void cli_pipeline_free(struct cli_pipeline *p);

/* Prints the problems found, in the order of their lines, on stderr. */
void cli_problems(const struct problems *problems);

/* Is this stream a terminal that takes colour? */
bool cli_colour(FILE *stream);

/* The format of a message, seen from how it begins. */
const char *cli_format(struct hilum_view bytes);

/* A message from bytes: format NULL is found out from them.  NULL: it was said
 * why. */
struct cli_message {
    struct call         call;
    struct codec       *codec;
    struct hilum_view   bytes;
    struct hilum_block *block;
};
bool             cli_decode(struct engine *e, const char *path, const char *format,
                            struct hilum_view bytes, struct cli_message *out);
void             cli_message_free(struct cli_message *m);
struct hilum_doc cli_doc(const struct cli_message *m);

#endif
