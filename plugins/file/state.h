/* state.h -- what the files of the file source share. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread finds, reads and moves files, one of them being read at a time.  The lock
 * guards `phase` and `stopped`, the list of answered files, and of each file what
 * answers write on any thread: its tickets and what is counted of them.
 */
#ifndef FILE_STATE_H
#define FILE_STATE_H

#include "finder.h"
#include "progress.h"
#include "window.h"

#include <hilum/source.h>

#include <limits.h>
#include <pthread.h>

enum {
    FILES_MOST  = 64,   /* under way at once */
    IN_FLIGHT   = 2048, /* messages of a file that are not answered */
    FAULTS_TOLD = 20,   /* of a file, in the log */
    AGAIN       = 5000, /* ms until a file that was not kept is read again */
};

enum phase { RUNNING, STOPPING, CLOSING };
enum split { SPLIT_FORMAT, SPLIT_NONE };
enum after { AFTER_MOVE, AFTER_DELETE };
enum failed { FAILED_FAULT, FAILED_ANY };

/* A message that was offered: what its answer finds it by. */
struct ticket {
    struct intake *intake;
    uint64_t       end; /* where the file goes on behind it */
    uint32_t       verdict;
    bool           answered, kept;
};

/* A file under way: from opening it until it is put away. */
struct intake {
    struct file_source *source;
    struct intake      *next;     /* among those under way */
    struct intake      *answered; /* among those all answered */
    char                name[NAME_MAX + 1];
    struct stat         opened; /* the file as it was then */
    int64_t             began;  /* ticks */
    uint64_t            skip;   /* what begins before this is not offered again */
    uint64_t            messages, faults;
    bool                content; /* it has a message, or what belongs to a batch */
    struct progress     written; /* beside the file */

    /* Under the lock. */
    bool            reading;
    bool            waiting; /* for room, with everything in flight */
    bool            stuck;   /* a message was not kept: progress ends there */
    bool            again;   /* it is to be read once more */
    bool            lost;    /* a message was refused, and is nowhere but here */
    struct progress progress;
    size_t          first, count; /* of the tickets in flight */
    struct ticket   tickets[IN_FLIGHT];
};

struct file_source {
    const char *path;
    const char *pattern;
    int64_t     ack;
    int64_t     split;
    int64_t     after;
    int64_t     failed;
    int64_t     poll;
    int64_t     max_message;
    int64_t     max_file;

    const struct hilum_host *host;
    struct hilum_feed       *feed;
    int                      wake; /* an eventfd */
    bool                     opened;
    bool                     started;
    pthread_t                thread;

    pthread_mutex_t lock;
    pthread_cond_t  changed;
    enum phase      phase;
    bool            stopped;
    struct intake  *answered;

    /* The thread's own. */
    struct finder        finder;
    struct intake       *under_way;
    size_t               under_way_count;
    struct intake       *current; /* being read, through the window; or NULL */
    struct window        window;
    struct hilum_stream *stream;  /* its messages; NULL with split: none */
    bool                 at_end;  /* nothing follows what is in view */
    bool                 refused; /* the engine is stopping */
    int64_t              noted_at;
};

#define TELL(in, level, ...)                                                             \
    hilum_feed_log((in)->source->host, (in)->source->feed, level, __VA_ARGS__)

/* ---- intake.c: a file's messages, and what is answered of them --------------- */

/* NULL: no memory. */
struct intake *intake_new(struct file_source *, const char *name,
                          const struct stat *opened);
struct intake *intake_find(struct file_source *, const char *name);
void           intake_forget(struct intake *);

/* Whether another message may be offered; if not, the thread is woken when it may. */
bool intake_has_room(struct intake *);

/* Offers a message that begins and ends there; false: the engine is stopping. */
bool intake_offer(struct intake *, const struct hilum_piece *, uint64_t begin,
                  uint64_t end);

/* It has been read, or is to be read again; the thread is woken when all is answered. */
void intake_read(struct intake *, bool again);

/* All its messages before there are safe. */
struct progress intake_progress(struct intake *);

/* ---- reading.c: the file that is being read ----------------------------------- */

/* Opens a file; one that has gone, or is none, is no mistake. */
void reading_begin(struct file_source *, const char *name);

/* Reads on for a moment, or until its messages have to wait. */
void reading_go_on(struct file_source *);

/* Leaves it, to be read again. */
void reading_abandon(struct file_source *);

/* ---- away.c: files that were read ---------------------------------------------- */

/* Puts away those whose messages are all answered. */
void away_all(struct file_source *);

/* Notes how far the others have been taken. */
void away_note(struct file_source *);

#endif
