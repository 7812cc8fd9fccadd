/* journal.c -- the writer's thread: groups, refusals, chores. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal.h"

#include "base/clock.h"
#include "base/log.h"
#include "journal/lock.h"
#include "journal/queue.h"
#include "journal/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    ROOM_FRESH = 1000, /* ms that a look at the disk holds good */
    WALK_LEAST = 1000, /* ms between two walks over old messages */
    WALK_MOST  = 60 * 60 * 1000
};

static const char who[] = "journal";

/* The queue has its lock; `broken` and the meters are atomic; all else is the
 * writer's while its thread runs. */
struct journal {
    struct queue  queue;
    struct writer writer;
    pthread_t     thread;
    int           lock;
    int           folder; /* for looks at the disk */
    int64_t       reserve, keep;
    void (*fatal)(void *arg, const char *why);
    void       *arg;
    int64_t     room, room_at; /* free bytes, and when looked at */
    bool        low;           /* refusing for want of room */
    int64_t     walk_at;       /* when old messages are looked for next */
    atomic_bool broken;

    _Atomic int64_t commits, committed, refused, recorded, slowest;
};

/* The only way out of a failed sync, say: what the kernel dropped cannot be had
 * back, so nothing may be promised any more. */
static void give_up(struct journal *j, const char *why)
{
    if (atomic_exchange(&j->broken, true))
        return;
    log_write(LOG_ERROR, who, "nothing can be kept any more: %s", why);
    if (j->fatal)
        j->fatal(j->arg, why);
}

/* Has somebody deleted the folder?  What is written then is nobody's. */
static bool is_gone(struct journal *j)
{
    struct stat folder;

    if (fstat(j->folder, &folder) != 0 || folder.st_nlink > 0)
        return false;
    give_up(j, "the journal's folder has been deleted");
    return true;
}

/* Is there room for so many bytes above the reserve? */
static bool has_room(struct journal *j, int64_t bytes)
{
    int64_t        now = clock_ticks();
    struct statvfs disk;
    bool           low;

    if (now - j->room_at >= ROOM_FRESH && is_gone(j))
        return false;
    if (now - j->room_at >= ROOM_FRESH && fstatvfs(j->folder, &disk) == 0) {
        j->room    = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
        j->room_at = now;
    }
    low = j->room - bytes < j->reserve;
    if (low != j->low)
        log_write(
            low ? LOG_ERROR : LOG_INFO, who,
            low ? "less than %lld bytes of the disk are free: messages are refused"
                : "more than %lld bytes of the disk are free: messages are accepted",
            (long long)j->reserve);
    j->low = low;
    if (!low)
        j->room -= bytes;
    return !low;
}

static void refuse(struct journal *j, struct queue_group *g, const char *why)
{
    j->refused += g->entry_count;
    queue_answer(&j->queue, g, why);
}

/* One transaction; false if it was undone. */
static bool commit(struct journal *j, const struct queue_group *g)
{
    int64_t start = clock_nanos();
    int64_t took;

    writer_begin(&j->writer);
    for (struct journal_entry *e = g->entries; e; e = e->next)
        writer_add(&j->writer, e);
    for (struct queue_outcome *o = g->outcomes; o; o = o->next)
        writer_record(&j->writer, &o->outcome);
    if (!writer_commit(&j->writer))
        return false;
    took = clock_nanos() - start;
    if (took > j->slowest)
        j->slowest = took;
    j->commits++;
    return true;
}

/* Senders are answered first: they wait, the router does not. */
static void conclude(struct journal *j, struct queue_group *g)
{
    j->committed += g->entry_count;
    j->recorded += g->outcome_count;
    queue_answer(&j->queue, g, NULL);
    queue_drop(&j->queue, g);
}

/* Entries too large for any group go, each as if it had been a group. */
static void sift(struct journal *j, struct queue_group *g)
{
    struct journal_entry **at = &g->entries;

    while (*at) {
        struct journal_entry *e = *at;

        if (e->body.len <= LIMIT_MESSAGE) {
            at = &e->next;
            continue;
        }
        *at = e->next;
        g->entry_count--;
        g->bytes -= (int64_t)e->body.len;
        e->next = NULL;
        refuse(j, &(struct queue_group){ .entries = e, .entry_count = 1 },
               "the message is larger than the journal takes");
    }
}

/* A transaction failed.  New messages are refused, which costs nobody anything
 * but time; outcomes are facts, and are tried again without them. */
static void recover(struct journal *j, struct queue_group *g)
{
    bool alone = !g->entries;

    if (j->writer.state != DB_BROKEN) {
        log_write(LOG_WARN, who, "a transaction was undone: %s", j->writer.why);
        refuse(j, g,
               j->writer.state == DB_FULL ? "the disk is full" : "the journal is busy");
        if (!g->outcomes)
            return;
        if (!alone && commit(j, g)) {
            conclude(j, g);
            return;
        }
        if (j->writer.state != DB_BROKEN) {
            queue_put_back(&j->queue, g);
            return;
        }
    }
    give_up(j, j->writer.why);
    refuse(j, g, "the journal has failed");
    queue_drop(&j->queue, g);
}

static void handle(struct journal *j, struct queue_group *g)
{
    if (j->broken) {
        refuse(j, g, "the journal has failed");
        queue_drop(&j->queue, g);
        return;
    }
    sift(j, g);
    if (g->entries && !has_room(j, g->bytes))
        refuse(j, g, "the disk is nearly full");
    if (!g->entries && !g->outcomes)
        return;
    if (commit(j, g))
        conclude(j, g);
    else
        recover(j, g);
}

/* Deletes a bite of what has outlived its time; true if there may be more. */
static bool prune(struct journal *j)
{
    int64_t rest = j->keep / 4;

    if (j->keep == 0 || clock_ticks() < j->walk_at)
        return false;
    if (writer_prune(&j->writer, clock_now() - j->keep))
        return true;
    if (rest < WALK_LEAST)
        rest = WALK_LEAST;
    j->walk_at = clock_ticks() + (rest < WALK_MOST ? rest : WALK_MOST);
    return false;
}

/* What is not done for anybody who waits; true if there may be more of it. */
static bool do_chores(struct journal *j, bool quiet)
{
    bool more;

    if (j->broken)
        return false;
    more = writer_index(&j->writer);
    if (quiet && !more)
        more = prune(j);
    writer_checkpoint(&j->writer, quiet);
    if (j->writer.state == DB_BROKEN)
        give_up(j, j->writer.why);
    return more && !j->broken;
}

/* Milliseconds until old messages are to be looked for; -1: never. */
static int64_t next_walk(const struct journal *j)
{
    int64_t ms = j->walk_at - clock_ticks();

    if (j->keep == 0 || j->broken)
        return -1;
    return ms > 0 ? ms : 0;
}

static void *work(void *journal)
{
    struct journal    *j = journal;
    struct queue_group g;

    pthread_setname_np(pthread_self(), "journal");
    for (;;) {
        bool busy = queue_take(&j->queue, &g);
        bool more;

        if (busy)
            handle(j, &g);
        more = do_chores(j, !busy);
        if (!busy && !queue_sleep(&j->queue, more ? 0 : next_walk(j)))
            return NULL;
    }
}

/* ---- life ---- */

static bool start(struct journal *j, struct problems *problems, const char *dir)
{
    sigset_t all, before;
    int      error;

    /* Signals are the main thread's. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&j->thread, NULL, work, j);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0)
        problems_add(problems, &(struct problem){ .file = dir },
                     "the journal's thread cannot start: %s", strerror(error));
    return error == 0;
}

/* The names of new files must survive a power cut too. */
static bool sync_folder(struct journal *j, const char *dir, struct problems *problems)
{
    if (fsync(j->folder) == 0)
        return true;
    problems_add(problems, &(struct problem){ .file = dir },
                 "the journal's folder cannot be synced: %s", strerror(errno));
    return false;
}

static bool open_folder(struct journal *j, const char *dir, struct problems *problems)
{
    if (mkdir(dir, 0700) == 0 || errno == EEXIST)
        j->folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (j->folder >= 0)
        return true;
    problems_add(problems, &(struct problem){ .file = dir },
                 "the journal's folder cannot be had: %s", strerror(errno));
    return false;
}

/* Everything but the thread. */
static void release(struct journal *j)
{
    writer_close(&j->writer);
    queue_free(&j->queue);
    lock_drop(j->lock);
    if (j->folder >= 0)
        close(j->folder);
    free(j);
}

struct journal *journal_open(const struct journal_options *options,
                             struct problems              *problems)
{
    struct journal *j = calloc(1, sizeof *j);

    if (!j || !queue_init(&j->queue)) {
        problems_add(problems, &(struct problem){ .file = options->dir },
                     "out of memory");
        free(j);
        return NULL;
    }
    j->reserve = options->reserve ? options->reserve : JOURNAL_RESERVE;
    j->keep    = options->keep;
    j->fatal   = options->fatal;
    j->arg     = options->arg;
    j->folder  = -1;
    j->lock    = -1;
    j->room_at = clock_ticks() - ROOM_FRESH;
    j->walk_at = clock_ticks();
    if (open_folder(j, options->dir, problems)) {
        j->lock = lock_take(options->dir, problems);
        if (j->lock >= 0 && writer_open(&j->writer, options->dir, problems) &&
            sync_folder(j, options->dir, problems) && start(j, problems, options->dir))
            return j;
    }
    release(j);
    return NULL;
}

void journal_close(struct journal *j)
{
    int64_t lost;

    if (!j)
        return;
    queue_stop(&j->queue);
    pthread_join(j->thread, NULL);
    lost = queue_waiting(&j->queue);
    if (lost)
        log_write(LOG_ERROR, who,
                  "%lld outcomes found no room; their messages will be sent again",
                  (long long)lost);
    release(j);
}

void journal_offer(struct journal *j, struct journal_entry *entry)
{
    queue_offer(&j->queue, entry);
}

bool journal_record(struct journal *j, const struct journal_outcome *outcome)
{
    return queue_record(&j->queue, outcome);
}

bool journal_flush(struct journal *j)
{
    return queue_flush(&j->queue) && !j->broken;
}

void journal_meters(struct journal *j, struct journal_meters *meters)
{
    *meters = (struct journal_meters){
        .commits       = j->commits,
        .committed     = j->committed,
        .refused       = j->refused,
        .recorded      = j->recorded,
        .waiting       = queue_waiting(&j->queue),
        .slowest_nanos = j->slowest,
    };
}

/* ---- words ---- */

static const char *const names[JOURNAL_STATUSES] = {
    [JOURNAL_PENDING] = "pending",   [JOURNAL_HELD] = "held",
    [JOURNAL_DEAD] = "dead",         [JOURNAL_DELIVERED] = "delivered",
    [JOURNAL_FILTERED] = "filtered",
};

const char *journal_status_name(enum journal_status status)
{
    return names[status];
}

bool journal_status_read(struct hilum_view name, enum journal_status *status)
{
    for (int i = 0; i < JOURNAL_STATUSES; i++)
        if (hilum_is(name, names[i])) {
            *status = (enum journal_status)i;
            return true;
        }
    return false;
}
