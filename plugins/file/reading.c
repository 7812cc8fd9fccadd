/* reading.c -- the file that is being read: its bytes become offers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "state.h"

#include <errno.h>

enum { MOMENT = 1024 }; /* pieces that are taken before the thread looks around */

/* ---- Beginning and end -------------------------------------------------------- */

/* Whether it may be there at another time. */
static bool is_passing(int err)
{
    return err == EMFILE || err == ENFILE || err == ENOMEM || err == EIO || err == ESTALE;
}

static void resume(struct file_source *s, struct intake *in)
{
    in->progress = in->written = progress_read(s->finder.folder, in->name, &in->opened);
    in->skip                   = in->progress.position;
    if (in->skip)
        TELL(in, HILUM_INFO, "%s: it is read on from byte %llu", in->name,
             (unsigned long long)in->skip + 1);
}

/* It cannot be opened: it goes to failed/, or is left for later. */
static void refuse(struct file_source *s, const char *name, int why)
{
    struct stat    nothing = { .st_size = 0 };
    struct intake *in      = intake_new(s, name, &nothing);

    if (!in) {
        finder_look_within(&s->finder, AGAIN);
        return;
    }
    in->faults++;
    TELL(in, HILUM_ERROR, "%s: it cannot be read: %s", name,
         why == EFBIG   ? "it is larger than max_file"
         : why == ELOOP ? "it is a symbolic link"
                        : strerror(why));
    intake_read(in, is_passing(why));
}

void reading_begin(struct file_source *s, const char *name)
{
    struct intake *in;

    if (intake_find(s, name))
        return;
    if (!window_open(&s->window, s->finder.folder, name, (uint64_t)s->max_file)) {
        if (errno != ENOENT && errno != EINVAL)
            refuse(s, name, errno);
        return;
    }
    in        = intake_new(s, name, &s->window.opened);
    s->stream = s->split == SPLIT_FORMAT ? hilum_stream_begin(s->host, s->feed) : NULL;
    s->at_end = false;
    if (in && (s->stream || s->split == SPLIT_NONE)) {
        s->current = in;
        hilum_feed_count(s->host, s->feed, "files", 1);
        resume(s, in);
        return;
    }
    if (in)
        intake_forget(in);
    window_close(&s->window);
    finder_look_within(&s->finder, AGAIN);
}

static void end(struct file_source *s, bool again)
{
    struct intake *in = s->current;

    hilum_stream_end(s->host, s->stream);
    window_close(&s->window);
    s->stream  = NULL;
    s->current = NULL;
    intake_read(in, again);
}

void reading_abandon(struct file_source *s)
{
    if (s->current)
        end(s, true);
}

/* ---- Pieces ------------------------------------------------------------------- */

static bool is_said(const char *text)
{
    return text && *text;
}

static void fault(struct file_source *s, const char *place, const char *reason)
{
    struct intake *in = s->current;

    in->faults++;
    hilum_feed_count(s->host, s->feed, "faults", 1);
    if (in->faults <= FAULTS_TOLD)
        TELL(in, HILUM_WARN, "%s:byte %llu: %s%s%s", in->name,
             (unsigned long long)s->window.at + 1, is_said(place) ? place : "",
             is_said(place) ? ": " : "", is_said(reason) ? reason : "it is at fault");
    if (in->faults == FAULTS_TOLD)
        TELL(in, HILUM_WARN, "%s: more of it is not told", in->name);
}

/* What is behind such a message is not read: nobody knows where it would end. */
static void too_large(struct file_source *s)
{
    fault(s, "", "a message is larger than max_message; the file is not read further");
    end(s, false);
}

static void take_message(struct file_source *s, const struct hilum_piece *p)
{
    struct intake *in    = s->current;
    uint64_t       front = s->window.at;
    uint64_t begin = front + (uint64_t)(p->message.ptr - window_view(&s->window).ptr);

    if (p->message.len > (uint64_t)s->max_message) {
        too_large(s);
        return;
    }
    in->messages++;
    if (front >= in->skip && !intake_offer(in, p, begin, front + p->used)) {
        s->refused = true;
        reading_abandon(s);
    }
}

/* More bytes are needed than are in view. */
static void see_more(struct file_source *s)
{
    struct intake *in = s->current;

    if (window_view(&s->window).len > (size_t)s->max_message) {
        too_large(s);
        return;
    }
    switch (window_more(&s->window, (size_t)s->max_message + WINDOW_ROOM)) {
    case WINDOW_READ:
        return;
    case WINDOW_END:
        s->at_end = true;
        return;
    case WINDOW_FULL:
        too_large(s);
        return;
    case WINDOW_CHANGED:
        TELL(in, HILUM_WARN,
             "%s: it was changed while it was read; it is read again when it is at rest",
             in->name);
        break;
    case WINDOW_FAILED:
        TELL(in, HILUM_ERROR, "%s: it cannot be read: %s; it is tried again", in->name,
             strerror(errno));
        break;
    }
    reading_abandon(s);
}

/* The whole file is one message. */
static void next_whole(const struct file_source *s, struct hilum_piece *p)
{
    struct hilum_view bytes = window_view(&s->window);

    *p = (struct hilum_piece){
        .size = sizeof *p, .found = HILUM_FOUND_MORE, .place = "", .reason = ""
    };
    if (!s->at_end)
        return;
    p->found   = bytes.len ? HILUM_FOUND_MESSAGE : HILUM_FOUND_NOTHING;
    p->message = bytes;
    p->used    = bytes.len;
}

static void take(struct file_source *s, const struct hilum_piece *p)
{
    switch ((enum hilum_found)p->found) {
    case HILUM_FOUND_MORE:
        see_more(s);
        return;
    case HILUM_FOUND_MESSAGE:
        s->current->content = true;
        take_message(s, p);
        break;
    case HILUM_FOUND_FAULT:
        fault(s, p->place, p->reason);
        break;
    case HILUM_FOUND_OTHER:
        s->current->content |= is_said(p->place); /* a batch may be empty */
        break;
    case HILUM_FOUND_NOTHING:
        end(s, false);
        return;
    }
    window_use(&s->window, p->used);
}

void reading_go_on(struct file_source *s)
{
    for (int i = 0; i < MOMENT && s->current && intake_has_room(s->current); i++) {
        struct hilum_piece p;

        if (s->stream)
            hilum_stream_next(s->host, s->stream, window_view(&s->window), s->at_end, &p);
        else
            next_whole(s, &p);
        take(s, &p);
    }
}
