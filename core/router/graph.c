/* graph.c -- a pipeline whose parts are found and whose links fit. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/graph.h"

#include "expr/expr.h"

static const enum part_kind kinds[SPEC_ENTRIES] = {
    [SPEC_SOURCE] = PART_SOURCE, [SPEC_STEP] = PART_STAGE,      [SPEC_SINK] = PART_SINK,
    [SPEC_STORE] = PART_STORE,   [SPEC_SERVICE] = PART_SERVICE,
};

/* Where else a part of that name could stand; NULL: nowhere. */
static const struct part *elsewhere(const struct registry *r, struct hilum_view name)
{
    for (size_t kind = 0; kind <= PART_SERVICE; kind++) {
        const struct part *p = registry_find(r, (enum part_kind)kind, name);

        if (p)
            return p;
    }
    return NULL;
}

static void no_such_part(struct graph *g, const struct spec_entry *e, enum part_kind kind,
                         struct arena *arena)
{
    struct lines      *lines = &g->spec->doc->lines;
    struct registry   *r     = &g->engine->registry;
    struct hilum_view  name  = hilum_view(e->part);
    const struct part *other = elsewhere(r, name);

    if (other)
        lines_blame(lines, e->part_at, "%s is a %s, and here stands a %s", e->part,
                    loader_kind_name(other->kind), loader_kind_name(kind));
    else
        lines_blame(lines, e->part_at,
                    "there is no %s called %s%s; `hilum plugins` lists what there is",
                    loader_kind_name(kind), e->part,
                    lines_hint(lines, name, registry_names(r, kind, arena)));
}

static void resolve(struct graph *g, struct graph_node *n, const struct spec_entry *e,
                    struct arena *arena)
{
    enum part_kind kind = kinds[e->place];

    n->entry = e;
    n->name  = arena_printf(arena, "%s.%s", g->name, e->name);
    n->part  = registry_find(&g->engine->registry, kind, hilum_view(e->part));
    if (!n->part)
        no_such_part(g, e, kind, arena);
}

static struct graph_node *resolve_all(struct graph *g, const struct spec_entry *entries,
                                      size_t count, struct arena *arena)
{
    struct graph_node *nodes = arena_zero(arena, (count + 1) * sizeof *nodes);

    for (size_t i = 0; nodes && i < count; i++)
        resolve(g, &nodes[i], &entries[i], arena);
    return nodes;
}

/* Compiles an expression that stands in the file, on documents of a model. */
static const struct expr *expression(struct graph *g, const char *text,
                                     const struct yaml_node *node, const char *model)
{
    struct problem     why = { 0 };
    struct yaml       *doc = g->spec->doc;
    const struct expr *x;

    if (!text || !*text || !node)
        return NULL;
    x = engine_expr(g->engine, text, message_model(model ? model : "*"), &why);
    if (!x || !engine_expr_check(g->engine, x, message_model(model ? model : "*"), &why))
        lines_blame(&doc->lines, yaml_inside(doc, node, why.column ? why.column - 1 : 0),
                    "%s", why.what ? why.what : "memory is out");
    return x;
}

static const struct expr *when(struct graph *g, const struct spec_entry *e,
                               const char *model)
{
    return expression(g, e->when, spec_word(e, "when"), model);
}

/* Does a part that accepts this take documents of the model? */
static bool takes(const char *accepts, const char *model)
{
    return strcmp(accepts, "*") == 0 || strcmp(model, "*") == 0 ||
           hilum_same(message_model(accepts), message_model(model));
}

static struct codec *codec_for(struct graph *g, const struct spec_entry *e,
                               const char *format)
{
    const struct part *part = registry_codec(&g->engine->registry, hilum_view(format));
    const struct yaml_node *word = spec_word(e, "format");
    struct place            at   = word ? word->at : e->part_at;

    if (part)
        return codec_with(g->engine, part, g->spec->doc, e->format_options, at);
    lines_blame(&g->spec->doc->lines, at,
                "there is no codec for the format %s; `hilum plugins` lists them",
                format);
    return NULL;
}

static void link_source(struct graph *g)
{
    const struct spec_entry *e = g->spec->source;
    const char              *format;

    if (*e->format) {
        format = e->format;
    } else if (g->source.part && g->source.part->part.produces &&
               strcmp(g->source.part->part.produces, "*") != 0) {
        format = g->source.part->part.produces;
    } else {
        lines_blame(&g->spec->doc->lines, e->part_at,
                    "say what the source %s receives, beside it: format: hl7v2", e->part);
        return;
    }
    g->source.codec = codec_for(g, e, format);
}

/* Stages of one name for several models, such as `validate`: the one that fits. */
static const struct part *of_model(struct graph *g, const struct graph_node *n,
                                   const char *model)
{
    const struct part *p =
        model && !takes(n->part->part.accepts, model)
            ? registry_stage(&g->engine->registry, hilum_view(n->entry->part),
                             message_model(model))
            : NULL;

    return p ? p : n->part;
}

/* The model at each point; NULL where it is not known because of a mistake. */
static void link_steps(struct graph *g, const char **models)
{
    for (size_t i = 0; i < g->step_count; i++) {
        struct graph_node *n  = &g->steps[i];
        const char        *in = models[i], *out;

        models[i + 1] = NULL;
        if (!n->part)
            continue;
        n->part = of_model(g, n, in);
        if (in)
            n->when = when(g, n->entry, in);
        if (in && !takes(n->part->part.accepts, in)) {
            lines_blame(&g->spec->doc->lines, n->entry->part_at,
                        "%s accepts %s, and what comes here is %s", n->entry->part,
                        n->part->part.accepts, in);
            continue;
        }
        out           = n->part->part.produces;
        models[i + 1] = strcmp(out, "*") == 0 ? in : out;
    }
}

static void link_sink(struct graph *g, struct graph_node *n, const char *model)
{
    const struct spec_entry *e = n->entry;
    const char              *accepts, *format;

    n->point = e->after;
    if (!n->part || !model)
        return;
    n->when = when(g, e, model);
    accepts = n->part->part.accepts;
    if (!takes(accepts, model)) {
        lines_blame(
            &g->spec->doc->lines, e->part_at,
            "%s accepts %s, and what comes here is %s; `from:` takes an earlier point",
            e->part, accepts, model);
        return;
    }
    /* A bare model: it reads the document itself. */
    if (strcmp(accepts, "*") != 0 && !strchr(accepts, '/'))
        return;
    format = *e->format ? e->format : strcmp(accepts, "*") == 0 ? model : accepts;
    if (!hilum_same(message_model(format), message_model(model))) {
        lines_blame(&g->spec->doc->lines, spec_word(e, "format")->at,
                    "format is %s, and what comes here is %s", format, model);
        return;
    }
    n->codec = codec_for(g, e, format);
}

static void link_all(struct graph *g, struct arena *arena)
{
    const char **models = arena_zero(arena, (g->step_count + 1) * sizeof *models);

    if (!models)
        return;
    if (g->spec->source)
        link_source(g);
    if (g->source.codec)
        models[0] = codec_part(g->source.codec)->part.produces;
    if (models[0])
        g->order_by = expression(g, g->spec->order_by,
                                 yaml_get(g->spec->doc->root, "order_by"), models[0]);
    link_steps(g, models);
    for (size_t i = 0; i < g->sink_count; i++)
        link_sink(g, &g->sinks[i], models[g->sinks[i].entry->after]);
}

/* Options that name a store name one of this file. */
static void check_stores(struct graph *g, const struct instance *i,
                         const struct spec_entry *e, struct arena *arena)
{
    struct option_set   set   = { .rows   = i->part->part.options,
                                  .stride = i->part->part.option_size };
    const char        **names = arena_zero(arena, (g->store_count + 1) * sizeof *names);
    struct hilum_option row;

    for (size_t n = 0; names && n < g->store_count; n++)
        names[n] = g->stores[n].entry->name;
    for (size_t n = 0; names && option_row(&set, n, &row); n++) {
        const struct yaml_node *given = yaml_get(e->options, row.name);
        const char             *name;
        bool                    found = false;

        if (row.type != HILUM_STORE)
            continue;
        memcpy(&name, (const char *)i->state + row.offset, sizeof name);
        for (size_t s = 0; s < g->store_count; s++)
            found |= strcmp(names[s], name) == 0;
        if (!found)
            lines_blame(&g->spec->doc->lines, given ? given->at : e->part_at,
                        "there is no store called %s under `stores:`%s", name,
                        lines_hint(&g->spec->doc->lines, hilum_view(name), names));
    }
}

static void check_options(struct graph *g, const struct graph_node *n,
                          struct arena *arena)
{
    struct instance i;

    if (!n->part || !graph_instance(g, n, &i))
        return;
    check_stores(g, &i, n->entry, arena);
    instance_free(&i);
}

static void check_all(struct graph *g, const struct graph_node *nodes, size_t count,
                      struct arena *arena)
{
    for (size_t i = 0; i < count; i++)
        check_options(g, &nodes[i], arena);
}

struct graph *graph_build(struct engine *engine, struct spec *spec, struct arena *arena)
{
    struct graph *g = arena_zero(arena, sizeof *g);

    if (!g)
        return NULL;
    *g          = (struct graph){ .engine        = engine,
                                  .spec          = spec,
                                  .name          = spec->pipeline ? spec->pipeline : "pipeline",
                                  .step_count    = spec->step_count,
                                  .sink_count    = spec->sink_count,
                                  .store_count   = spec->store_count,
                                  .service_count = spec->service_count };
    g->steps    = resolve_all(g, spec->steps, spec->step_count, arena);
    g->sinks    = resolve_all(g, spec->sinks, spec->sink_count, arena);
    g->stores   = resolve_all(g, spec->stores, spec->store_count, arena);
    g->services = resolve_all(g, spec->services, spec->service_count, arena);
    if (!g->steps || !g->sinks || !g->stores || !g->services)
        return NULL;
    if (spec->source)
        resolve(g, &g->source, spec->source, arena);
    link_all(g, arena);
    if (spec->source)
        check_options(g, &g->source, arena);
    check_all(g, g->steps, g->step_count, arena);
    check_all(g, g->sinks, g->sink_count, arena);
    check_all(g, g->stores, g->store_count, arena);
    check_all(g, g->services, g->service_count, arena);
    return g;
}

bool graph_instance(struct graph *g, const struct graph_node *n, struct instance *out)
{
    if (!instance_init(out, n->part, n->name, g->spec->doc, n->entry->options,
                       n->entry->part_at))
        return false;
    out->scope = g->scope;
    return true;
}

void graph_blame(struct graph *g, const struct graph_node *n, const struct call *c)
{
    lines_blame(&g->spec->doc->lines, n->entry->part_at, "%s: %s%s%s", n->entry->part,
                c->reason[0] ? c->reason : "it cannot be opened",
                c->place[0] ? ", at " : "", c->place);
}

static void try_codec(struct graph *g, const struct graph_node *n, struct call *c)
{
    const struct yaml_node *word = n->entry ? spec_word(n->entry, "format") : NULL;

    call_begin(c, NULL);
    if (n->codec && !engine_codec_try(g->engine, c, n->codec))
        lines_blame(&g->spec->doc->lines, word ? word->at : n->entry->part_at, "%s%s%s",
                    c->reason, c->place[0] ? ", at " : "", c->place);
}

void graph_try(struct graph *g)
{
    struct call c;

    call_init(&c, g->engine);
    try_codec(g, &g->source, &c);
    for (size_t n = 0; n < g->sink_count; n++)
        try_codec(g, &g->sinks[n], &c);
    for (size_t n = 0; n < g->step_count; n++) {
        struct instance i;

        if (!graph_instance(g, &g->steps[n], &i))
            continue;
        if (instance_open(&i, &c) != HILUM_OK)
            graph_blame(g, &g->steps[n], &c);
        instance_free(&i);
    }
    call_free(&c);
}
