/* source.c -- messages from the files of a folder. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is taken when the program that wrote it closes it, or when it is moved
 * in; what was there before is found when the source starts.  It is moved to
 * done/ or failed/ once all its messages have been answered.  An engine that dies
 * in between reads the file again: its messages may then be there twice.
 *
 * One thread reads and moves.  The lock guards `phase` and `stopped`, the list of
 * answered files, and of each file `open` and `worst`, which answers write on any
 * thread.
 */
#include "source.h"

#include "folder.h"
#include "split.h"

#include <hilum/source.h>

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    FILES_MOST = 64,    /* under way at once */
    NAMES_MOST = 65536, /* of one look into the folder */
    SETTLE     = 1000,  /* ms: a file found, not announced, may still be written */
    AGAIN      = 5000,  /* ms until a file that was not kept is read again */
};

enum phase { RUNNING, STOPPING, CLOSING };
enum split { SPLIT_MSH, SPLIT_NONE };
enum after { AFTER_MOVE, AFTER_DELETE };

/* A file under way: from reading it until it is moved. */
struct intake {
    struct file_source *source;
    struct intake      *next;     /* among those under way; the thread's alone */
    struct intake      *answered; /* among those all answered */
    size_t              open;     /* answers that are due, and one while reading */
    enum hilum_verdict  worst;
    char                name[NAME_MAX + 1];
};

struct file_source {
    const char *path;
    const char *pattern;
    int64_t     ack;
    int64_t     split;
    int64_t     after;
    int64_t     poll;
    int64_t     max_file;

    const struct hilum_host *host;
    struct hilum_feed       *feed;
    int                      folder, done, failed;
    int                      notify;
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
    struct intake *under_way;
    size_t         under_way_count;
    struct names   found; /* by the last look into the folder */
    size_t         found_next;
    int64_t        look_at; /* look into the folder then; -1: not */
    bool           refused; /* the engine is stopping */
};

static int64_t ticks(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void look_within(struct file_source *s, int64_t millis)
{
    int64_t at = ticks() + millis;

    if (s->look_at < 0 || at < s->look_at)
        s->look_at = at;
}

/* ---- Answers -------------------------------------------------------------- */

/* RETRY (it was not kept) weighs more than REJECT: the file is needed again. */
static enum hilum_verdict worse(enum hilum_verdict a, enum hilum_verdict b)
{
    if (a == HILUM_RETRY || b == HILUM_RETRY)
        return HILUM_RETRY;
    return a == HILUM_OK ? b : a;
}

static void settle(struct intake *in, enum hilum_verdict v)
{
    struct file_source *s = in->source;
    bool                last;

    pthread_mutex_lock(&s->lock);
    in->worst = worse(in->worst, v);
    last      = --in->open == 0;
    if (last) {
        in->answered = s->answered;
        s->answered  = in;
    }
    pthread_mutex_unlock(&s->lock);
    if (last)
        eventfd_write(s->wake, 1);
}

/* [any] */
static void answered(void *context, const struct hilum_answer *answer)
{
    settle(context, (enum hilum_verdict)answer->verdict);
}

/* ---- Reading files -------------------------------------------------------- */

static bool offer(struct intake *in, struct hilum_view message)
{
    struct file_source *s = in->source;
    struct hilum_offer  o = {
         .size    = sizeof o,
         .until   = s->ack == 0 ? HILUM_STORED : HILUM_PROCESSED,
         .body    = message,
         .peer    = hilum_view(in->name),
         .context = in,
         .answer  = answered,
    };

    pthread_mutex_lock(&s->lock);
    in->open++;
    pthread_mutex_unlock(&s->lock);
    if (hilum_offer(s->host, s->feed, &o))
        return true;
    s->refused = true;
    settle(in, HILUM_RETRY);
    return false;
}

/* Offers each message of the file. */
static void offer_all(struct intake *in, struct hilum_view bytes)
{
    struct hilum_view message;
    size_t            count = 0;
    bool              taken = true;

    if (in->source->split == SPLIT_NONE && bytes.len) {
        taken = offer(in, bytes);
        count = 1;
    } else {
        for (; taken && split_next(&bytes, &message); count++)
            taken = offer(in, message);
    }
    if (count == 0) {
        hilum_feed_log(in->source->host, in->source->feed, HILUM_WARN,
                       "%s: no message is in it", in->name);
        in->worst = HILUM_REJECT;
    }
}

static struct intake *find_intake(struct file_source *s, const char *name)
{
    struct intake *in = s->under_way;

    while (in && strcmp(in->name, name) != 0)
        in = in->next;
    return in;
}

/* Reads one file; one that has gone meanwhile is no mistake. */
static void take_file(struct file_source *s, const char *name)
{
    struct intake *in;
    size_t         len;
    char          *bytes;

    if (find_intake(s, name) || strlen(name) > NAME_MAX)
        return;
    bytes = folder_read(s->folder, name, (size_t)s->max_file, &len);
    if (!bytes && (errno == ENOENT || errno == EINVAL))
        return;
    in = calloc(1, sizeof *in);
    if (!in) {
        free(bytes);
        look_within(s, AGAIN);
        return;
    }
    in->source = s;
    in->open   = 1;
    memcpy(in->name, name, strlen(name) + 1);
    in->next     = s->under_way;
    s->under_way = in;
    s->under_way_count++;
    if (bytes) {
        hilum_feed_count(s->host, s->feed, "files", 1);
        offer_all(in, (struct hilum_view){ bytes, len });
        free(bytes);
    } else {
        in->worst = errno == EMFILE || errno == ENFILE || errno == ENOMEM ? HILUM_RETRY
                                                                          : HILUM_REJECT;
        hilum_feed_log(s->host, s->feed, HILUM_ERROR, "%s: it cannot be read: %s", name,
                       errno == EFBIG ? "it is larger than max_file" : strerror(errno));
    }
    settle(in, HILUM_OK);
}

/* ---- Moving files --------------------------------------------------------- */

static void forget(struct file_source *s, struct intake *in)
{
    struct intake **at = &s->under_way;

    while (*at != in)
        at = &(*at)->next;
    *at = in->next;
    free(in);
}

static bool put_away(struct file_source *s, const struct intake *in)
{
    if (in->worst != HILUM_OK)
        return folder_move(s->folder, in->name, s->failed);
    if (s->after == AFTER_DELETE)
        return unlinkat(s->folder, in->name, 0) == 0;
    return folder_move(s->folder, in->name, s->done);
}

/* The file stays in the list where it cannot be moved, so as not to be read over
 * and over. */
static void finish(struct file_source *s, struct intake *in)
{
    s->under_way_count--;
    if (in->worst == HILUM_RETRY)
        look_within(s, AGAIN);
    else if (!put_away(s, in)) {
        hilum_feed_log(s->host, s->feed, HILUM_ERROR,
                       "%s: it was read, but cannot be moved away (%s); it will not be "
                       "read again before the next start",
                       in->name, strerror(errno));
        return;
    }
    forget(s, in);
}

static void finish_answered(struct file_source *s)
{
    struct intake *in, *next;

    pthread_mutex_lock(&s->lock);
    in          = s->answered;
    s->answered = NULL;
    pthread_mutex_unlock(&s->lock);
    for (; in; in = next) {
        next = in->answered;
        finish(s, in);
    }
}

/* ---- Finding files -------------------------------------------------------- */

/* A file that nobody announced is taken when it has not changed for a while. */
static bool is_settled(struct file_source *s, const char *name)
{
    struct timespec now;
    struct stat     st;
    int64_t         age;

    if (fstatat(s->folder, name, &st, 0) < 0)
        return false;
    clock_gettime(CLOCK_REALTIME, &now);
    age = (int64_t)(now.tv_sec - st.st_mtim.tv_sec) * 1000 +
          (now.tv_nsec - st.st_mtim.tv_nsec) / 1000000;
    if (age >= 0 && age < SETTLE) {
        look_within(s, SETTLE - age);
        return false;
    }
    return true;
}

/* Works off what was found, as far as there is room. */
static void take_found(struct file_source *s)
{
    while (s->found_next < s->found.count && s->under_way_count < FILES_MOST &&
           !s->refused) {
        const char *name = s->found.list[s->found_next++];

        if (is_settled(s, name))
            take_file(s, name);
    }
}

static void look(struct file_source *s)
{
    names_free(&s->found);
    s->found_next = 0;
    s->look_at    = -1;
    if (!folder_list(s->folder, s->pattern, NAMES_MOST, &s->found))
        hilum_feed_log(s->host, s->feed, HILUM_ERROR, "%s: it cannot be listed: %s",
                       s->path, strerror(errno));
    if (s->found.more)
        look_within(s, SETTLE);
    if (s->poll > 0)
        look_within(s, s->poll);
}

/* One event: a file was closed by its writer, or moved in. */
static void notice(struct file_source *s, const struct inotify_event *e)
{
    if (e->mask & IN_Q_OVERFLOW)
        look_within(s, 0);
    if (e->len == 0 || e->mask & IN_ISDIR ||
        fnmatch(s->pattern, e->name, FNM_PERIOD) != 0)
        return;
    if (s->under_way_count < FILES_MOST)
        take_file(s, e->name);
    else
        look_within(s, 0);
}

static void take_notices(struct file_source *s)
{
    _Alignas(struct inotify_event) char events[4096];
    ssize_t                             n = read(s->notify, events, sizeof events);

    for (ssize_t at = 0; at < n && !s->refused;) {
        const struct inotify_event *e = (const void *)(events + at);

        notice(s, e);
        at += (ssize_t)(sizeof *e + e->len);
    }
}

/* ---- The thread ----------------------------------------------------------- */

static enum phase woken(struct file_source *s)
{
    enum phase phase;
    eventfd_t  count;

    eventfd_read(s->wake, &count);
    pthread_mutex_lock(&s->lock);
    phase = s->phase;
    if (phase != RUNNING) {
        s->stopped = true;
        pthread_cond_broadcast(&s->changed);
    }
    pthread_mutex_unlock(&s->lock);
    return phase;
}

/* How long to sleep, as poll wants it.  A full house waits for answers only. */
static int sleep_time(const struct file_source *s)
{
    int64_t left;

    if (s->look_at < 0 || s->found_next < s->found.count)
        return -1;
    left = s->look_at - ticks();
    return left < 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}

static void *run(void *state)
{
    struct file_source *s     = state;
    enum phase          phase = RUNNING;

    while (phase != CLOSING) {
        bool          reading = phase == RUNNING && !s->refused;
        struct pollfd p[2]    = { { .fd = s->wake, .events = POLLIN },
                                  { .fd = reading ? s->notify : -1, .events = POLLIN } };

        poll(p, 2, reading ? sleep_time(s) : -1);
        if (p[0].revents)
            phase = woken(s);
        finish_answered(s);
        if (phase != RUNNING || s->refused)
            continue;
        if (p[1].revents)
            take_notices(s);
        if (sleep_time(s) == 0)
            look(s);
        take_found(s);
    }
    finish_answered(s);
    return NULL;
}

/* ---- The part ------------------------------------------------------------- */

static enum hilum_verdict source_open(void *state, struct hilum_call *call)
{
    struct file_source *s = state;

    s->folder = s->done = s->failed = s->notify = s->wake = -1;
    s->host                                               = call->host;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->opened = true;
    if (*s->pattern == '\0' || strchr(s->pattern, '/'))
        return hilum_blame(call, HILUM_FAIL, "pattern",
                           "a pattern is for names in one folder, such as *.hl7");
    return HILUM_OK;
}

static bool open_folders(struct file_source *s)
{
    s->folder = folder_open(s->path);
    if (s->folder < 0)
        return false;
    s->failed = folder_open_at(s->folder, "failed");
    s->done   = s->failed >= 0 ? folder_open_at(s->folder, "done") : -1;
    return s->done >= 0;
}

/* The watch comes first, then the look: nothing slips through between them. */
static bool open_notices(struct file_source *s)
{
    s->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    s->wake   = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return s->notify >= 0 && s->wake >= 0 &&
           inotify_add_watch(s->notify, s->path, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
}

static enum hilum_verdict source_start(void *state, struct hilum_call *call,
                                       struct hilum_feed *feed)
{
    struct file_source *s = state;
    sigset_t            all, before;

    s->feed = feed;
    if (!open_folders(s))
        return hilum_blame(call, HILUM_FAIL, "path", "%s: %s", s->path, strerror(errno));
    if (!open_notices(s))
        return hilum_blame(call, HILUM_FAIL, "path", "%s cannot be watched: %s", s->path,
                           strerror(errno));
    /* Signals are for the engine's own threads. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    s->look_at = 0;
    s->started = pthread_create(&s->thread, NULL, run, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return s->started ? HILUM_OK
                      : hilum_blame(call, HILUM_FAIL, "", "cannot start a thread");
}

static void tell(struct file_source *s, enum phase phase)
{
    pthread_mutex_lock(&s->lock);
    s->phase = phase;
    pthread_mutex_unlock(&s->lock);
    eventfd_write(s->wake, 1);
}

static void source_stop(void *state)
{
    struct file_source *s = state;

    if (!s->started)
        return;
    tell(s, STOPPING);
    pthread_mutex_lock(&s->lock);
    while (!s->stopped)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

static void source_close(void *state)
{
    struct file_source *s = state;

    if (!s->opened)
        return;
    if (s->started) {
        tell(s, CLOSING);
        pthread_join(s->thread, NULL);
    }
    while (s->under_way)
        forget(s, s->under_way);
    names_free(&s->found);
    for (const int *fd =
             (const int[]){ s->folder, s->done, s->failed, s->notify, s->wake, -2 };
         *fd != -2; fd++)
        if (*fd >= 0)
            close(*fd);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
}

static const char *const acks[]   = { "stored", "processed", NULL };
static const char *const splits[] = { "msh", "none", NULL };
static const char *const afters[] = { "move", "delete", NULL };

static const struct hilum_option source_options[] = {
    HILUM_OPT_TEXT(struct file_source, path,
                   .help = "The folder; it is made if missing."),
    HILUM_OPT_TEXT(struct file_source, pattern, .preset = "*.hl7",
                   .help = "Which files; write them under another name and rename them."),
    HILUM_OPT_CHOICE(struct file_source, ack, .preset = "stored", .choices = acks,
                     .help = "Put a file away when its messages are safely stored, or "
                             "when every sink has taken them."),
    HILUM_OPT_CHOICE(struct file_source, split, .preset = "msh", .choices = splits,
                     .help = "A new message at each line that begins with MSH, or one "
                             "message a file."),
    HILUM_OPT_CHOICE(struct file_source, after, .preset = "move", .choices = afters,
                     .help = "Move a file to done/, or delete it; one with a message "
                             "that was rejected goes to failed/."),
    HILUM_OPT_MILLIS(struct file_source, poll, .preset = "0ms", .least = "0ms",
                     .help = "Also look every so often, for folders of other machines "
                             "which announce nothing; 0ms: never."),
    HILUM_OPT_BYTES(struct file_source, max_file, .preset = "256M", .least = "1K",
                    .most = "1G", .help = "A larger file goes to failed/ unread."),
    HILUM_OPT_END,
};

const struct hilum_part file_source = HILUM_PART(
    .name    = "file",
    .summary = "Reads messages from the files that are put into a folder.",
    .options = source_options,
    .state   = sizeof(struct file_source),
    .open    = source_open,
    .close   = source_close,
    .start   = source_start,
    .stop    = source_stop,
);
