/* codec.c -- codecs at work: an instance for whoever needs one. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locking.  engine.lock guards the lists of codecs and of their idle instances,
 * and is held while an instance is opened.  An instance that has been taken
 * belongs to the taker until it is put back, so codecs themselves never lock.
 */
#include "plugin/codec.h"

#include "message/document.h"

#include <stdlib.h>

struct worker {
    struct instance      instance;
    struct hilum_builder builder;
    struct worker       *next;
};

struct codec {
    const struct part *part;
    struct instance    model; /* whose options all its workers have */
    struct worker     *idle;
    const struct expr *control_id, *type, *patient, *sender, *sequence;
    struct codec      *next;
};

static const struct expr *term(struct engine *e, const struct part *part,
                               const char *text)
{
    struct problem why = { 0 };

    return text ? engine_expr(e, text, hilum_view(part->part.produces), &why) : NULL;
}

/* One with the same options, which then is as good.  Lock held. */
static struct codec *known(struct engine *e, const struct instance *model)
{
    struct codec *k = e->codecs;

    while (k && !instance_same(&k->model, model))
        k = k->next;
    return k;
}

/* The codec with the options of the model, which is taken; NULL: memory is out. */
static struct codec *codec_of(struct engine *e, struct instance *model)
{
    const struct part *part = model->part;
    struct codec      *k    = calloc(1, sizeof *k), *other;

    if (!k) {
        instance_free(model);
        return NULL;
    }
    *k = (struct codec){ .part       = part,
                         .model      = *model,
                         .control_id = term(e, part, part->part.control_id),
                         .type       = term(e, part, part->part.type),
                         .patient    = term(e, part, part->part.patient),
                         .sender     = term(e, part, part->part.sender),
                         .sequence   = term(e, part, part->part.sequence) };
    pthread_mutex_lock(&e->lock);
    other = known(e, &k->model);
    if (!other) {
        k->next   = e->codecs;
        e->codecs = k;
    }
    pthread_mutex_unlock(&e->lock);
    if (!other)
        return k;
    instance_free(&k->model);
    free(k);
    return other;
}

struct codec *codec_preset(struct engine *e, const struct part *part)
{
    struct codec   *k;
    struct instance model;

    pthread_mutex_lock(&e->lock);
    k = e->codecs;
    while (k && (k->part != part || !codec_plain(k)))
        k = k->next;
    pthread_mutex_unlock(&e->lock);
    if (k || !instance_preset(&model, part, part->plugin))
        return k;
    return codec_of(e, &model);
}

struct codec *codec_find(struct engine *e, struct hilum_view format)
{
    const struct part *part = registry_codec(&e->registry, format);

    return part ? codec_preset(e, part) : NULL;
}

struct codec *codec_with(struct engine *e, const struct part *part, struct yaml *doc,
                         const struct yaml_node *given, struct place at)
{
    struct instance model;

    if (!instance_init(&model, part, part->plugin, doc, given, at))
        return NULL;
    return codec_of(e, &model);
}

const struct part *codec_part(const struct codec *k)
{
    return k->part;
}

bool codec_plain(const struct codec *k)
{
    return !k->model.file;
}

static void worker_free(struct worker *w)
{
    instance_free(&w->instance);
    document_builder_free(&w->builder);
    free(w);
}

/* Opening blames into the caller's call, whose own state must survive it. */
static struct worker *worker_new(struct engine *e, struct call *c, const struct codec *k)
{
    struct worker     *w = calloc(1, sizeof *w);
    struct call        own;
    enum hilum_verdict verdict;

    if (!w)
        return NULL;
    document_builder_init(&w->builder);
    if (!instance_like(&w->instance, &k->model)) {
        free(w);
        call_fault(c, HILUM_FAIL, "", "the codec %s cannot be set up",
                   k->part->part.name);
        return NULL;
    }
    call_init(&own, e);
    pthread_mutex_lock(&e->lock);
    verdict = instance_open(&w->instance, &own);
    pthread_mutex_unlock(&e->lock);
    if (verdict != HILUM_OK) {
        call_fault(c, HILUM_FAIL, own.place, "the codec %s: %s", k->part->part.name,
                   own.reason);
        worker_free(w);
        w = NULL;
    }
    call_free(&own);
    return w;
}

static struct worker *take(struct engine *e, struct call *c, struct codec *k)
{
    struct worker *w;

    pthread_mutex_lock(&e->lock);
    w = k->idle;
    if (w)
        k->idle = w->next;
    pthread_mutex_unlock(&e->lock);
    return w ? w : worker_new(e, c, k);
}

static void put_back(struct engine *e, struct codec *k, struct worker *w)
{
    pthread_mutex_lock(&e->lock);
    w->next = k->idle;
    k->idle = w;
    pthread_mutex_unlock(&e->lock);
}

void codecs_free(struct engine *e)
{
    while (e->codecs) {
        struct codec *k = e->codecs;

        e->codecs = k->next;
        while (k->idle) {
            struct worker *w = k->idle;

            k->idle = w->next;
            worker_free(w);
        }
        instance_free(&k->model);
        free(k);
    }
}

/* A codec runs inside the caller's call: its blame is the caller's blame. */
static struct worker *enter(struct engine *e, struct call *c, struct codec *k,
                            struct instance **outer)
{
    struct worker *w = take(e, c, k);

    if (!w)
        return NULL;
    *outer      = c->instance;
    c->instance = &w->instance;
    return w;
}

static void leave(struct engine *e, struct call *c, struct codec *k, struct worker *w,
                  struct instance *outer)
{
    c->instance = outer;
    put_back(e, k, w);
}

bool engine_codec_try(struct engine *e, struct call *c, struct codec *k)
{
    struct instance *outer;
    struct worker   *w = enter(e, c, k, &outer);

    if (w)
        leave(e, c, k, w, outer);
    return w != NULL;
}

struct hilum_block *engine_decode(struct engine *e, struct call *c, struct codec *k,
                                  struct hilum_view bytes)
{
    const struct hilum_part *part  = &k->part->part;
    struct hilum_view        model = hilum_view(part->produces);
    struct hilum_block      *block = NULL;
    struct instance         *outer;
    struct worker           *w = enter(e, c, k, &outer);

    if (!w)
        return NULL;
    document_begin(&w->builder, hilum_name(model.ptr, model.len), bytes);
    c->verdict = part->decode(w->instance.state, &c->pub, bytes, &w->builder);
    if (c->verdict == HILUM_OK) {
        block = document_seal(&w->builder);
        if (!block)
            call_fault(c, HILUM_REJECT, "",
                       "the message is nested too deep or too large");
    }
    leave(e, c, k, w, outer);
    return block;
}

struct hilum_msg *engine_message(struct engine *e, struct call *c, struct codec *k,
                                 struct hilum_view bytes)
{
    struct hilum_msg   *m = message_new(&(struct message_parts){
          .format = k->part->part.accepts, .body = bytes, .has_body = true });
    struct hilum_block *block;

    if (!m) {
        call_fault(c, HILUM_RETRY, "", "memory is out");
        return NULL;
    }
    block = engine_decode(e, c, k, m->body);
    if (!block) {
        message_unref(m);
        return NULL;
    }
    message_decoded(m, block);
    return m;
}

bool engine_encode(struct engine *e, struct call *c, struct codec *k,
                   struct hilum_doc doc, const struct hilum_node *node,
                   struct hilum_buffer *out)
{
    struct instance *outer;
    struct worker   *w = enter(e, c, k, &outer);
    bool             ok;

    if (!w)
        return false;
    c->verdict = k->part->part.encode(w->instance.state, &c->pub, doc, node, out);
    ok         = c->verdict == HILUM_OK;
    if (ok && out->failed) {
        call_fault(c, HILUM_REJECT, "", "the encoded message is too large");
        ok = false;
    }
    leave(e, c, k, w, outer);
    return ok;
}

enum hilum_verdict engine_answer(struct engine *e, struct call *c, struct codec *k,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out)
{
    struct instance   *outer;
    struct worker     *w;
    enum hilum_verdict verdict;

    if (!k->part->part.answer)
        return HILUM_OK;
    w = enter(e, c, k, &outer);
    if (!w)
        return HILUM_FAIL;
    verdict = k->part->part.answer(w->instance.state, &c->pub, outcome, out);
    leave(e, c, k, w, outer);
    return out->failed ? HILUM_FAIL : verdict;
}

bool engine_enclose(struct engine *e, struct call *c, struct codec *k,
                    struct hilum_view bytes, const struct hilum_view *replies,
                    size_t count, struct hilum_buffer *out)
{
    struct instance *outer;
    struct worker   *w;
    bool             ok;

    if (!k->part->part.enclose)
        return true;
    w = enter(e, c, k, &outer);
    if (!w)
        return false;
    ok = k->part->part.enclose(w->instance.state, &c->pub, bytes, replies, count, out) ==
         HILUM_OK;
    leave(e, c, k, w, outer);
    return ok && !out->failed;
}

struct hilum_view engine_describe(struct engine *e, struct call *c, struct codec *k,
                                  struct hilum_doc doc, const struct hilum_node *node)
{
    struct hilum_view name = { "", 0 };
    struct instance  *outer;
    struct worker    *w = k->part->part.describe ? enter(e, c, k, &outer) : NULL;

    if (!w)
        return name;
    name = k->part->part.describe(w->instance.state, &c->pub, doc, node);
    leave(e, c, k, w, outer);
    return name;
}

size_t engine_groups(struct engine *e, struct call *c, struct codec *k,
                     struct hilum_doc doc, struct hilum_group *groups, size_t room)
{
    struct instance *outer;
    struct worker   *w = k->part->part.groups ? enter(e, c, k, &outer) : NULL;
    size_t           count;

    if (!w)
        return 0;
    count = k->part->part.groups(w->instance.state, &c->pub, doc, groups, room);
    leave(e, c, k, w, outer);
    return count;
}

void engine_terms(struct call *c, const struct codec *k, struct hilum_doc doc,
                  struct engine_terms *out)
{
    struct hilum_view sequence = engine_text(c, k->sequence, doc);

    *out = (struct engine_terms){ .control_id = engine_text(c, k->control_id, doc),
                                  .type       = engine_text(c, k->type, doc),
                                  .patient    = engine_text(c, k->patient, doc),
                                  .sender     = engine_text(c, k->sender, doc),
                                  .sequence   = sequence };
}
