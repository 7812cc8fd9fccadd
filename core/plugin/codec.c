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
    struct worker     *idle;
    const struct expr *control_id, *type, *patient;
    struct codec      *next;
};

static const struct expr *term(struct engine *e, const struct part *part,
                               const char *text)
{
    struct problem why = { 0 };

    return text ? engine_expr(e, text, hilum_view(part->part.produces), &why) : NULL;
}

static struct codec *codec_find(struct engine *e, const struct part *part)
{
    struct codec *k = e->codecs;

    while (k && k->part != part)
        k = k->next;
    return k;
}

/* The codec of a part, made at first use. */
static struct codec *codec_of(struct engine *e, const struct part *part)
{
    struct codec *k, *other;

    pthread_mutex_lock(&e->lock);
    k = codec_find(e, part);
    pthread_mutex_unlock(&e->lock);
    if (k)
        return k;
    k = calloc(1, sizeof *k);
    if (!k)
        return NULL;
    *k = (struct codec){ .part       = part,
                         .control_id = term(e, part, part->part.control_id),
                         .type       = term(e, part, part->part.type),
                         .patient    = term(e, part, part->part.patient) };
    pthread_mutex_lock(&e->lock);
    other = codec_find(e, part);
    if (other) {
        free(k);
        k = other;
    } else {
        k->next   = e->codecs;
        e->codecs = k;
    }
    pthread_mutex_unlock(&e->lock);
    return k;
}

static void worker_free(struct worker *w)
{
    instance_free(&w->instance);
    document_builder_free(&w->builder);
    free(w);
}

/* Opening blames into the caller's call, whose own state must survive it. */
static struct worker *worker_new(struct engine *e, struct call *c,
                                 const struct part *part)
{
    struct worker     *w = calloc(1, sizeof *w);
    struct call        own;
    enum hilum_verdict verdict;

    if (!w)
        return NULL;
    document_builder_init(&w->builder);
    if (!instance_preset(&w->instance, part, part->plugin)) {
        free(w);
        call_fault(c, HILUM_FAIL, "", "the codec %s cannot be set up", part->part.name);
        return NULL;
    }
    call_init(&own, e);
    pthread_mutex_lock(&e->lock);
    verdict = instance_open(&w->instance, &own);
    pthread_mutex_unlock(&e->lock);
    if (verdict != HILUM_OK) {
        call_fault(c, HILUM_FAIL, own.place, "the codec %s: %s", part->part.name,
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
    return w ? w : worker_new(e, c, k->part);
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
        free(k);
    }
}

/* A codec runs inside the caller's call: its blame is the caller's blame. */
static struct worker *enter(struct engine *e, struct call *c, const struct part *part,
                            struct codec **k, struct instance **outer)
{
    struct worker *w;

    *k = codec_of(e, part);
    w  = *k ? take(e, c, *k) : NULL;
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

struct hilum_block *engine_decode(struct engine *e, struct call *c,
                                  const struct part *part, struct hilum_view bytes)
{
    struct hilum_view   model = hilum_view(part->part.produces);
    struct hilum_block *block = NULL;
    enum hilum_verdict  verdict;
    struct codec       *k;
    struct instance    *outer;
    struct worker      *w = enter(e, c, part, &k, &outer);

    if (!w)
        return NULL;
    document_begin(&w->builder, hilum_name(model.ptr, model.len), bytes);
    verdict    = part->part.decode(w->instance.state, &c->pub, bytes, &w->builder);
    c->verdict = verdict;
    if (verdict == HILUM_OK) {
        block = document_seal(&w->builder);
        if (!block)
            call_fault(c, HILUM_REJECT, "",
                       "the message is nested too deep or too large");
    }
    leave(e, c, k, w, outer);
    return block;
}

struct hilum_msg *engine_message(struct engine *e, struct call *c,
                                 const struct part *part, struct hilum_view bytes)
{
    struct hilum_msg   *m = message_new(&(struct message_parts){
          .format = part->part.accepts, .body = bytes, .has_body = true });
    struct hilum_block *block;

    if (!m) {
        call_fault(c, HILUM_RETRY, "", "memory is out");
        return NULL;
    }
    block = engine_decode(e, c, part, m->body);
    if (!block) {
        message_unref(m);
        return NULL;
    }
    message_decoded(m, block);
    return m;
}

bool engine_encode(struct engine *e, struct call *c, const struct part *part,
                   struct hilum_doc doc, const struct hilum_node *node,
                   struct hilum_buffer *out)
{
    struct codec    *k;
    struct instance *outer;
    struct worker   *w = enter(e, c, part, &k, &outer);
    bool             ok;

    if (!w)
        return false;
    c->verdict = part->part.encode(w->instance.state, &c->pub, doc, node, out);
    ok         = c->verdict == HILUM_OK;
    if (ok && out->failed) {
        call_fault(c, HILUM_REJECT, "", "the encoded message is too large");
        ok = false;
    }
    leave(e, c, k, w, outer);
    return ok;
}

bool engine_answer(struct engine *e, struct call *c, const struct part *part,
                   const struct hilum_outcome *outcome, struct hilum_buffer *out)
{
    struct codec    *k;
    struct instance *outer;
    struct worker   *w;
    bool             ok;

    if (!part->part.answer)
        return true;
    w = enter(e, c, part, &k, &outer);
    if (!w)
        return false;
    ok = part->part.answer(w->instance.state, &c->pub, outcome, out) == HILUM_OK;
    leave(e, c, k, w, outer);
    return ok && !out->failed;
}

struct hilum_view engine_describe(struct engine *e, struct call *c,
                                  const struct part *part, struct hilum_doc doc,
                                  const struct hilum_node *node)
{
    struct hilum_view none = { "", 0 }, name;
    struct codec     *k;
    struct instance  *outer;
    struct worker    *w;

    if (!part->part.describe)
        return none;
    w = enter(e, c, part, &k, &outer);
    if (!w)
        return none;
    name = part->part.describe(w->instance.state, &c->pub, doc, node);
    leave(e, c, k, w, outer);
    return name;
}

void engine_terms(struct engine *e, struct call *c, const struct part *part,
                  struct hilum_doc doc, struct engine_terms *out)
{
    const struct codec *k = codec_of(e, part);

    *out = (struct engine_terms){ { "", 0 }, { "", 0 }, { "", 0 } };
    if (!k)
        return;
    out->control_id = engine_text(c, k->control_id, doc);
    out->type       = engine_text(c, k->type, doc);
    out->patient    = engine_text(c, k->patient, doc);
}
