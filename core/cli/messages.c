/* messages.c -- hilum messages: the journal from the command line. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "config/json.h"
#include "journal/lock.h"
#include "journal/mend.h"
#include "journal/reader.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum { MESSAGES_IDS = 10000 };

struct request {
    const char          *data;
    struct journal_query query;
    bool                 json, counts, all_sinks;
    int64_t              ids[MESSAGES_IDS];
    size_t               id_count;
};

/* "2026-11-22" or "2026-11-22T08:00[:00]", in UTC. */
static bool read_time(const char *text, int64_t *ms)
{
    static const char *const forms[] = { "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M",
                                         "%Y-%m-%d" };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm   t   = { 0 };
        const char *end = strptime(text, forms[i], &t);

        if (end && (*end == '\0' || strcmp(end, "Z") == 0)) {
            *ms = (int64_t)timegm(&t) * 1000;
            return true;
        }
    }
    return false;
}

static bool read_status(const char *text, unsigned *statuses)
{
    enum journal_status status;

    if (!journal_status_read(hilum_view(text), &status))
        return false;
    *statuses |= JOURNAL_IS(status);
    return true;
}

static bool number(const char *text, int64_t *out)
{
    return view_int(hilum_view(text), out) && *out > 0;
}

/* One option and its value. */
static bool option(struct request *r, const char *name, const char *value)
{
    int64_t n = 0;

    if (strcmp(name, "--data") == 0)
        r->data = value;
    else if (strcmp(name, "--pipeline") == 0)
        r->query.pipeline = value;
    else if (strcmp(name, "--control-id") == 0)
        r->query.control_id = hilum_view(value);
    else if (strcmp(name, "--patient") == 0)
        r->query.patient = hilum_view(value);
    else if (strcmp(name, "--type") == 0)
        r->query.type = hilum_view(value);
    else if (strcmp(name, "--status") == 0)
        return read_status(value, &r->query.statuses);
    else if (strcmp(name, "--since") == 0)
        return read_time(value, &r->query.from);
    else if (strcmp(name, "--until") == 0)
        return read_time(value, &r->query.until);
    else if (strcmp(name, "--before") == 0)
        return number(value, &r->query.before);
    else if (strcmp(name, "--limit") == 0 && number(value, &n))
        r->query.limit = (size_t)n;
    else
        return false;
    return true;
}

static bool parse(int argc, char **argv, struct request *r)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            r->json = true;
        else if (strcmp(argv[i], "--counts") == 0)
            r->counts = true;
        else if (strcmp(argv[i], "--all-sinks") == 0)
            r->all_sinks = true;
        else if (strncmp(argv[i], "--", 2) == 0) {
            if (i + 1 == argc || !option(r, argv[i], argv[i + 1]))
                return false;
            i++;
        } else if (r->id_count == MESSAGES_IDS ||
                   !number(argv[i], &r->ids[r->id_count++])) {
            return false;
        }
    }
    return true;
}

/* ---- Listing -------------------------------------------------------------- */

struct listing {
    struct json json;
    bool        as_json;
    size_t      count;
};

/* What came from outside, without what a terminal could take as a command. */
static char plain(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f ? '.' : c;
}

enum { LISTED = 256 };

static const char *text(char room[static LISTED], struct hilum_view v)
{
    size_t len = v.len < LISTED - 1 ? v.len : LISTED - 1;

    for (size_t i = 0; i < len; i++)
        room[i] = plain(v.ptr[i]);
    room[len] = '\0';
    return room;
}

/* Programs get what is there, whole and unchanged. */
static void put_view(struct json *j, const char *key, struct hilum_view v)
{
    char *whole = strndup(v.ptr ? v.ptr : "", v.len);

    json_text(j, key, whole ? whole : "");
    free(whole);
}

static void put_json(struct json *j, const struct journal_message *m)
{
    char when[CLOCK_TEXT];

    json_begin(j, NULL, '{');
    json_int(j, "id", m->id);
    json_text(j, "received", clock_text(m->received, when));
    json_text(j, "status", journal_status_name(m->status));
    put_view(j, "pipeline", m->pipeline);
    put_view(j, "type", m->type);
    put_view(j, "control_id", m->control_id);
    put_view(j, "patient", m->patient);
    put_view(j, "peer", m->peer);
    put_view(j, "sender", m->sender);
    put_view(j, "labels", m->labels);
    put_view(j, "place", m->place);
    put_view(j, "reason", m->reason);
    json_end(j, '{');
}

static bool list_one(void *arg, const struct journal_message *m)
{
    struct listing *l = arg;
    char            when[CLOCK_TEXT], type[LISTED], control_id[LISTED], patient[LISTED],
        pipeline[LISTED], place[LISTED], reason[LISTED];

    if (l->as_json) {
        put_json(&l->json, m);
        return true;
    }
    if (l->count++ == 0)
        printf("%8s  %-24s  %-9s  %-10s  %-14s  %-12s  %s\n", "ID", "RECEIVED", "STATUS",
               "TYPE", "CONTROL ID", "PATIENT", "PIPELINE");
    printf("%8lld  %-24s  %-9s  %-10s  %-14s  %-12s  %s\n", (long long)m->id,
           clock_text(m->received, when), journal_status_name(m->status),
           text(type, m->type), text(control_id, m->control_id),
           text(patient, m->patient), text(pipeline, m->pipeline));
    if (m->reason.len)
        printf("%8s  %s%s%s\n", "", text(place, m->place), m->place.len ? ": " : "",
               text(reason, m->reason));
    return true;
}

static void count_one(void *arg, const char *pipeline, enum journal_status status,
                      int64_t n)
{
    struct listing *l = arg;

    if (l->as_json) {
        json_begin(&l->json, NULL, '{');
        json_text(&l->json, "pipeline", pipeline);
        json_text(&l->json, "status", journal_status_name(status));
        json_int(&l->json, "messages", n);
        json_end(&l->json, '{');
    } else {
        printf("%-24s  %-9s  %lld\n", pipeline, journal_status_name(status),
               (long long)n);
    }
}

static int list(struct request *r, struct journal_reader *reader)
{
    struct hilum_buffer out;
    struct listing      l = { .as_json = r->json };
    bool                ok;

    buffer_init(&out, LIMIT_MESSAGE);
    l.json = (struct json){ .to = &out };
    json_begin(&l.json, NULL, '[');
    ok = r->counts ? reader_counts(reader, count_one, &l)
                   : reader_search(reader, &r->query, list_one, &l);
    json_end(&l.json, '[');
    if (out.failed) {
        buffer_free(&out);
        return cli_failed("that is too much at once: use --limit and --before");
    }
    if (ok && r->json)
        fwrite(out.ptr, 1, out.len, stdout);
    buffer_free(&out);
    return ok ? CLI_DONE : cli_failed("%s", reader_why(reader));
}

/* ---- One message ---------------------------------------------------------- */

static void show_outcome(const struct journal_outcome *o)
{
    static const char *const verdicts[] = { "ok", "retry", "reject", "fail" };
    char                     when[CLOCK_TEXT];

    printf("  %-20s  %-6s  tries %d  %s\n", o->sink ? o->sink : "(steps)",
           verdicts[o->verdict & 3], o->tries, clock_text(o->at, when));
    if (o->reason && *o->reason)
        printf("      %s%s%s\n", o->place ? o->place : "",
               o->place && *o->place ? ": " : "", o->reason);
    if (o->remark && *o->remark)
        printf("      %s\n", o->remark);
}

/* Who sent it, and what stood around it: a line each. */
static void show_labels(const struct journal_message *m)
{
    const char *at = m->labels.ptr, *end = m->labels.len ? at + m->labels.len : at;
    char        room[LISTED];

    if (m->sender.len)
        printf("%8s  sender=%s\n", "", text(room, m->sender));
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop ? stop : end;
        printf("%8s  %s\n", "",
               text(room, (struct hilum_view){ at, (size_t)(stop - at) }));
        at = stop + (stop < end);
    }
}

static bool show_one(void *arg, const struct journal_message *m)
{
    struct listing one   = { 0 };
    bool          *found = arg;

    *found = true;
    list_one(&one, m);
    printf("%8s  from %.*s, %zu bytes of %.*s\n", "", (int)m->peer.len, m->peer.ptr,
           m->body.len, (int)m->format.len, m->format.ptr);
    show_labels(m);
    for (size_t i = 0; i < m->outcome_count; i++)
        show_outcome(&m->outcomes[i]);
    printf("\n");
    for (size_t i = 0; i < m->body.len; i++) {
        char c = m->body.ptr[i];

        putchar(c == '\r' || c == '\n' ? '\n' : plain(c));
    }
    printf("\n");
    return true;
}

static int show(struct request *r, struct journal_reader *reader)
{
    for (size_t i = 0; i < r->id_count; i++) {
        struct journal_query query = { .id = r->ids[i], .limit = 1, .bodies = true };
        bool                 found = false;

        if (!reader_search(reader, &query, show_one, &found))
            return cli_failed("%s", reader_why(reader));
        if (!found) {
            fprintf(stderr, "hilum: there is no message %lld\n", (long long)r->ids[i]);
            return CLI_NO;
        }
    }
    return CLI_DONE;
}

/* ---- Mending -------------------------------------------------------------- */

static int mend(struct request *r, bool replay)
{
    struct arena    arena;
    struct problems problems = { .arena = &arena };
    size_t          changed;
    pid_t           engine = lock_holder(r->data);

    arena_init(&arena, 1 << 20);
    changed =
        replay ? mend_replay(r->data, r->ids, r->id_count,
                             r->all_sinks ? MEND_ALL_SINKS : MEND_UNANSWERED, &problems)
               : mend_discard(r->data, r->ids, r->id_count, &problems);
    for (size_t i = 0; i < problems.count; i++)
        fprintf(stderr, "hilum: %s\n", problems.list[i].what);
    arena_free(&arena);
    if (replay && changed && engine > 0 && kill(engine, SIGUSR1) != 0)
        fprintf(stderr, "hilum: the engine with pid %ld could not be told\n",
                (long)engine);
    printf("%zu of %zu %s\n", changed, r->id_count, replay ? "replayed" : "discarded");
    return changed == r->id_count ? CLI_DONE : CLI_NO;
}

static int read_journal(struct request *r,
                        int (*with)(struct request *, struct journal_reader *))
{
    struct arena           arena;
    struct problems        problems = { .arena = &arena };
    struct journal_reader *reader;
    int                    code;

    arena_init(&arena, 1 << 20);
    reader = reader_open(r->data, &problems);
    code   = reader ? with(r, reader)
                    : cli_failed("%s",
                               problems.count ? problems.list[0].what : "memory is out");
    reader_close(reader);
    arena_free(&arena);
    return code;
}

static int act(const char *verb, struct request *r)
{
    if (strcmp(verb, "list") == 0)
        return read_journal(r, list);
    if (!r->id_count)
        return cli_misused("messages", "name the messages by their ids");
    if (strcmp(verb, "show") == 0)
        return read_journal(r, show);
    if (strcmp(verb, "replay") == 0)
        return mend(r, true);
    if (strcmp(verb, "discard") == 0)
        return mend(r, false);
    return cli_misused("messages", "say what to do: list, show, replay or discard");
}

int cli_messages(int argc, char **argv)
{
    const char     *data = getenv("HILUM_DATA");
    struct request *r    = calloc(1, sizeof *r);
    int             code;

    if (!r)
        return cli_failed("memory is out");
    r->data = data && *data ? data : "data";
    if (argc < 2 || !parse(argc, argv, r))
        code = cli_misused(
            "messages",
            "list takes --status pending|held|dead|delivered|filtered and times such "
            "as 2026-11-22T08:00 (UTC); ids are numbers");
    else
        code = act(argv[1], r);
    free(r);
    return code;
}
