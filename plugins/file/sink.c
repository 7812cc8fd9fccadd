/* sink.c -- writes messages to files. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file a message: it is written under another name, synced and renamed, so
 * that it is there whole or not at all.  Its name has the message's number: a
 * message that is delivered again replaces its own file.
 *
 * One file for all (append: true): a batch is added and synced, or cut off again
 * where that fails.  A message that is delivered again is there twice.
 */
#include "sink.h"

#include "folder.h"
#include "name.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0640 };

struct file_sink {
    const char *path;
    bool        append;

    bool opened;
    int  folder;             /* -1: none */
    char place[PATH_MAX];    /* where it was found */
    char base[NAME_MAX + 1]; /* the file's name in it, with placeholders */
    bool suffix;             /* which the format's is added to */
};

/* What every error of this plugin's files is: worth another try. */
static enum hilum_verdict again(struct hilum_call *call, const char *name,
                                const char *what)
{
    int err = errno;

    return hilum_blame(call, HILUM_RETRY, "", "%s cannot be %s: %s", name, what,
                       strerror(err));
}

static bool write_all(int fd, struct hilum_view v)
{
    while (v.len) {
        ssize_t n = write(fd, v.ptr, v.len);

        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            v = (struct hilum_view){ v.ptr + n, v.len - (size_t)n };
    }
    return true;
}

/* ---- One file a message --------------------------------------------------- */

/* How many messages of the batch before this one have its number: those that a
 * step has made from one message come one after the other. */
static size_t same_before(struct hilum_call *call, const struct hilum_msg *const *batch,
                          size_t nth)
{
    size_t count = 0;

    while (count < nth &&
           hilum_id(call, batch[nth - count - 1]) == hilum_id(call, batch[nth]))
        count++;
    return count;
}

static bool write_file(int folder, const char *name, struct hilum_view body)
{
    char temporary[NAME_MAX + 8];
    int  fd, err;
    bool fine;

    snprintf(temporary, sizeof temporary, ".%s.new", name);
    fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return false;
    fine = write_all(fd, body) && fsync(fd) == 0;
    err  = errno;
    if (close(fd) < 0 && fine) {
        fine = false;
        err  = errno;
    }
    if (fine && renameat(folder, temporary, folder, name) == 0)
        return true;
    if (fine)
        err = errno;
    unlinkat(folder, temporary, 0);
    errno = err;
    return false;
}

/* False with a verdict of its own: its labels make no name of a file. */
static bool make_name(struct file_sink *s, struct hilum_call *call,
                      const struct hilum_msg *const *batch, size_t nth,
                      char name[static NAME_MAX])
{
    /* Room is left for the temporary name around it. */
    struct hilum_buffer to = { .ptr = name, .room = NAME_MAX - 8 };

    name_fill(s->base, call, batch[nth], same_before(call, batch, nth), &to);
    if (s->suffix)
        name_suffix(hilum_label(call, batch[nth], "format"), &to);
    hilum_put_byte(&to, '\0');
    if (!to.failed && *name != '.' && *name != '\0')
        return true;
    hilum_settle(call, nth, HILUM_REJECT, "", "its labels make no name of a file");
    return false;
}

/* Nothing is OK before the folder has been synced as well. */
static enum hilum_verdict deliver_files(struct file_sink *s, struct hilum_call *call,
                                        const struct hilum_msg *const *batch,
                                        size_t                         count)
{
    bool              *written = hilum_scratch(call, count * sizeof *written);
    enum hilum_verdict v       = HILUM_OK;
    char               name[NAME_MAX];
    size_t             done;

    if (!written)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    for (done = 0; done < count; done++) {
        written[done] = make_name(s, call, batch, done, name);
        if (written[done] &&
            !write_file(s->folder, name, hilum_body(call, batch[done]))) {
            v = again(call, name, "written");
            break;
        }
    }
    if (fsync(s->folder) < 0)
        return again(call, s->path, "synced");
    for (size_t i = 0; i < done; i++)
        if (written[i])
            hilum_settle(call, i, HILUM_OK, "", "%s", "");
    return v;
}

/* ---- One file for all ----------------------------------------------------- */

static bool append_all(int fd, struct hilum_call *call,
                       const struct hilum_msg *const *batch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct hilum_view body = hilum_body(call, batch[i]);

        if (!write_all(fd, body))
            return false;
        if (body.len && body.ptr[body.len - 1] != '\n' &&
            !write_all(fd, HILUM_VIEW("\n")))
            return false;
    }
    return fdatasync(fd) == 0;
}

/* The lock keeps other instances from adding what is then cut off with ours. */
static bool append_batch(int fd, struct hilum_call *call,
                         const struct hilum_msg *const *batch, size_t count,
                         bool *created)
{
    struct stat st;
    int         err;

    if (flock(fd, LOCK_EX) < 0 || fstat(fd, &st) < 0)
        return false;
    *created = st.st_size == 0;
    if (append_all(fd, call, batch, count))
        return true;
    err = errno;
    if (ftruncate(fd, st.st_size) < 0)
        hilum_log(call, HILUM_ERROR,
                  "a message that was written in part could not be cut off");
    errno = err;
    return false;
}

/* The file is opened for each batch, so that it may be moved away meanwhile. */
static enum hilum_verdict deliver_append(struct file_sink *s, struct hilum_call *call,
                                         const struct hilum_msg *const *batch,
                                         size_t                         count)
{
    int fd =
        openat(s->folder, s->base, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, FILE_MODE);
    bool               created = false;
    enum hilum_verdict v       = HILUM_OK;

    if (fd < 0)
        return again(call, s->path, "opened");
    if (!append_batch(fd, call, batch, count, &created))
        v = again(call, s->path, "written");
    close(fd);
    if (v == HILUM_OK && created && fsync(s->folder) < 0)
        return again(call, s->path, "synced");
    return v;
}

/* The folder may have been removed, or put elsewhere, and made again. */
static bool open_again(struct file_sink *s)
{
    int folder = folder_open(s->place);

    if (folder < 0)
        return false;
    close(s->folder);
    s->folder = folder;
    return true;
}

static enum hilum_verdict sink_deliver(void *state, struct hilum_call *call,
                                       const struct hilum_msg *const *batch, size_t count)
{
    struct file_sink *s = state;

    if (!folder_is(s->folder, s->place) && !open_again(s))
        return again(call, s->place, "opened");
    return (s->append ? deliver_append : deliver_files)(s, call, batch, count);
}

/* ---- The part ------------------------------------------------------------- */

/* Cuts the path into a folder and a name.  A path without placeholders is a
 * folder where each message has a file. */
static const char *cut_path(struct file_sink *s)
{
    bool        whole = !s->append && !name_has_place(s->path);
    const char *slash = whole ? NULL : strrchr(s->path, '/');
    const char *name  = whole ? "%{id}" : slash ? slash + 1 : s->path;
    size_t      len   = whole ? strlen(s->path) : slash ? (size_t)(slash - s->path) : 0;

    if (s->append && name_has_place(s->path))
        return "with append: true all messages go into one file: a placeholder has no "
               "meaning";
    if (len >= PATH_MAX || strlen(name) > NAME_MAX || !*name)
        return "it is no path of a file";
    memcpy(s->place, slash == s->path ? "/" : len ? s->path : ".", len ? len : 1);
    s->place[len ? len : 1] = '\0';
    if (name_has_place(s->place))
        return "a placeholder stands in the name of the file, not of its folder";
    memcpy(s->base, name, strlen(name) + 1);
    s->suffix = whole;
    return name_check(s->base);
}

static enum hilum_verdict sink_open(void *state, struct hilum_call *call)
{
    struct file_sink *s = state;
    const char       *why;

    s->folder = -1;
    s->opened = true;
    why       = cut_path(s);
    if (why)
        return hilum_blame(call, HILUM_FAIL, "path", "%s", why);
    s->folder = folder_open(s->place);
    if (s->folder < 0)
        return hilum_blame(call, HILUM_FAIL, "path", "%s: %s", s->place, strerror(errno));
    return HILUM_OK;
}

static void sink_close(void *state)
{
    struct file_sink *s = state;

    if (s->opened && s->folder >= 0)
        close(s->folder);
}

static const struct hilum_option sink_options[] = {
    HILUM_OPT_TEXT(struct file_sink, path,
                   .help = "A folder, or a file's path with a placeholder: %{id} (the "
                           "message's number) or a label such as %{control-id}."),
    HILUM_OPT_BOOL(struct file_sink, append, .preset = "false",
                   .help = "Add all messages to one file instead, each ended by a line "
                           "break."),
    HILUM_OPT_END,
};

const struct hilum_part file_sink =
    HILUM_PART(.name = "file", .summary = "Writes each message to a file, or all to one.",
               .accepts = "*", .options = sink_options, .state = sizeof(struct file_sink),
               .open = sink_open, .close = sink_close, .deliver = sink_deliver, );
