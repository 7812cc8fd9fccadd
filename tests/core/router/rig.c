/* rig.c -- a pipeline with the parts of tests/parts, on a journal in a folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rig.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/log.h"
#include "journal/reader.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* ---- Life ------------------------------------------------------------------ */

void rig_open(struct rig *r)
{
    struct engine_options options = { .plugins = PARTS, .schemas = "." };

    *r = (struct rig){ .problems = { .arena = &r->arena } };
    log_setup(LOG_LOGFMT, getenv("RIG_LOG") ? LOG_INFO : LOG_ERROR + 1);
    arena_init(&r->arena, 256u << 20);
    snprintf(r->dir, sizeof r->dir, "/tmp/hilum-rig-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(r->dir));
    ck_assert(engine_open(&r->engine, &options));
    ck_assert_uint_gt(r->engine.registry.count, 0);
    router_serve(&r->engine);
}

static void remove_folder(const char *dir)
{
    DIR           *d = opendir(dir);
    struct dirent *e;

    for (e = d ? readdir(d) : NULL; e; e = readdir(d)) {
        char path[400];

        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        unlink(path);
    }
    if (d)
        closedir(d);
    rmdir(dir);
}

void rig_close(struct rig *r)
{
    rig_stop(r, 0);
    engine_close(&r->engine);
    remove_folder(r->dir);
    arena_free(&r->arena);
}

struct graph *rig_graph(struct rig *r, const char *text)
{
    struct hilum_buffer with;
    struct yaml        *doc;
    struct spec        *spec;

    buffer_init(&with, 1 << 16);
    for (; *text; text++) {
        if (*text == '@')
            hilum_put_text(&with, r->dir);
        else
            hilum_put_byte(&with, *text);
    }
    doc = yaml_bytes(&r->arena, "rig.yaml", hilum_buffer_view(&with), &r->problems);
    buffer_free(&with);
    ck_assert_ptr_nonnull(doc);
    spec = spec_read(doc, &r->arena);
    ck_assert_ptr_nonnull(spec);
    return graph_build(&r->engine, spec, &r->arena);
}

static void show_problems(const struct rig *r)
{
    for (size_t i = 0; i < r->problems.count; i++)
        problem_print(stderr, &r->problems.list[i], false);
}

static void no_journal(void *arg, const char *why)
{
    (void)arg;
    ck_abort_msg("the journal is broken: %s", why);
}

bool rig_try(struct rig *r, const char *text)
{
    struct journal_options options = { .dir = r->dir, .reserve = 1, .fatal = no_journal };

    r->graph = rig_graph(r, text);
    if (!r->graph || r->problems.errors)
        show_problems(r);
    ck_assert_ptr_nonnull(r->graph);
    ck_assert_uint_eq(r->problems.errors, 0);
    r->journal = journal_open(&options, &r->problems);
    ck_assert_ptr_nonnull(r->journal);
    r->router = router_open(r->graph, r->journal, r->dir);
    return r->router != NULL;
}

void rig_run(struct rig *r, const char *text)
{
    bool open = rig_try(r, text);

    if (!open)
        show_problems(r);
    ck_assert(open);
    ck_assert(router_start(r->router));
}

void rig_stop(struct rig *r, int64_t grace)
{
    if (r->router)
        router_stop(r->router, grace);
    r->router = NULL;
    journal_close(r->journal);
    r->journal = NULL;
}

void rig_problem(const struct rig *r, const char *words)
{
    for (size_t i = 0; i < r->problems.count; i++)
        if (strstr(r->problems.list[i].what, words))
            return;
    show_problems(r);
    ck_abort_msg("no problem says \"%s\"", words);
}

/* ---- Messages -------------------------------------------------------------- */

struct counting {
    enum journal_status status;
    int64_t             count;
};

static void count_one(void *arg, const char *pipeline, enum journal_status status,
                      int64_t messages)
{
    struct counting *c = arg;

    (void)pipeline;
    if (status == c->status)
        c->count += messages;
}

int64_t rig_count(struct rig *r, enum journal_status status)
{
    struct counting        c      = { .status = status };
    struct journal_reader *reader = reader_open(r->dir, &r->problems);

    ck_assert_ptr_nonnull(reader);
    ck_assert(reader_counts(reader, count_one, &c));
    reader_close(reader);
    return c.count;
}

static void pause_a_moment(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
}

void rig_wait(struct rig *r, enum journal_status status, int64_t count)
{
    int64_t until = clock_ticks() + RIG_DEADLINE, now = rig_count(r, status);

    for (; now != count && clock_ticks() < until; now = rig_count(r, status))
        pause_a_moment();
    ck_assert_msg(now == count,
                  "%lld messages are %s, not %lld (pending %lld, held %lld, dead %lld, delivered "
                  "%lld, filtered %lld)",
                  (long long)now, journal_status_name(status), (long long)count,
                  (long long)rig_count(r, JOURNAL_PENDING), (long long)rig_count(r, JOURNAL_HELD),
                  (long long)rig_count(r, JOURNAL_DEAD),
                  (long long)rig_count(r, JOURNAL_DELIVERED),
                  (long long)rig_count(r, JOURNAL_FILTERED));
}

struct finding {
    struct rig *rig;
    const char *reason, *sink, *outcome;
};

static bool find_reason(void *arg, const struct journal_message *m)
{
    struct finding *f = arg;

    f->reason = arena_printf(&f->rig->arena, "%.*s @ %.*s", (int)m->reason.len, m->reason.ptr,
                             (int)m->place.len, m->place.ptr);
    for (size_t i = 0; i < m->outcome_count; i++) {
        const struct journal_outcome *o = &m->outcomes[i];

        if ((!f->sink && !o->sink) || (f->sink && o->sink && strcmp(f->sink, o->sink) == 0))
            f->outcome = arena_printf(&f->rig->arena, "%d %d %s", o->verdict, o->tries,
                                      o->remark ? o->remark : "");
    }
    return false;
}

static struct finding find(struct rig *r, int64_t id, const char *sink)
{
    struct finding         f      = { .rig = r, .sink = sink, .reason = "none", .outcome = "none" };
    struct journal_reader *reader = reader_open(r->dir, &r->problems);
    struct journal_query   query  = { .id = id, .limit = 1 };

    ck_assert_ptr_nonnull(reader);
    ck_assert(reader_search(reader, &query, find_reason, &f));
    reader_close(reader);
    return f;
}

const char *rig_reason(struct rig *r, int64_t id)
{
    return find(r, id, NULL).reason;
}

const char *rig_outcome(struct rig *r, int64_t id, const char *sink)
{
    return find(r, id, sink).outcome;
}

/* ---- Files ----------------------------------------------------------------- */

static void path_of(const struct rig *r, const char *file, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", r->dir, file);
}

const char *rig_file(struct rig *r, const char *file)
{
    struct hilum_buffer all;
    char                path[200], part[4096];
    const char         *text;
    FILE               *f;

    path_of(r, file, path, sizeof path);
    f = fopen(path, "r");
    if (!f)
        return "";
    buffer_init(&all, 64 << 20);
    for (size_t n = fread(part, 1, sizeof part, f); n; n = fread(part, 1, sizeof part, f))
        hilum_put(&all, part, n);
    fclose(f);
    text = arena_text(&r->arena, all.ptr, all.len);
    buffer_free(&all);
    ck_assert_ptr_nonnull(text);
    return text;
}

size_t rig_times(const char *text, const char *what)
{
    size_t n = 0;

    for (text = strstr(text, what); text; text = strstr(text + 1, what))
        n++;
    return n;
}

size_t rig_lines(const char *text)
{
    return rig_times(text, "\n");
}

void rig_wait_lines(struct rig *r, const char *file, size_t count)
{
    int64_t until = clock_ticks() + RIG_DEADLINE;
    size_t  now   = rig_lines(rig_file(r, file));

    for (; now < count && clock_ticks() < until; now = rig_lines(rig_file(r, file)))
        pause_a_moment();
    ck_assert_msg(now >= count, "%s has %zu lines, not %zu", file, now, count);
}

void rig_touch(struct rig *r, const char *file)
{
    char  path[200];
    FILE *f;

    path_of(r, file, path, sizeof path);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fclose(f);
}

void rig_remove(struct rig *r, const char *file)
{
    char path[200];

    path_of(r, file, path, sizeof path);
    unlink(path);
}
