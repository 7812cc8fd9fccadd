/* json_decode.c -- the JSON parser's events become the nodes of a document. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_decode.h"

#include <stdio.h>

#include "fault.h"
#include "json_source.h"
#include "narrative.h"
#include "text.h"

/* What a callback answers its parser. */
enum { STOP, GO_ON };

enum { WHY_ROOM = 160 }; /* for what the parser says */

static inline struct fhir_frame *top(struct json_decoder *d)
{
    return fhir_reader_top(&d->in);
}

/* How far the parser has read. */
static inline uint32_t consumed(const struct json_decoder *d)
{
    return d->skipped + (uint32_t)yajl_get_bytes_consumed(d->parser);
}

static int refuse(struct json_decoder *d, uint32_t place, const char *why)
{
    d->in.verdict = fhir_fault(&d->in, place, why);
    return STOP;
}

/* ---- Objects -------------------------------------------------------------- */

/* Begins a node that has children, and the frame they are read in. */
static int open_object(struct json_decoder *d, const struct fhir_type *type,
                       uint32_t name, uint32_t node_type, uint32_t flags, uint32_t place)
{
    struct hilum_builder *b = d->in.builder;

    if (b->depth == HILUM_DEPTH)
        return refuse(d, place, "this is nested too deeply");
    hilum_build_open(b, name, node_type, flags, place);
    if (b->failed)
        return refuse(d, place, "this is more than a document can hold");
    d->in.frames[d->in.depth++] = (struct fhir_frame){ .type  = type,
                                                       .node  = b->count - 1,
                                                       .first = d->extended.count };
    return GO_ON;
}

/* A resource says what it is in any of its keys, so it is asked first. */
static int open_resource(struct json_decoder *d, uint32_t name, uint32_t flags,
                         uint32_t place)
{
    struct hilum_view       rest      = { d->in.source.ptr + place + 1,
                                          d->in.source.len - place - 1 };
    struct hilum_view       type_name = json_source_type(rest);
    const struct fhir_type *type;

    if (!type_name.ptr)
        return refuse(d, place, "a resource needs a resourceType");
    type = fhir_types_find(d->in.types, type_name);
    if (!type || !type->resource) {
        d->in.verdict = fhir_fault_type(&d->in, place, type_name);
        return STOP;
    }
    return open_object(d, type, name ? name : type->id, type->id, flags, place);
}

/* The object that is the value of the last key, or an item of its array. */
static int open_element(struct json_decoder *d, const struct fhir_frame *f,
                        uint32_t flags, uint32_t place)
{
    const struct fhir_element *e = f->element;

    if (f->underscore) {
        if (!json_extended_add(&d->extended, e, d->in.builder->count, f->index))
            return refuse(d, place, "this is more than a document can hold");
        flags |= JSON_NODE_UNDERSCORE;
    } else if (e->form == FHIR_RESOURCE) {
        return open_resource(d, e->name, flags, place);
    } else if (e->form != FHIR_OBJECT) {
        return refuse(d, place, "this must be a value, not an object");
    }
    return open_object(d, fhir_types_below(d->in.types, e), e->name, e->type, flags,
                       place);
}

static int on_start_map(void *context)
{
    struct json_decoder *d = context;
    struct fhir_frame   *f;
    uint32_t             place = consumed(d) - 1, flags;

    if (d->in.depth == 0)
        return open_resource(d, 0, 0, place);
    f = top(d);
    if (!f->element)
        return refuse(d, place, "resourceType must be a string");
    flags = f->element->flags & FHIR_LIST ? HILUM_NODE_LIST : 0;
    if (flags && !f->array)
        return refuse(d, place, "this element may repeat: it must be in an array");
    if (open_element(d, f, flags, place) == STOP)
        return STOP;
    f->index++;
    return GO_ON;
}

static int on_end_map(void *context)
{
    struct json_decoder *d = context;
    struct fhir_frame   *f = top(d);

    f->element = NULL;
    if (!f->keys)
        return refuse(d, consumed(d) - 1, "an object may not be empty");
    if (f->hollow & ~f->seen)
        return refuse(d, consumed(d) - 1, "nothing may be null without extensions");
    if ((f->nulls || d->extended.count > f->first) &&
        !json_extended_join(&d->extended, d->in.builder, f->node, f->first))
        return refuse(d, d->extended.place, d->extended.why);
    hilum_build_close(d->in.builder);
    d->in.depth--;
    return GO_ON;
}

/* ---- Keys ----------------------------------------------------------------- */

/* Whether the parser gave text as it stands in the source.  It does not where a
 * string has escapes, and where a number is the very last thing. */
static inline bool is_source(const struct json_decoder *d, const char *text)
{
    uintptr_t at = (uintptr_t)text, from = (uintptr_t)d->in.source.ptr;

    return at >= from && at - from < d->in.source.len;
}

/* How many bytes can be read from a key on: to the end of the source, or one. */
static inline size_t readable(const struct json_decoder *d, const char *key)
{
    return is_source(d, key) ? d->in.source.len - (size_t)(key - d->in.source.ptr) : 1;
}

/* The quote of a string or key.  Where the parser has copied it, it is the first one
 * behind the key or string before. */
static inline uint32_t place_of(const struct json_decoder *d, const char *text)
{
    struct hilum_view left = d->in.source;
    const char       *quote;

    if (is_source(d, text))
        return (uint32_t)(text - left.ptr) - 1;
    quote = memchr(left.ptr + d->read, '"', left.len - d->read);
    return quote ? (uint32_t)(quote - left.ptr) : d->read;
}

/* Notes where a key or string ends. */
static inline void pass(struct json_decoder *d, const char *text, size_t length)
{
    d->read = is_source(d, text) ? (uint32_t)(text - d->in.source.ptr + length) + 1
                                 : consumed(d);
}

static int unknown_key(struct json_decoder *d, const char *key, size_t length)
{
    struct fhir_frame *f     = top(d);
    uint32_t           place = place_of(d, key);

    f->element = NULL;
    if (!f->type->resource || length != 12 || memcmp(key, "resourceType", 12) != 0) {
        d->in.verdict = fhir_fault_key(&d->in, place, key, length);
        return STOP;
    }
    if (f->typed)
        return refuse(d, place, "this key occurs twice");
    f->typed      = true;
    f->underscore = false;
    pass(d, key, length);
    return GO_ON;
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
    struct json_decoder       *d          = context;
    struct fhir_frame         *f          = top(d);
    const char                *key        = (const char *)text;
    bool                       underscore = length > 0 && key[0] == '_';
    const struct fhir_element *e;
    uint64_t                  *seen = underscore ? &f->extended : &f->seen, bit;

    f->keys  = true;
    f->array = false;
    f->index = 0;
    e        = fhir_types_key(d->in.types, f->type, key + underscore, length - underscore,
                              readable(d, key) - underscore);
    if (!e)
        return unknown_key(d, key, length);
    if (underscore && (!fhir_form_is_primitive(e->form) || e->flags & FHIR_ATTRIBUTE))
        return unknown_key(d, key, length);
    f->element    = e;
    f->underscore = underscore;
    bit           = UINT64_C(1) << e->order;
    if (*seen & bit)
        return refuse(d, place_of(d, key),
                      e->flags & FHIR_CHOICE ? "this element has one value already"
                                             : "this key occurs twice");
    *seen |= bit;
    pass(d, key, length);
    return GO_ON;
}

/* ---- Arrays --------------------------------------------------------------- */

static int on_start_array(void *context)
{
    struct json_decoder *d = context;
    struct fhir_frame   *f = d->in.depth ? top(d) : NULL;

    if (!f)
        return refuse(d, consumed(d) - 1, "a FHIR resource is a JSON object");
    if (f->array)
        return refuse(d, consumed(d) - 1, "an array may not hold arrays");
    if (!f->element || !(f->element->flags & FHIR_LIST))
        return refuse(d, consumed(d) - 1, "this may not repeat: it must not be an array");
    f->array = true;
    return GO_ON;
}

static int on_end_array(void *context)
{
    struct json_decoder        *d = context;
    struct fhir_frame          *f = top(d);
    const struct json_extended *x = &d->extended;

    if (f->index == 0)
        return refuse(d, consumed(d) - 1, "an array may not be empty");
    if (f->underscore &&
        (x->count == f->first || x->list[x->count - 1].element != f->element))
        f->hollow |= UINT64_C(1) << f->element->order;
    f->array = false;
    return GO_ON;
}

/* ---- Values --------------------------------------------------------------- */

/* Adds a value to the element of the last key, where it may have one like this. */
static inline int add_value(struct json_decoder *d, unsigned least, unsigned most,
                            const char *text, size_t length, uint32_t place)
{
    struct fhir_frame         *f     = top(d);
    const struct fhir_element *e     = f->element;
    struct hilum_view          value = { text, length };
    uint32_t                   flags = e->flags & FHIR_LIST ? HILUM_NODE_LIST : 0;

    if (flags && !f->array)
        return refuse(d, place, "this element may repeat: it must be in an array");
    if (f->underscore)
        return refuse(d, place, "this must be an object with an id or extensions");
    if (e->form < least || e->form > most || length == 0 ||
        (e->form != FHIR_TEXT && fhir_primitive_fault(e->form, value)))
        return refuse(d, place, NULL);
    hilum_build_leaf(d->in.builder, e->name, e->type, flags, value, place);
    if (d->in.builder->failed)
        return refuse(d, place, "this is more than a document can hold");
    f->index++;
    return GO_ON;
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
    struct json_decoder       *d = context;
    const struct fhir_element *e;
    uint32_t                   place;

    if (d->in.depth == 0)
        return refuse(d, 0, "a FHIR resource is a JSON object");
    place = place_of(d, (const char *)text);
    if (!is_source(d, (const char *)text)) {
        size_t end = consumed(d) - 1;

        if (!json_source_escapes(
                (struct hilum_view){ d->in.source.ptr + place + 1, end - place - 1 }))
            return refuse(d, place, "an escape in this string stands for no character");
    }
    pass(d, (const char *)text, length);
    e = top(d)->element;
    if (!e)
        return GO_ON; /* resourceType, which was read before */
    if (add_value(d, FHIR_TEXT, FHIR_XHTML, (const char *)text, length, place) == STOP)
        return STOP;
    if (e->form == FHIR_XHTML)
        fhir_narrative_report(&d->in, place,
                              (struct hilum_view){ (const char *)text, length });
    return GO_ON;
}

static int on_number(void *context, const char *text, size_t length)
{
    struct json_decoder *d    = context;
    size_t               from = d->in.source.len - length;
    uint32_t             place;

    if (is_source(d, text))
        from = (size_t)(text - d->in.source.ptr);
    place = (uint32_t)from;
    if (d->in.depth == 0 || !top(d)->element)
        return refuse(d, place, "this must not be a number");
    return add_value(d, FHIR_INTEGER, FHIR_DECIMAL, text, length, place);
}

static int on_boolean(void *context, int value)
{
    struct json_decoder *d      = context;
    uint32_t             length = value ? 4 : 5, place = consumed(d) - length;

    if (d->in.depth == 0 || !top(d)->element)
        return refuse(d, place, "this must not be true or false");
    return add_value(d, FHIR_BOOLEAN, FHIR_BOOLEAN, d->in.source.ptr + place, length,
                     place);
}

/* A gap in an array of primitives; whether it is filled by the other array of the
 * same element is seen when the object ends. */
static int on_null(void *context)
{
    struct json_decoder *d     = context;
    struct fhir_frame   *f     = d->in.depth ? top(d) : NULL;
    uint32_t             place = consumed(d) - 4;

    if (!f || !f->array || !fhir_form_is_primitive(f->element->form))
        return refuse(d, place, "null may only stand in an array of primitives");
    if (!f->underscore) {
        f->nulls = true;
        hilum_build_node(d->in.builder, f->element->name, f->element->type,
                         HILUM_NODE_LIST, place);
    }
    if (d->in.builder->failed)
        return refuse(d, place, "this is more than a document can hold");
    f->index++;
    return GO_ON;
}

/* ---- The message ---------------------------------------------------------- */

static const yajl_callbacks callbacks = {
    .yajl_null        = on_null,
    .yajl_boolean     = on_boolean,
    .yajl_number      = on_number,
    .yajl_string      = on_string,
    .yajl_start_map   = on_start_map,
    .yajl_map_key     = on_key,
    .yajl_end_map     = on_end_map,
    .yajl_start_array = on_start_array,
    .yajl_end_array   = on_end_array,
};

/* The parser has stopped. */
static enum hilum_verdict fault_of_syntax(struct json_decoder *d, uint32_t place)
{
    unsigned char *error = yajl_get_error(d->parser, 0, NULL, 0);
    char           why[WHY_ROOM];

    snprintf(why, sizeof(why), "this is not JSON: %s",
             error ? (const char *)error : "out of memory");
    why[strcspn(why, "\n")] = '\0';
    if (error)
        yajl_free_error(d->parser, error);
    return fhir_fault(&d->in, place, why);
}

static enum hilum_verdict parse(struct json_decoder *d)
{
    const unsigned char *text = (const unsigned char *)d->in.source.ptr;
    yajl_status          status;
    uint32_t             place;

    /* All of the text has been checked at once, which is faster and stricter. */
    yajl_config(d->parser, yajl_dont_validate_strings, 1);
    status = yajl_parse(d->parser, text + d->skipped, d->in.source.len - d->skipped);
    place  = consumed(d);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(d->parser);
    else if (place > 0)
        place--; /* what could not be read has been consumed */
    if (status == yajl_status_error)
        d->in.verdict = fault_of_syntax(d, place);
    return d->in.verdict;
}

enum hilum_verdict json_decode(struct json_decoder *d, struct hilum_call *call,
                               struct hilum_view bytes, struct hilum_builder *builder)
{
    size_t valid = fhir_text_utf8(bytes);

    fhir_reader_begin(&d->in, call, bytes, builder);
    d->skipped = d->read = (uint32_t)fhir_text_mark(bytes);
    d->extended.count    = 0;
    if (bytes.len == 0 || bytes.len > HILUM_MOST_TEXT)
        return fhir_fault(&d->in, 0,
                          bytes.len ? "the message is too long" : "the message is empty");
    if (valid < bytes.len)
        return fhir_fault(&d->in, (uint32_t)valid, "this is not UTF-8");
    d->parser = NULL;
    if (json_pool_reset(&d->pool))
        d->parser = yajl_alloc(&callbacks, &d->pool.funcs, d);
    if (!d->parser)
        return hilum_blame(call, HILUM_RETRY, "", "there is no memory for a parser");
    parse(d);
    yajl_free(d->parser);
    d->parser = NULL;
    return d->in.verdict;
}

void json_decoder_free(struct json_decoder *d)
{
    json_extended_free(&d->extended);
    json_pool_free(&d->pool);
}
