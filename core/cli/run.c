/* run.c -- hilum run: pipelines, until it is told to stop. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/service.h"
#include "journal/journal.h"
#include "router/router.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { RUN_PIPELINES = 64, RUN_GRACE = 10000 };

/* One pipeline file at work. */
struct feed {
    const char         *path;
    struct cli_pipeline pipeline;
    struct router      *router;
};

struct runner {
    struct engine          engine;
    struct journal_options journal_options;
    struct journal        *journal;
    const char            *paths[RUN_PIPELINES];
    struct feed           *feeds; /* as many as paths */
    size_t                 count;
};

/* Set by the journal when it can keep nothing any more. */
static atomic_bool fatal;

static void give_up(void *arg, const char *why)
{
    (void)arg;
    log_write(LOG_ERROR, "journal", "%s: the engine stops", why);
    atomic_store(&fatal, true);
    kill(getpid(), SIGTERM);
}

/* ---- Options -------------------------------------------------------------- */

/* A size or time of the command line, by the rules of pipeline files. */
static bool read_option(uint64_t type, const char *name, const char *value, int64_t *out)
{
    struct hilum_option rows[] = {
        { .name = name, .help = name, .preset = value, .type = type }, HILUM_OPT_END
    };
    struct option_set set = {
        .whose = "run", .rows = rows, .stride = sizeof *rows, .state = sizeof *out
    };
    struct arena    arena;
    struct problems problems = { .arena = &arena };
    struct yaml    *doc;
    bool            ok;

    arena_init(&arena, 1 << 20);
    doc = yaml_bytes(&arena, "options", HILUM_VIEW("{}"), &problems);
    ok  = doc && !option_check(&set, &arena) &&
         option_fill(&set, out, doc, NULL, doc->root->at, &arena);
    arena_free(&arena);
    return ok;
}

/* NULL, or what is wrong with the command line. */
static const char *parse(struct runner *r, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool last = i + 1 == argc;

        if (argv[i][0] != '-' && r->count < RUN_PIPELINES) {
            r->paths[r->count++] = argv[i];
        } else if (argv[i][0] != '-') {
            return "these are too many pipelines for one engine";
        } else if (strcmp(argv[i], "--data") == 0 && !last) {
            r->journal_options.dir = argv[++i];
        } else if (strcmp(argv[i], "--reserve") == 0 && !last) {
            if (!read_option(HILUM_BYTES, "reserve", argv[++i],
                             &r->journal_options.reserve))
                return "--reserve takes a size such as 64M";
        } else if (strcmp(argv[i], "--keep") == 0 && !last) {
            if (!read_option(HILUM_MILLIS, "keep", argv[++i], &r->journal_options.keep))
                return "--keep takes a time such as 7d";
        } else {
            return "it takes --data DIR, --reserve SIZE and --keep TIME";
        }
    }
    return r->count ? NULL : "name the pipelines";
}

/* ---- Feeds ---------------------------------------------------------------- */

static void feeds_free(struct feed *feeds, size_t count)
{
    for (size_t i = 0; feeds && i < count; i++)
        cli_pipeline_free(&feeds[i].pipeline);
    free(feeds);
}

static bool same_name(const struct feed *feeds, size_t nth)
{
    for (size_t i = 0; i < nth; i++)
        if (strcmp(feeds[i].pipeline.graph->name, feeds[nth].pipeline.graph->name) == 0) {
            fprintf(stderr, "%s: error: %s has a pipeline of that name, %s, too\n",
                    feeds[nth].path, feeds[i].path, feeds[i].pipeline.graph->name);
            return true;
        }
    return false;
}

/* Reads and checks all files; NULL where one has a mistake. */
static struct feed *feeds_read(struct runner *r)
{
    struct feed *feeds = calloc(r->count, sizeof *feeds);
    bool         ok    = feeds != NULL;

    for (size_t i = 0; feeds && i < r->count; i++) {
        struct cli_pipeline *p = &feeds[i].pipeline;

        feeds[i].path = r->paths[i];
        if (cli_pipeline_read(p, &r->engine, r->paths[i]))
            graph_try(p->graph);
        cli_problems(&p->problems);
        ok = p->graph && p->problems.errors == 0 && ok && !same_name(feeds, i);
    }
    if (ok)
        return feeds;
    feeds_free(feeds, r->count);
    return NULL;
}

static void feeds_stop(struct runner *r)
{
    for (size_t i = 0; r->feeds && i < r->count; i++) {
        if (!r->feeds[i].router)
            continue;
        router_stop(r->feeds[i].router, RUN_GRACE);
        r->feeds[i].router = NULL;
    }
}

static bool feed_open(struct runner *r, struct feed *f)
{
    if (f->pipeline.spec->service_count && !service_listen(f->pipeline.spec->http.listen))
        return false;
    f->router = router_open(f->pipeline.graph, r->journal, r->journal_options.dir);
    if (f->router && router_start(f->router)) {
        log_write(LOG_INFO, f->pipeline.graph->name, "running %s", f->path);
        return true;
    }
    cli_problems(&f->pipeline.problems);
    if (f->pipeline.problems.errors == 0)
        cli_failed("%s cannot be opened: memory, threads or sockets are out", f->path);
    return false;
}

static bool feeds_start(struct runner *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!feed_open(r, &r->feeds[i]))
            return false;
    return service_start();
}

/* The new files take the place of the old ones, or nothing changes.  The
 * journal keeps what comes between. */
static bool reload(struct runner *r)
{
    struct feed *old = r->feeds, *new = feeds_read(r);

    if (!new) {
        log_write(LOG_ERROR, "run", "the files have mistakes: what runs is kept");
        return true;
    }
    service_stop();
    feeds_stop(r);
    r->feeds = new;
    if (feeds_start(r)) {
        feeds_free(old, r->count);
        log_write(LOG_INFO, "run", "reloaded");
        return true;
    }
    log_write(LOG_ERROR, "run",
              "the new pipelines cannot start: the old ones are taken back");
    service_stop();
    feeds_stop(r);
    feeds_free(new, r->count);
    r->feeds = old;
    for (size_t i = 0; i < r->count; i++)
        r->feeds[i].pipeline.problems.count = r->feeds[i].pipeline.problems.errors = 0;
    return feeds_start(r);
}

/* ---- Life ----------------------------------------------------------------- */

static void rescan(struct runner *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->feeds[i].router)
            router_rescan(r->feeds[i].router);
}

/* Until a signal says stop. */
static int wait_for_signals(struct runner *r, const sigset_t *signals)
{
    for (;;) {
        int sig;

        if (sigwait(signals, &sig) != 0)
            continue;
        if (sig == SIGUSR1)
            rescan(r);
        else if (sig != SIGHUP)
            return atomic_load(&fatal) ? CLI_COULD_NOT : CLI_DONE;
        else if (!reload(r))
            return CLI_COULD_NOT;
    }
}

static int run(struct runner *r, const sigset_t *signals)
{
    struct arena    arena;
    struct problems problems = { .arena = &arena };
    int             code     = CLI_COULD_NOT;

    arena_init(&arena, 1 << 20);
    r->feeds = feeds_read(r);
    if (r->feeds)
        r->journal = journal_open(&r->journal_options, &problems);
    cli_problems(&problems);
    arena_free(&arena);
    if (!r->feeds)
        return CLI_NO;
    if (r->journal && feeds_start(r))
        code = wait_for_signals(r, signals);
    log_write(LOG_INFO, "run", "stopping: what is under way is finished first");
    service_stop();
    feeds_stop(r);
    journal_close(r->journal);
    feeds_free(r->feeds, r->count);
    log_write(LOG_INFO, "run", "stopped");
    return code;
}

/* Messages come and go: memory that is free for a moment is kept, which costs less
 * than to give it back and ask for it again with each of them. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    enum { KEPT = 16 << 20, APART = 1 << 20 };

    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_MMAP_THRESHOLD, APART);
#endif
}

int cli_run(int argc, char **argv)
{
    const char    *data = getenv("HILUM_DATA");
    struct runner *r    = calloc(1, sizeof *r);
    const char    *wrong;
    sigset_t       signals;
    int            code;

    if (!r)
        return cli_failed("memory is out");
    r->journal_options = (struct journal_options){ .dir   = data && *data ? data : "data",
                                                   .fatal = give_up };
    wrong              = parse(r, argc, argv);
    if (wrong) {
        free(r);
        return cli_misused("run", wrong);
    }
    /* Every thread from here on leaves these to sigwait(). */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    keep_memory();
    if (!cli_engine(&r->engine)) {
        free(r);
        return CLI_COULD_NOT;
    }
    router_serve(&r->engine);
    service_init(&r->engine);
    code = run(r, &signals);
    service_free();
    engine_close(&r->engine);
    free(r);
    return code;
}
