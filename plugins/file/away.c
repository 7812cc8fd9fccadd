/* away.c -- files that were read are put away, and what came of them is told. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "state.h"

#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* ---- Progress ----------------------------------------------------------------- */

static void note(struct intake *in)
{
    struct progress p = intake_progress(in);

    if (p.position == in->written.position)
        return;
    if (progress_write(in->source->finder.folder, in->name, &in->opened, &p))
        in->written = p;
}

void away_note(struct file_source *s)
{
    for (struct intake *in = s->under_way; in; in = in->next)
        note(in);
}

static void forget(struct intake *in)
{
    progress_remove(in->source->finder.folder, in->name);
    intake_forget(in);
}

/* ---- Putting away --------------------------------------------------------------- */

/* Whether a file is one that somebody has to look at.  Messages that were rejected are
 * dead letters already, unless there was nothing else. */
static bool has_failed(const struct intake *in)
{
    uint64_t rejected = in->progress.rejected;

    return in->faults || in->lost || !in->content ||
           (rejected && rejected == in->messages) ||
           (rejected && in->source->failed == FAILED_ANY);
}

static bool move(struct intake *in, const char *where)
{
    int  from = in->source->finder.folder;
    int  to   = folder_open_at(from, where);
    bool fine = to >= 0 && folder_move(from, in->name, to);
    int  err  = errno;

    if (to >= 0)
        close(to);
    errno = err;
    return fine;
}

static bool put_away(struct intake *in)
{
    if (has_failed(in))
        return move(in, "failed");
    if (in->source->after == AFTER_DELETE)
        return unlinkat(in->source->finder.folder, in->name, 0) == 0;
    return move(in, "done");
}

/* What was read might no longer be what stands there by that name. */
static bool is_there(struct intake *in)
{
    struct stat now;

    if (in->opened.st_ino == 0)
        return true; /* it could not be opened */
    if (fstatat(in->source->finder.folder, in->name, &now, 0) < 0) {
        TELL(in, HILUM_INFO, "%s: somebody else has taken it away", in->name);
        return false;
    }
    if (window_same(&in->opened, &now))
        return true;
    TELL(in, HILUM_WARN, "%s: it was changed after it was read, and is read again",
         in->name);
    finder_look_within(&in->source->finder, 0);
    return false;
}

static void tell(struct intake *in)
{
    double seconds = (double)(finder_ticks() - in->began) / 1000;
    bool   plain   = in->messages == 1 && in->faults + in->progress.rejected == 0;

    if (!in->content && in->opened.st_ino)
        TELL(in, HILUM_WARN, "%s: no message is in it", in->name);
    else if (in->opened.st_ino)
        TELL(in, plain ? HILUM_DEBUG : HILUM_INFO,
             "%s: %llu messages, %llu rejected, %llu faults, %.1f s", in->name,
             (unsigned long long)in->messages, (unsigned long long)in->progress.rejected,
             (unsigned long long)in->faults, seconds);
}

/* A file stays in the list where it cannot be moved, so as not to be read over and
 * over. */
static void finish(struct intake *in)
{
    if (in->again) {
        note(in);
        finder_look_within(&in->source->finder, AGAIN);
        intake_forget(in);
        return;
    }
    tell(in);
    if (!is_there(in) || put_away(in) || errno == ENOENT) {
        forget(in);
        return;
    }
    TELL(in, HILUM_ERROR,
         "%s: it was read, but cannot be moved away (%s); it stays until the next start",
         in->name, strerror(errno));
    note(in);
}

void away_all(struct file_source *s)
{
    struct intake *in, *next;

    pthread_mutex_lock(&s->lock);
    in          = s->answered;
    s->answered = NULL;
    pthread_mutex_unlock(&s->lock);
    for (; in; in = next) {
        next = in->answered;
        finish(in);
    }
}
