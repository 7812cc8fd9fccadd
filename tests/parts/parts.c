/* parts.c -- parts that do what a message tells them, for tests of the router. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message is a text "key|words".  The first word may be a command, with a
 * number behind it: "a|retry:2 rest" is answered RETRY twice, and then OK.  What
 * is counted lies in files of the folder `dir`, so that it outlives instances
 * and engines.
 *
 *   codec line    "key|words" as a document with the children key and text
 *   source texts  offers the texts of an option, or as many as it is told
 *   stage obey    reject, retry:N, fail:N, drop, split:N, remark
 *   sink record   reject, retry:N, fail:N behind its `verb` ("sink-retry:2");
 *                 what it takes is written to a file, a line each
 *   stores few and many, of different sizes, that can do nothing
 */
#include <hilum/source.h>
#include <hilum/store.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARTS_PATH = 512, PARTS_LINE = 4096 };

/* ---- Files ----------------------------------------------------------------- */

/* Adds a line to a file, whole. */
static void note(const char *dir, const char *file, const char *text, size_t len)
{
    char path[PARTS_PATH], line[PARTS_LINE];
    int  fd;

    snprintf(path, sizeof path, "%s/%s", dir, file);
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    len = (size_t)snprintf(line, sizeof line, "%.*s\n", (int)len, text);
    if (write(fd, line, len) < 0)
        perror(path);
    close(fd);
}

/* How often this was asked, this time included. */
static long asked(const char *dir, const char *what, size_t len)
{
    char        path[PARTS_PATH];
    struct stat st = { 0 };
    int         fd;

    snprintf(path, sizeof path, "%s/asked.%.*s", dir, (int)len, what);
    for (char *at = path + strlen(dir) + 1; *at; at++)
        *at = *at == '/' ? '_' : *at;
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return 0;
    if (write(fd, "x", 1) != 1 || fstat(fd, &st) != 0)
        perror(path);
    close(fd);
    return (long)st.st_size;
}

static bool exists(const char *dir, const char *file)
{
    char path[PARTS_PATH];

    snprintf(path, sizeof path, "%s/%s", dir, file);
    return access(path, F_OK) == 0;
}

/* ---- Commands -------------------------------------------------------------- */

/* Is the first word this command?  Its number, 0 where it has none; -1: no. */
static long command(struct hilum_view words, const char *prefix, const char *name)
{
    char text[64];
    int  len = snprintf(text, sizeof text, "%s%s", prefix, name);

    if (len < 0 || words.len < (size_t)len || memcmp(words.ptr, text, (size_t)len) != 0)
        return -1;
    if (words.len == (size_t)len || words.ptr[len] == ' ')
        return 0;
    return words.ptr[len] == ':' && words.len > (size_t)len + 1 ? words.ptr[len + 1] - '0' : -1;
}

/* What a message asks of whoever heeds the prefix. */
static enum hilum_verdict heed(struct hilum_view text, const char *prefix, const char *dir)
{
    const char       *bar   = memchr(text.ptr, '|', text.len);
    struct hilum_view words = { "", 0 };
    long              n;

    if (bar)
        words = (struct hilum_view){ bar + 1, text.len - (size_t)(bar + 1 - text.ptr) };
    if (command(words, prefix, "reject") >= 0)
        return HILUM_REJECT;
    n = command(words, prefix, "retry");
    if (n >= 0 && asked(dir, text.ptr, text.len) <= n)
        return HILUM_RETRY;
    n = command(words, prefix, "fail");
    if (n >= 0 && asked(dir, text.ptr, text.len) <= n)
        return HILUM_FAIL;
    return HILUM_OK;
}

/* ---- Codec line ------------------------------------------------------------ */

static enum hilum_verdict line_open(void *state, struct hilum_call *call)
{
    (void)state;
    hilum_name_add(call, "line", 4);
    hilum_name_add(call, "text", 4);
    hilum_name_add(call, "string", 6);
    return HILUM_OK;
}

static enum hilum_verdict line_decode(void *state, struct hilum_call *call,
                                      struct hilum_view bytes, struct hilum_builder *b)
{
    const char *bar    = bytes.len ? memchr(bytes.ptr, '|', bytes.len) : NULL;
    uint32_t    string = HILUM_NAME("string");
    uint32_t    at;

    (void)state;
    if (!bar)
        return hilum_blame(call, HILUM_REJECT, "line", "there is no bar behind the key");
    at = (uint32_t)(bar - bytes.ptr);
    hilum_build_open(b, HILUM_NAME("line"), HILUM_NAME("line"), 0, 0);
    hilum_build_leaf(b, HILUM_NAME("key"), string, 0, (struct hilum_view){ bytes.ptr, at }, 0);
    hilum_build_leaf(b, HILUM_NAME("text"), string, 0,
                     (struct hilum_view){ bar + 1, bytes.len - at - 1 }, at + 1);
    hilum_build_close(b);
    return HILUM_OK;
}

static enum hilum_verdict line_encode(void *state, struct hilum_call *call,
                                      struct hilum_doc doc, const struct hilum_node *n,
                                      struct hilum_buffer *out)
{
    const struct hilum_node *key  = hilum_child(n, HILUM_NAME("key"));
    const struct hilum_node *text = hilum_child(n, HILUM_NAME("text"));

    (void)state;
    if (!key || !text)
        return hilum_blame(call, HILUM_REJECT, "line", "key or text is missing");
    hilum_put_view(out, hilum_text(doc, key));
    hilum_put_byte(out, '|');
    hilum_put_view(out, hilum_text(doc, text));
    return HILUM_OK;
}

static enum hilum_verdict line_answer(void *state, struct hilum_call *call,
                                      const struct hilum_outcome *o, struct hilum_buffer *out)
{
    static const char *const names[] = { "ok", "retry", "reject", "fail" };

    (void)state;
    (void)call;
    hilum_put_text(out, names[o->verdict & 3]);
    hilum_put_text(out, " ");
    hilum_put_text(out, o->place);
    hilum_put_text(out, " ");
    hilum_put_text(out, o->reason);
    return HILUM_OK;
}

static struct hilum_view line_describe(void *state, struct hilum_call *call,
                                       struct hilum_doc doc, const struct hilum_node *n)
{
    (void)state;
    (void)call;
    (void)doc;
    return n->name == HILUM_NAME("key") ? HILUM_VIEW("The key") : HILUM_VIEW("");
}

static const struct hilum_part line = HILUM_PART(
    .name = "line", .summary = "Texts of a key and words.", .accepts = "line/text",
    .produces = "line", .open = line_open, .decode = line_decode, .encode = line_encode,
    .answer = line_answer, .describe = line_describe, .control_id = "text", .patient = "key");

/* ---- Source texts ---------------------------------------------------------- */

struct texts {
    const char              *texts, *dir, *prefix;
    int64_t                  until, count, keys, length;
    const struct hilum_host *host;
    struct hilum_feed       *feed;
    pthread_t                thread;
    bool                     running;
};

static const char *const until_choices[] = { "stored", "processed", NULL };

static const struct hilum_option texts_options[] = {
    HILUM_OPT_TEXT(struct texts, texts, .preset = "", .help = "Texts, with ; between them."),
    HILUM_OPT_TEXT(struct texts, dir, .help = "The folder; answers go to the file answers."),
    HILUM_OPT_TEXT(struct texts, prefix, .preset = "k", .help = "What made keys begin with."),
    HILUM_OPT_CHOICE(struct texts, until, .preset = "stored", .choices = until_choices,
                     .help = "When it is answered."),
    HILUM_OPT_INT(struct texts, count, .preset = "0", .help = "Texts to make up."),
    HILUM_OPT_INT(struct texts, keys, .preset = "10", .least = "1", .help = "Keys of those."),
    HILUM_OPT_INT(struct texts, length, .preset = "0", .help = "Bytes that they are filled to."),
    HILUM_OPT_END,
};

static void texts_answer(void *context, const struct hilum_answer *a)
{
    struct texts *t = context;
    char          line_text[256];
    int           len = snprintf(line_text, sizeof line_text, "%lld %.*s", (long long)a->id,
                                 (int)a->reply.len, a->reply.ptr);

    if (t->count == 0)
        note(t->dir, "answers", line_text, (size_t)len);
}

static bool texts_offer(struct texts *t, const char *text, size_t len)
{
    return hilum_offer(t->host, t->feed,
                       &(struct hilum_offer){ .size    = sizeof(struct hilum_offer),
                                              .until   = (uint32_t)t->until,
                                              .body    = { text, len },
                                              .peer    = HILUM_VIEW("test"),
                                              .context = t,
                                              .answer  = texts_answer });
}

static void *texts_run(void *arg)
{
    struct texts *t  = arg;
    bool          on = true;
    char         *made = malloc((size_t)t->length + 64);

    for (const char *at = t->texts; *at && on;) {
        size_t len = strcspn(at, ";");

        on = texts_offer(t, at, len);
        at += len + (at[len] == ';');
    }
    for (int64_t i = 0; made && i < t->count && on; i++) {
        int len = snprintf(made, 64, "%s%lld|%lld ", t->prefix, (long long)(i % t->keys),
                           (long long)i);

        if (t->length > len)
            memset(made + len, 'x', (size_t)(t->length - len));
        on = texts_offer(t, made, t->length > len ? (size_t)t->length : (size_t)len);
    }
    free(made);
    return NULL;
}

static enum hilum_verdict texts_start(void *state, struct hilum_call *call,
                                      struct hilum_feed *feed)
{
    struct texts *t = state;

    t->host    = call->host;
    t->feed    = feed;
    t->running = pthread_create(&t->thread, NULL, texts_run, t) == 0;
    return t->running ? HILUM_OK : HILUM_FAIL;
}

static void texts_stop(void *state)
{
    struct texts *t = state;

    if (t->running)
        pthread_join(t->thread, NULL);
    t->running = false;
}

static const struct hilum_part texts =
    HILUM_PART(.name = "texts", .summary = "Offers texts.", .produces = "line",
               .options = texts_options, .state = sizeof(struct texts), .start = texts_start,
               .stop = texts_stop);

/* ---- Stage obey ------------------------------------------------------------ */

struct obey {
    const char *dir;
    int64_t     openings; /* how often it can be opened; 0: always */
    bool        opened;
};

static const struct hilum_option obey_options[] = {
    HILUM_OPT_TEXT(struct obey, dir, .help = "The folder."),
    HILUM_OPT_INT(struct obey, openings, .preset = "0", .help = "How often it opens."),
    HILUM_OPT_END,
};

static enum hilum_verdict obey_open(void *state, struct hilum_call *call)
{
    struct obey *o = state;
    long         n = asked(o->dir, "obey-open", 9);

    note(o->dir, "life", "obey open", 9);
    if (o->openings && n > o->openings)
        return hilum_blame(call, HILUM_FAIL, "", "the stage was opened too often");
    o->opened = true;
    return HILUM_OK;
}

static void obey_close(void *state)
{
    struct obey *o = state;

    note(o->dir, "life", "obey close", 10);
}

static void emit_split(struct hilum_call *call, const struct hilum_msg *m, long parts)
{
    struct hilum_view body = hilum_body(call, m);
    const char       *bar  = memchr(body.ptr, '|', body.len);

    for (long i = 0; i < parts; i++) {
        struct hilum_draft   *d    = hilum_draft(call, "line", m);
        struct hilum_builder *b    = hilum_build(call, d);
        char                  part[] = { 'p', 'a', 'r', 't', (char)('1' + i) };

        hilum_build_open(b, HILUM_NAME("line"), HILUM_NAME("line"), 0, HILUM_NO_PLACE);
        hilum_build_leaf(b, HILUM_NAME("key"), HILUM_NAME("string"), 0,
                         (struct hilum_view){ body.ptr, (size_t)(bar - body.ptr) },
                         HILUM_NO_PLACE);
        hilum_build_leaf(b, HILUM_NAME("text"), HILUM_NAME("string"), 0,
                         (struct hilum_view){ part, sizeof part }, HILUM_NO_PLACE);
        hilum_build_close(b);
        hilum_emit(call, hilum_seal(call, d));
    }
}

static enum hilum_verdict obey_process(void *state, struct hilum_call *call,
                                       const struct hilum_msg *m)
{
    struct obey       *o     = state;
    struct hilum_view  text  = hilum_body(call, m);
    const char        *bar   = memchr(text.ptr, '|', text.len);
    struct hilum_view  words = { "", 0 };
    enum hilum_verdict verdict;

    if (!o->opened)
        note(o->dir, "life", "obey used while not open", 24);
    if (bar)
        words = (struct hilum_view){ bar + 1, text.len - (size_t)(bar + 1 - text.ptr) };
    verdict = heed(text, "", o->dir);
    if (verdict != HILUM_OK)
        return hilum_blame(call, verdict, "text", "the stage was told so");
    if (command(words, "", "remark") >= 0)
        hilum_remark(call, "unmapped", HILUM_VIEW("text"));
    if (command(words, "", "split") > 0)
        emit_split(call, m, command(words, "", "split"));
    else if (command(words, "", "drop") < 0)
        hilum_emit(call, hilum_ref(call, m));
    return HILUM_OK;
}

static const struct hilum_part obey =
    HILUM_PART(.name = "obey", .summary = "Does what a message says.", .accepts = "line",
               .produces = "line", .options = obey_options, .state = sizeof(struct obey),
               .open = obey_open, .close = obey_close, .process = obey_process);

/* ---- Sink record ----------------------------------------------------------- */

struct record {
    const char *dir, *file, *verb;
    int64_t     openings;
    bool        strict; /* after a RETRY, all later messages of the batch are, too */
    bool        opened;
    char        blocked[64]; /* the key of a message that is to be tried again */
};

static const struct hilum_option record_options[] = {
    HILUM_OPT_TEXT(struct record, dir, .help = "The folder; a file `down` there stops it."),
    HILUM_OPT_TEXT(struct record, file, .preset = "got", .help = "The file written to."),
    HILUM_OPT_TEXT(struct record, verb, .preset = "sink-", .help = "What commands begin with."),
    HILUM_OPT_INT(struct record, openings, .preset = "0", .help = "How often it opens."),
    HILUM_OPT_BOOL(struct record, strict, .preset = "false", .help = "Stops at the first."),
    HILUM_OPT_END,
};

static enum hilum_verdict record_open(void *state, struct hilum_call *call)
{
    struct record *r = state;
    char           what[64];
    int            len = snprintf(what, sizeof what, "%s-open", r->file);
    long           n   = asked(r->dir, what, (size_t)len);

    note(r->dir, "life", "record open", 11);
    if (r->openings && n > r->openings)
        return hilum_blame(call, HILUM_FAIL, "", "the sink was opened too often");
    r->opened = true;
    return HILUM_OK;
}

static void record_close(void *state)
{
    struct record *r = state;

    note(r->dir, "life", "record close", 12);
}

/* A message of a lane that waits must not overtake. */
static bool waits(const struct record *r, struct hilum_view text)
{
    size_t len = strlen(r->blocked);

    return len && (r->strict || (text.len > len && memcmp(text.ptr, r->blocked, len) == 0));
}

static enum hilum_verdict record_one(struct record *r, struct hilum_call *call,
                                     const struct hilum_msg *m)
{
    struct hilum_view  text = hilum_body(call, m), again = hilum_label(call, m, "again");
    char               row[PARTS_LINE];
    enum hilum_verdict verdict;
    size_t             key = text.len ? strcspn(text.ptr, "|") : 0;
    int                len;

    if (waits(r, text))
        return HILUM_RETRY;
    verdict = heed(text, r->verb, r->dir);
    if (verdict == HILUM_OK) {
        len = snprintf(row, sizeof row, "%lld%s %.*s", (long long)hilum_id(call, m),
                       again.len ? "again" : "", text.len < 200 ? (int)text.len : 200, text.ptr);
        note(r->dir, r->file, row, (size_t)len);
    } else if (verdict != HILUM_REJECT && key + 2 < sizeof r->blocked) {
        memcpy(r->blocked, text.ptr, key + 1);
        r->blocked[key + 1] = '\0';
    }
    return verdict;
}

static enum hilum_verdict record_deliver(void *state, struct hilum_call *call,
                                         const struct hilum_msg *const *messages, size_t count)
{
    struct record *r = state;

    if (!r->opened)
        note(r->dir, "life", "record used while not open", 26);
    r->blocked[0] = '\0';
    if (exists(r->dir, "down"))
        return hilum_blame(call, HILUM_RETRY, "", "the sink is down");
    for (size_t i = 0; i < count; i++) {
        enum hilum_verdict v = record_one(r, call, messages[i]);

        hilum_settle(call, i, v, v == HILUM_OK ? "" : "text",
                     v == HILUM_OK ? "%s" : "the sink was told %s", v == HILUM_OK ? "" : "so");
    }
    return HILUM_OK;
}

static const struct hilum_part record =
    HILUM_PART(.name = "record", .summary = "Writes messages to a file.", .accepts = "line/text",
               .options = record_options, .state = sizeof(struct record), .open = record_open,
               .close = record_close, .deliver = record_deliver);

/* ---- Stores ---------------------------------------------------------------- */

struct few {
    bool unused;
};

struct many {
    const char *name;
    char        room[4000];
    const char *last;
};

static const struct hilum_option many_options[] = {
    HILUM_OPT_TEXT(struct many, name, .preset = "n", .help = "A name."),
    HILUM_OPT_TEXT(struct many, last, .preset = "l", .help = "A name far behind."),
    HILUM_OPT_END,
};

static const struct hilum_store no_operations = { .size = sizeof(struct hilum_store) };

static const struct hilum_part few = HILUM_PART(.name = "few", .summary = "A store.",
                                                .state = sizeof(struct few),
                                                .store = &no_operations);

static const struct hilum_part many =
    HILUM_PART(.name = "many", .summary = "A store with a large state.", .options = many_options,
               .state = sizeof(struct many), .store = &no_operations);

HILUM_PLUGIN(.name = "parts", .version = "1.0",
             .parts = HILUM_PARTS(&line, &texts, &obey, &record, &few, &many));
