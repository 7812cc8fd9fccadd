/* rig.c -- the real engine, without pipelines, to test stores and what uses them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rig.h"

#include "base/bytes.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

static const struct hilum_store *rig_store_named(struct hilum_call *call,
                                                 const char *name, void **state)
{
    struct rig *r = (struct rig *)(void *)call_of(call)->engine;

    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->parts[i].name, name) == 0 && r->parts[i].part->part.store) {
            *state = r->parts[i].state;
            return r->parts[i].part->part.store;
        }
    hilum_blame(call, HILUM_FAIL, "store", "there is no store called %s", name);
    return NULL;
}

static bool rig_mount(struct hilum_call *call, const struct hilum_mount *mount,
                      void *state)
{
    struct rig *r = (struct rig *)(void *)call_of(call)->engine;

    r->mount   = *mount;
    r->mounted = state;
    return true;
}

static const char *rig_setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);

    return value ? value : otherwise;
}

void rig_open(struct rig *r)
{
    struct engine_options options = {
        .plugins = rig_setting("HILUM_PLUGINS", ".libs"),
        .schemas = rig_setting("HILUM_SCHEMAS", "schemas"),
    };

    memset(r, 0, sizeof(*r));
    snprintf(r->folder, sizeof(r->folder), "%s/hilum-test-XXXXXX",
             rig_setting("TMPDIR", "/tmp"));
    if (!mkdtemp(r->folder) || !engine_open(&r->engine, &options))
        abort();
    r->engine.host.store = rig_store_named;
    r->engine.host.mount = rig_mount;
    arena_init(&r->arena, 1 << 20);
    r->problems.arena = &r->arena;
    call_init(&r->call, &r->engine);
}

/* The folder holds files and, one deep, folders of files. */
static void rig_remove(const char *folder)
{
    DIR *dir = opendir(folder);

    for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
        char path[2 * RIG_PATH + 256];

        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
        if (unlink(path) != 0)
            rig_remove(path);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

void rig_drop(struct rig *r)
{
    instance_free(&r->parts[--r->count]);
}

void rig_close(struct rig *r)
{
    while (r->count)
        rig_drop(r);
    buffer_free(&r->body);
    buffer_free(&r->headers);
    call_free(&r->call);
    engine_close(&r->engine);
    arena_free(&r->arena);
    rig_remove(r->folder);
}

struct hilum_call *rig_call(struct rig *r)
{
    call_begin(&r->call, NULL);
    return &r->call.pub;
}

struct instance *rig_part(struct rig *r, enum part_kind kind, const char *part,
                          const char *name, const char *options)
{
    const struct part *found = registry_find(&r->engine.registry, kind, hilum_view(part));
    struct instance   *i     = &r->parts[r->count];
    struct hilum_buffer text;
    struct yaml        *doc;
    bool                made;

    if (!found || r->count == RIG_PARTS)
        return NULL;
    buffer_init(&text, 1 << 16);
    for (; *options; options++)
        if (*options == '@')
            hilum_put_text(&text, r->folder);
        else
            hilum_put_byte(&text, *options);
    doc  = yaml_bytes(&r->arena, name, hilum_buffer_view(&text), &r->problems);
    made = doc && instance_init(i, found, name, doc, doc->root, doc->root->at);
    buffer_free(&text);
    if (!made) {
        for (size_t n = 0; n < r->problems.count; n++)
            problem_print(stderr, &r->problems.list[n], false);
        return NULL;
    }
    r->count++;
    if (instance_open(i, &r->call) == HILUM_OK)
        return i;
    instance_free(i);
    r->count--;
    return NULL;
}

const struct hilum_store *rig_store(struct rig *r, void **state)
{
    *state = r->parts[0].state;
    return r->parts[0].part->part.store;
}

const struct hilum_msg *rig_message(struct rig *r, const char *format, const char *text,
                                    int64_t id)
{
    struct hilum_call      *call = rig_call(r);
    const struct hilum_msg *m    = call->host->decode(call, format, hilum_view(text));

    if (!m) {
        fprintf(stderr, "%s: %s\n", hilum_where(call), hilum_why(call));
        abort();
    }
    ((struct hilum_msg *)(uintptr_t)m)->id = id;
    return m;
}

void rig_deliver(struct rig *r, struct instance *sink, const struct hilum_msg **messages,
                 size_t count, struct call_result *results)
{
    enum hilum_verdict v;

    call_begin(&r->call, sink);
    memset(results, 0, count * sizeof(*results));
    r->call.results      = results;
    r->call.result_count = count;
    v = sink->part->part.deliver(sink->state, &r->call.pub, messages, count);
    for (size_t i = 0; i < count; i++)
        if (!results[i].settled)
            results[i] = (struct call_result){ .verdict = v,
                                               .place   = r->call.place,
                                               .reason  = r->call.reason };
}

/* ---- Asking a service ----------------------------------------------------- */

enum { RIG_QUERIES = 32 };

/* One request as the HTTP service would pass it on. */
struct rig_request {
    struct hilum_request request;
    struct hilum_pair    query[RIG_QUERIES];
    char                 text[4096]; /* of path and query, decoded */
};

static struct hilum_view rig_header(const struct hilum_request *request, const char *name)
{
    const char *at = ((const struct rig *)request->exchange)->asked;

    for (size_t len = strlen(name); at && *at; at = strchr(at, '\n'), at += at != NULL)
        if (strncasecmp(at, name, len) == 0 && at[len] == ':')
            return (struct hilum_view){ at + len + 2, strcspn(at + len + 2, "\n") };
    return (struct hilum_view){ NULL, 0 };
}

static char rig_char(const char **at)
{
    char hex[3] = { 0 };

    if (**at == '+') {
        (*at)++;
        return ' ';
    }
    if (**at != '%')
        return *(*at)++;
    memcpy(hex, *at + 1, 2);
    *at += 3;
    return (char)strtol(hex, NULL, 16);
}

/* Decodes up to one of the stops. */
static struct hilum_view rig_piece(const char **at, const char *stops, char **to)
{
    struct hilum_view v = { *to, 0 };

    while (**at && !strchr(stops, **at))
        *(*to)++ = rig_char(at);
    v.len = (size_t)(*to - v.ptr);
    return v;
}

static void rig_target(struct rig_request *q, const char *target)
{
    char *to = q->text;

    q->request.path  = rig_piece(&target, "?", &to);
    q->request.query = q->query;
    while (*target && q->request.queries < RIG_QUERIES) {
        struct hilum_pair *p = &q->query[q->request.queries++];

        target++;
        p->key = rig_piece(&target, "=&", &to);
        if (*target == '=') {
            target++;
            p->value = rig_piece(&target, "&", &to);
        }
    }
}

static void rig_set(struct hilum_response *response, const char *name, const char *value)
{
    struct rig *r = response->exchange;

    hilum_put_text(&r->headers, name);
    hilum_put_text(&r->headers, ": ");
    hilum_put_text(&r->headers, value);
    hilum_put_text(&r->headers, "\n");
}

struct rig_answer rig_ask(struct rig *r, const char *method, const char *target,
                          const char *headers, const char *body)
{
    static struct rig_request q;
    struct hilum_response     response = { .size     = sizeof(response),
                                           .status   = 200,
                                           .body     = &r->body,
                                           .exchange = r,
                                           .set      = rig_set };

    if (!r->body.grow) {
        buffer_init(&r->body, 64 << 20);
        buffer_init(&r->headers, 64 << 10);
    }
    buffer_reset(&r->body);
    buffer_reset(&r->headers);
    q         = (struct rig_request){ 0 };
    q.request = (struct hilum_request){ .size     = sizeof(q.request),
                                        .method   = method,
                                        .base     = HILUM_VIEW("http://test/fhir"),
                                        .body     = hilum_view(body),
                                        .header   = rig_header,
                                        .exchange = r };
    r->asked  = headers;
    rig_target(&q, target);
    r->mount.answer(r->mounted, rig_call(r), &q.request, &response);
    return (struct rig_answer){ .status  = response.status,
                                .body    = buffer_text(&r->body),
                                .type    = response.type ? response.type : "",
                                .headers = buffer_text(&r->headers) };
}
