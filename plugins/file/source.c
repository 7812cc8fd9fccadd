/* source.c -- messages from the files of a folder. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is read through a window that slides over it, and the feed's format takes the
 * messages out of it.  It is moved to done/ or failed/ once all of them have been
 * answered.  How far it has been taken is noted beside it, so that another engine goes
 * on from there; messages since the last note may be offered twice.
 */
#include "source.h"

#include "state.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { NOTE = 2000 }; /* ms between two notes of progress */

/* ---- The thread ---------------------------------------------------------------- */

static enum phase woken(struct file_source *s)
{
    enum phase phase;
    eventfd_t  count;

    eventfd_read(s->wake, &count);
    pthread_mutex_lock(&s->lock);
    phase = s->phase;
    pthread_mutex_unlock(&s->lock);
    return phase;
}

/* No file is read from here on; the source's stop may return. */
static void rest(struct file_source *s)
{
    reading_abandon(s);
    pthread_mutex_lock(&s->lock);
    s->stopped = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static bool takes_files(const struct file_source *s)
{
    return !s->current && s->under_way_count < FILES_MOST && !s->refused;
}

/* How long to sleep, as poll wants it.  A file whose messages have to wait is woken by
 * their answers. */
static int sleep_time(struct file_source *s)
{
    int64_t left = s->noted_at + NOTE - finder_ticks();
    int     time = takes_files(s) ? finder_rest(&s->finder) : NOTE;

    if (s->current && intake_has_room(s->current))
        return 0;
    if (s->under_way && left < time)
        time = left < 0 ? 0 : (int)left;
    return time;
}

static void look_after_folder(struct file_source *s)
{
    switch (finder_check(&s->finder)) {
    case FINDER_SAME:
        break;
    case FINDER_AGAIN:
        hilum_feed_log(s->host, s->feed, HILUM_WARN,
                       "%s: the folder was replaced; the new one is watched", s->path);
        break;
    case FINDER_GONE:
        hilum_feed_log(s->host, s->feed, HILUM_ERROR, "%s: it cannot be watched: %s",
                       s->path, strerror(errno));
        break;
    }
}

static void work(struct file_source *s)
{
    const char *name = "";

    look_after_folder(s);
    reading_go_on(s);
    while (name && takes_files(s)) {
        name = finder_next(&s->finder);
        if (name)
            reading_begin(s, name);
        reading_go_on(s);
    }
    if (s->under_way && finder_ticks() >= s->noted_at + NOTE) {
        away_note(s);
        s->noted_at = finder_ticks();
    }
}

static void *run(void *state)
{
    struct file_source *s     = state;
    enum phase          phase = RUNNING;

    while (phase != CLOSING) {
        bool          working = phase == RUNNING && !s->refused;
        struct pollfd p[2]    = {
               { .fd = s->wake, .events = POLLIN },
               { .fd = working && takes_files(s) ? s->finder.notify : -1, .events = POLLIN },
        };

        poll(p, 2, working ? sleep_time(s) : -1);
        if (p[0].revents)
            phase = woken(s);
        if (phase != RUNNING)
            rest(s);
        away_all(s);
        if (phase == RUNNING && !s->refused)
            work(s);
    }
    away_all(s);
    away_note(s);
    return NULL;
}

/* ---- The part ------------------------------------------------------------------ */

static enum hilum_verdict source_open(void *state, struct hilum_call *call)
{
    struct file_source *s = state;

    s->finder    = (struct finder){ .path    = s->path,
                                    .pattern = s->pattern,
                                    .poll    = s->poll,
                                    .folder  = -1,
                                    .notify  = -1 };
    s->window.fd = -1;
    s->wake      = -1;
    s->host      = call->host;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    s->opened = true;
    if (*s->pattern == '\0' || strchr(s->pattern, '/'))
        return hilum_blame(call, HILUM_FAIL, "pattern",
                           "a pattern is for names in one folder, such as *.hl7");
    return HILUM_OK;
}

/* They are opened again for each file; mistakes should show at the start. */
static bool make_folders(const struct file_source *s)
{
    static const char *const names[] = { "failed", "done" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int fd = folder_open_at(s->finder.folder, names[i]);

        if (fd < 0)
            return false;
        close(fd);
    }
    return true;
}

static enum hilum_verdict open_finder(struct file_source *s, struct hilum_call *call)
{
    bool watched;

    if (!finder_open(&s->finder, &watched) && watched)
        return hilum_blame(call, HILUM_FAIL, "path", "%s cannot be watched: %s", s->path,
                           strerror(errno));
    if (!watched || !make_folders(s))
        return hilum_blame(call, HILUM_FAIL, "path", "%s: %s", s->path, strerror(errno));
    return HILUM_OK;
}

static enum hilum_verdict source_start(void *state, struct hilum_call *call,
                                       struct hilum_feed *feed)
{
    struct file_source *s = state;
    enum hilum_verdict  v = open_finder(s, call);
    sigset_t            all, before;

    if (v != HILUM_OK)
        return v;
    s->feed = feed;
    s->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (s->wake < 0)
        return hilum_blame(call, HILUM_FAIL, "", "no event: %s", strerror(errno));
    /* Signals are for the engine's own threads. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    s->noted_at = finder_ticks();
    s->started  = pthread_create(&s->thread, NULL, run, s) == 0;
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
        intake_forget(s->under_way);
    finder_close(&s->finder);
    window_free(&s->window);
    if (s->wake >= 0)
        close(s->wake);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
}

static const char *const acks[]    = { "stored", "processed", NULL };
static const char *const splits[]  = { "format", "none", NULL };
static const char *const afters[]  = { "move", "delete", NULL };
static const char *const faileds[] = { "fault", "any", NULL };

static const struct hilum_option source_options[] = {
    HILUM_OPT_TEXT(struct file_source, path,
                   .help = "The folder; it is made if missing."),
    HILUM_OPT_TEXT(struct file_source, pattern, .preset = "*.hl7",
                   .help = "Which files; write them under another name and rename them."),
    HILUM_OPT_CHOICE(struct file_source, ack, .preset = "stored", .choices = acks,
                     .help = "Put a file away when its messages are safely stored, or "
                             "when every sink has taken them: then it is read no faster "
                             "than they are."),
    HILUM_OPT_CHOICE(struct file_source, split, .preset = "format", .choices = splits,
                     .help = "Messages as the format finds them in a file, such as HL7 "
                             "batches, or one message a file."),
    HILUM_OPT_CHOICE(struct file_source, after, .preset = "move", .choices = afters,
                     .help = "Move a file to done/, or delete it; one that has failed "
                             "goes to failed/."),
    HILUM_OPT_CHOICE(struct file_source, failed, .preset = "fault", .choices = faileds,
                     .help =
                         "A file has failed when it is at fault (counts do not agree, "
                         "no message can be read), or when any message was rejected; "
                         "those are dead letters in either case."),
    HILUM_OPT_MILLIS(struct file_source, poll, .preset = "0ms", .least = "0ms",
                     .help = "Also look every so often, for folders of other machines "
                             "which announce nothing; 0ms: never."),
    HILUM_OPT_BYTES(
        struct file_source, max_message, .preset = "64M", .least = "1K", .most = "256M",
        .help = "A file is not read beyond a larger message, and has failed."),
    HILUM_OPT_BYTES(struct file_source, max_file, .preset = "64G", .least = "1K",
                    .help = "A larger file goes to failed/ unread."),
    HILUM_OPT_END,
};

const struct hilum_part file_source =
    HILUM_PART(.name    = "file",
               .summary = "Reads messages from the files that are put into a folder.",
               .options = source_options, .state = sizeof(struct file_source),
               .open = source_open, .close = source_close, .start = source_start,
               .stop = source_stop, );
