/* spec.c -- a pipeline file as structs: what is written, not yet what it means. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/spec.h"

#include "base/limits.h"
#include "router/spec_entry.h"
#include "router/spec_words.h"

#include <errno.h>
#include <unistd.h>

struct spec_reader {
    struct spec  *spec;
    struct yaml  *doc;
    struct arena *arena;
};

/* Reports that a value is not of the kind its key needs. */
static bool is_kind(struct spec_reader *r, const struct yaml_node *node,
                    enum yaml_kind kind)
{
    const char *key = node->key.ptr;

    if (node->kind == kind)
        return true;
    if (kind == YAML_LIST)
        lines_blame(&r->doc->lines, node->at,
                    "'%s' is a list, not %s: begin each of its entries with '- '", key,
                    yaml_says(node));
    else
        lines_blame(&r->doc->lines, node->at, "'%s' is a map, not %s%s", key,
                    yaml_says(node),
                    node->kind == YAML_LIST ? ": leave out the '- '" : "");
    return false;
}

/* Zeroed room for what is listed; NULL (with a problem) where it is too much. */
static void *make_room(struct spec_reader *r, const struct yaml_node *node, size_t size,
                       size_t most)
{
    void *room = NULL;

    if (node->count > most)
        lines_blame(&r->doc->lines, node->key_at, "'%s' has %zu entries; %zu is the most",
                    node->key.ptr, node->count, most);
    else
        room = arena_zero(r->arena, node->count * size);
    return room;
}

static size_t read_entries(struct spec_reader *r, const char *key, enum spec_place place,
                           size_t most, struct spec_entry **out)
{
    const struct yaml_node *list = yaml_get(r->doc->root, key);
    enum yaml_kind          kind = place == SPEC_STORE ? YAML_MAP : YAML_LIST;
    size_t                  n    = 0;

    if (!list || !is_kind(r, list, kind))
        return 0;
    *out = make_room(r, list, sizeof **out, most);
    for (const struct yaml_node *v = *out ? list->first : NULL; v; v = v->next)
        n += spec_entry_read(&(*out)[n], place, r->doc, v, r->arena);
    return n;
}

static void read_source(struct spec_reader *r)
{
    const struct yaml_node *node  = yaml_get(r->doc->root, "source");
    struct spec_entry      *entry = node ? arena_zero(r->arena, sizeof *entry) : NULL;

    if (!entry)
        return;
    if (node->kind == YAML_LIST)
        lines_blame(&r->doc->lines, node->at,
                    "a pipeline has one source, not a list: leave out the '- '");
    else if (spec_entry_read(entry, SPEC_SOURCE, r->doc, node, r->arena))
        r->spec->source = entry;
}

/* ---- Tests ---------------------------------------------------------------- */

/* A sample that is not there must be known before the tests are run. */
static void find_input(struct spec_reader *r, struct spec_test *t)
{
    const struct yaml_node *node = yaml_get(t->node, "input");
    const char             *path = yaml_path(r->doc, t->input);

    if (!path || access(path, R_OK) != 0)
        lines_blame(&r->doc->lines, node->at, "cannot read the sample: %s",
                    path ? strerror(errno) : "memory is out");
    else
        t->input = path;
}

static void read_expect(struct spec_reader *r, struct spec_test *t)
{
    const struct yaml_node *list = yaml_get(t->node, "expect");

    if (!list && !yaml_get(t->node, "expect_verdict"))
        lines_blame(&r->doc->lines, t->node->at,
                    "the test expects nothing: give it 'expect' or 'expect_verdict'");
    if (!list || !is_kind(r, list, YAML_LIST))
        return;
    t->expect = list;
    for (const struct yaml_node *v = list->first; v; v = v->next) {
        if (!v->broken && (v->kind != YAML_TEXT || v->text.len == 0))
            lines_blame(&r->doc->lines, v->at,
                        "an expectation is an expression, not %s%s", yaml_says(v),
                        v->kind == YAML_MAP ? ": put it in quotes" : "");
    }
}

static void read_test(struct spec_reader *r, const struct yaml_node *node,
                      struct spec_test *t)
{
    const char *names[SPEC_WORDS_MOST];

    *t = (struct spec_test){ .node = node, .name = "", .input = "", .message = "" };
    if (node->kind != YAML_MAP) {
        lines_blame(&r->doc->lines, node->at,
                    "a test is a map with 'name', 'input' and "
                    "'expect', not %s",
                    yaml_says(node));
        return;
    }
    spec_word_names(SPEC_IN(SPEC_TEST), names);
    for (const struct yaml_node *v = node->first; v; v = v->next) {
        if (!spec_word_find(v->key, SPEC_IN(SPEC_TEST)))
            lines_blame(&r->doc->lines, v->key_at, "unknown word '%.*s' in a test%s",
                        (int)v->key.len, v->key.ptr,
                        lines_hint(&r->doc->lines, v->key, names));
    }
    spec_words_fill(SPEC_TEST, t, r->doc, node, r->arena);
    if (!yaml_get(node, "input") == !yaml_get(node, "message"))
        lines_blame(&r->doc->lines, node->at,
                    "a test has either an 'input' (a file) or a 'message'");
    else if (*t->input)
        find_input(r, t);
    read_expect(r, t);
}

static void read_tests(struct spec_reader *r)
{
    const struct yaml_node *list = yaml_get(r->doc->root, "tests");
    struct spec            *spec = r->spec;

    if (!list || !is_kind(r, list, YAML_LIST))
        return;
    spec->tests = make_room(r, list, sizeof *spec->tests, LIMIT_CONFIG_NODES);
    for (const struct yaml_node *v = spec->tests ? list->first : NULL; v; v = v->next)
        read_test(r, v, &spec->tests[spec->test_count++]);
}

/* ---- Names ---------------------------------------------------------------- */

/* Where an entry got its name. */
static struct place name_place(const struct spec_entry *e)
{
    const struct yaml_node *given = spec_word(e, "name");

    return given ? given->at : e->part_at;
}

static void blame_twice(struct spec_reader *r, const struct spec_entry *e,
                        struct place first)
{
    lines_blame(
        &r->doc->lines, name_place(e),
        "two entries are called '%s' (the first in line %zu): give this one another "
        "'name:'",
        e->name, first.line);
}

/* Sinks are known by their names in the journal, steps only where they are
 * given one: two steps may be the same part. */
static void check_names(struct spec_reader *r)
{
    const struct spec *s     = r->spec;
    size_t             count = s->step_count + s->sink_count;

    for (size_t i = 0; i < count; i++) {
        const struct spec_entry *e =
            i < s->step_count ? &s->steps[i] : &s->sinks[i - s->step_count];

        if (e->place == SPEC_STEP && !spec_word(e, "name"))
            continue;
        if (strcmp(e->name, "source") == 0)
            lines_blame(
                &r->doc->lines, name_place(e),
                "'source' is what the source is called: give this another 'name:'");
        for (size_t k = 0; k < i; k++) {
            const struct spec_entry *o =
                k < s->step_count ? &s->steps[k] : &s->sinks[k - s->step_count];

            if ((o->place == SPEC_SINK || spec_word(o, "name")) &&
                strcmp(o->name, e->name) == 0) {
                blame_twice(r, e, name_place(o));
                break;
            }
        }
    }
}

/* How many points go by the name in `from`; *out gets the number of steps behind
 * the last of them, 0 for the source.  A name that was given goes before that of
 * a part. */
static size_t find_points(const struct spec *s, const char *name, size_t *out)
{
    size_t found = 0;

    *out = 0;
    if (strcmp(name, "source") == 0 || (s->source && strcmp(name, s->source->name) == 0))
        return 1;
    for (size_t i = 0; i < s->step_count; i++) {
        if (strcmp(name, s->steps[i].name) != 0)
            continue;
        *out = i + 1;
        found++;
        if (spec_word(&s->steps[i], "name"))
            return 1;
    }
    return found;
}

static void resolve_from(struct spec_reader *r, struct spec_entry *sink)
{
    const struct spec *s                      = r->spec;
    struct lines      *l                      = &r->doc->lines;
    const char        *names[LIMIT_STEPS + 2] = { "source" };
    struct place       at;
    size_t             found;

    sink->after = s->step_count;
    if (!*sink->from)
        return;
    at    = spec_word(sink, "from")->at;
    found = find_points(s, sink->from, &sink->after);
    for (size_t i = 0; i < s->step_count; i++)
        names[i + 1] = s->steps[i].name;
    if (found > 1)
        lines_blame(l, at, "%zu steps are called '%s': give the right one a 'name:'",
                    found, sink->from);
    if (found == 0)
        lines_blame(l, at, "no step is called '%s'%s; 'source' is the message as it came",
                    sink->from, lines_hint(l, hilum_view(sink->from), names));
}

/* ---- The file ------------------------------------------------------------- */

static void read_top(struct spec_reader *r)
{
    const struct yaml_node *root = r->doc->root;
    const struct yaml_node *name = yaml_get(root, "pipeline");
    const char             *names[SPEC_WORDS_MOST];

    spec_word_names(SPEC_IN(SPEC_FILE), names);
    for (const struct yaml_node *v = root->first; v; v = v->next) {
        if (!spec_word_find(v->key, SPEC_IN(SPEC_FILE)))
            lines_blame(&r->doc->lines, v->key_at, "a pipeline file has no '%.*s'%s",
                        (int)v->key.len, v->key.ptr,
                        lines_hint(&r->doc->lines, v->key, names));
    }
    if (spec_words_fill(SPEC_FILE, r->spec, r->doc, root, r->arena) && name)
        spec_name_check(r->doc, name, "the name of a pipeline");
}

/* A server may go by the name of its file, without folder and ending. */
static const char *stem(struct spec_reader *r)
{
    const char *file  = r->doc->lines.file;
    const char *slash = strrchr(file, '/');
    const char *from  = slash ? slash + 1 : file;
    size_t      len   = strcspn(from, ".");
    const char *name  = arena_text(r->arena, from, len);

    return name ? name : "";
}

static void check_whole(struct spec_reader *r)
{
    const struct yaml_node *root = r->doc->root;
    struct lines           *l    = &r->doc->lines;
    bool server                  = yaml_get(root, "serve") && !yaml_get(root, "source") &&
                  !yaml_get(root, "steps") && !yaml_get(root, "sinks") &&
                  !yaml_get(root, "tests") && !yaml_get(root, "order_by");

    if (server && !*r->spec->pipeline)
        r->spec->pipeline = stem(r);
    if (server)
        return;
    if (!yaml_get(root, "pipeline"))
        lines_blame(l, root->at,
                    "the pipeline has no name: begin the file with 'pipeline: NAME'");
    if (!yaml_get(root, "source"))
        lines_blame(l, root->at, "there is no 'source:': say where messages come from");
    if (!yaml_get(root, "sinks"))
        lines_blame(l, root->at, "there are no 'sinks:': say where messages go");
    else if (yaml_get(root, "sinks")->kind == YAML_LIST &&
             !yaml_get(root, "sinks")->count)
        lines_blame(l, yaml_get(root, "sinks")->at,
                    "the list of 'sinks' is empty: say where messages go");
}

static void read_http(struct spec_reader *r)
{
    const struct yaml_node *given = yaml_get(r->doc->root, "http");
    struct place            at    = given ? given->key_at : r->doc->root->at;

    option_fill(&spec_http_set, &r->spec->http, r->doc, given, at, r->arena);
}

struct spec *spec_read(struct yaml *doc, struct arena *arena)
{
    struct spec       *s = arena_zero(arena, sizeof *s);
    struct spec_reader r = { .spec = s, .doc = doc, .arena = arena };

    if (!s)
        return NULL;
    s->doc      = doc;
    s->pipeline = s->order_by = "";
    if (doc->root->kind != YAML_MAP) {
        lines_blame(&doc->lines, doc->root->at,
                    "a pipeline file is a map that begins with 'pipeline: NAME', not %s",
                    yaml_says(doc->root));
        return NULL;
    }
    read_top(&r);
    read_source(&r);
    s->step_count  = read_entries(&r, "steps", SPEC_STEP, LIMIT_STEPS, &s->steps);
    s->sink_count  = read_entries(&r, "sinks", SPEC_SINK, LIMIT_SINKS, &s->sinks);
    s->store_count = read_entries(&r, "stores", SPEC_STORE, SPEC_OTHERS_MOST, &s->stores);
    s->service_count =
        read_entries(&r, "serve", SPEC_SERVICE, SPEC_OTHERS_MOST, &s->services);
    read_http(&r);
    read_tests(&r);
    check_whole(&r);
    check_names(&r);
    for (size_t i = 0; i < s->sink_count; i++)
        resolve_from(&r, &s->sinks[i]);
    return s;
}
