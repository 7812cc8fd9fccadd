/* stand_in.h -- an engine just large enough to test one plugin with. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * It keeps what a plugin does in lists that a test can look at.  Its expressions
 * are four: 'text', true, false and {} (nothing); "boom" errs when evaluated, and
 * every other text is a mistake.
 */
#ifndef TESTS_PLUGINS_STAND_IN_H
#define TESTS_PLUGINS_STAND_IN_H

#include <hilum/source.h>

#include <pthread.h>

enum {
    STAND_IN_MOST = 1 << 16, /* of everything that is listed */
    STAND_IN_TEXT = 256,
};

struct hilum_msg {
    int                  refs;
    int64_t              id;
    char                 format[32];
    char                 control_id[64];
    char                *body;
    size_t               len;
    struct hilum_builder builder;
    struct hilum_block  *block;
};

/* An offer as the feed got it. */
struct stand_in_offer {
    char  *body;
    size_t len;
    char   peer[STAND_IN_TEXT];
    char   labels[STAND_IN_TEXT];
    void  *context;
    void (*answer)(void *, const struct hilum_answer *);
};

/* Where a source puts its messages. */
struct hilum_feed {
    pthread_mutex_t        lock;
    pthread_cond_t         more;
    struct stand_in_offer *offers;
    size_t                 count;
    bool (*take)(struct hilum_feed *, const struct hilum_offer *);
    void (*split)(void *, struct hilum_view, bool,
                  struct hilum_piece *); /* its format's */
    char log[STAND_IN_TEXT];             /* the last line */
    char bound[STAND_IN_TEXT];           /* the line that says where it listens */
};

struct stand_in {
    struct hilum_call call; /* first */
    struct hilum_host host;
    struct hilum_feed feed;

    void  *scratch[64];
    size_t scratch_count;
    char   where[STAND_IN_TEXT];
    char   why[STAND_IN_TEXT];

    struct hilum_msg *emitted[64];
    size_t            emitted_count;

    enum hilum_verdict settled[64]; /* by message of the batch */
    bool               has_settled[64];
};

void stand_in_open(struct stand_in *s);
void stand_in_close(struct stand_in *s);

/* Forgets what the last operation left. */
void stand_in_reset(struct stand_in *s);

/* A zeroed state with the part's options: "name=value" texts, ended with NULL,
 * over their presets.  Free it with free(). */
void *stand_in_state(const struct hilum_part *part, const char *const *given);

/* The plugin's part of a name that has the given function set. */
enum stand_in_kind { STAND_IN_SOURCE, STAND_IN_STAGE, STAND_IN_SINK };
const struct hilum_part *stand_in_part(const struct hilum_plugin *plugin,
                                       enum stand_in_kind kind, const char *name);

/* Messages. */
struct hilum_msg *stand_in_bytes(const char *format, int64_t id, const char *body,
                                 size_t len);
struct hilum_msg *stand_in_draft(const char *format, int64_t id);
void              stand_in_seal(struct hilum_msg *m);
void              stand_in_drop(const struct hilum_msg *m);

/* The document as text: name=text(child child), fields by their numbers. */
void stand_in_print(const struct hilum_msg *m, char *out, size_t room);

/* From here on `take` says whether an offer is taken, and may answer it; it is
 * called on the source's thread, without the lock. */
void stand_in_take(struct hilum_feed *feed,
                   bool (*take)(struct hilum_feed *, const struct hilum_offer *));

/* Waits (ten seconds at most) until so many offers were made. */
bool stand_in_wait(struct hilum_feed *feed, size_t count);

/* Answers an offer with a reply. */
void stand_in_answer(struct hilum_feed *feed, size_t nth, enum hilum_verdict v,
                     const char *reply);

#endif
