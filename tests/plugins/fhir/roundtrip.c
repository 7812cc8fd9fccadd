/* roundtrip.c -- resources that are read and written must mean what they meant. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roundtrip SCHEMAS FILE...  Each file of JSON is decoded and encoded; the outcome must
 * be the same JSON but for the order of keys, and must come out the same to the byte when
 * it is decoded and encoded again.  The document is also written as XML, whose document
 * must be written as the same JSON, to the byte, and as the same XML.  The judge of JSON
 * is another parser's tree.
 */
#include <yajl/yajl_tree.h>

#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

static bool same(yajl_val a, yajl_val b);

static bool same_objects(yajl_val a, yajl_val b)
{
    if (a->u.object.len != b->u.object.len)
        return false;
    for (size_t i = 0; i < a->u.object.len; i++) {
        const char *path[] = { a->u.object.keys[i], NULL };
        yajl_val    other  = yajl_tree_get(b, path, yajl_t_any);

        if (!other || !same(a->u.object.values[i], other)) {
            fprintf(stderr, "  differs at %s\n", path[0]);
            return false;
        }
    }
    return true;
}

static bool same_arrays(yajl_val a, yajl_val b)
{
    if (a->u.array.len != b->u.array.len)
        return false;
    for (size_t i = 0; i < a->u.array.len; i++)
        if (!same(a->u.array.values[i], b->u.array.values[i]))
            return false;
    return true;
}

static bool same(yajl_val a, yajl_val b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case yajl_t_string:
        return strcmp(a->u.string, b->u.string) == 0;
    case yajl_t_number:
        return strcmp(a->u.number.r, b->u.number.r) == 0;
    case yajl_t_object:
        return same_objects(a, b);
    case yajl_t_array:
        return same_arrays(a, b);
    default:
        return true;
    }
}

/* The same JSON, but for the order of keys. */
static bool same_meaning(struct hilum_view a, struct hilum_view b)
{
    char why[200] = "", *first = strndup(a.ptr, a.len), *second = strndup(b.ptr, b.len);
    yajl_val one = yajl_tree_parse(first, why, sizeof(why));
    yajl_val two = yajl_tree_parse(second, why, sizeof(why));
    bool     so  = one && two && same(one, two);

    if (why[0])
        fprintf(stderr, "  %s\n", why);
    yajl_tree_free(one);
    yajl_tree_free(two);
    free(first);
    free(second);
    return so;
}

static bool complain(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s: %s: %s\n", path, what, harness_where(), harness_why());
    return false;
}

struct codecs {
    struct harness json, xml;
};

/* What a codec makes of bytes that another (or itself) reads; to be freed. */
static struct hilum_view convert(struct harness *from, struct hilum_view bytes,
                                 struct harness *to)
{
    struct hilum_view out = { NULL, 0 };

    if (harness_decode(from, bytes) == HILUM_OK &&
        harness_encode(to, from->doc, hilum_root(from->doc)) == HILUM_OK)
        out = (struct hilum_view){ strndup(to->out.ptr, to->out.len), to->out.len };
    return out;
}

static void let_go(struct hilum_view v)
{
    free((char *)(uintptr_t)v.ptr);
}

static bool is_stable(struct codecs *c, const char *path, struct hilum_view json)
{
    struct hilum_view again = convert(&c->json, json, &c->json);
    bool              so    = again.ptr && hilum_same(again, json);

    if (!so)
        complain(path, "changed the second time");
    let_go(again);
    return so;
}

/* JSON, as this codec writes it, by way of XML. */
static bool survives_xml(struct codecs *c, const char *path, struct hilum_view json)
{
    struct hilum_view xml   = convert(&c->json, json, &c->xml);
    struct hilum_view back  = xml.ptr ? convert(&c->xml, xml, &c->json) : xml;
    struct hilum_view again = back.ptr ? convert(&c->xml, xml, &c->xml) : back;
    bool              so    = false;

    if (!xml.ptr)
        complain(path, "not written as XML");
    else if (!back.ptr)
        complain(path, "not read as XML");
    else if (!hilum_same(back, json))
        complain(path, "changed in XML");
    else if (!hilum_same(again, xml))
        complain(path, "changed the second time in XML");
    else
        so = true;
    let_go(xml);
    let_go(back);
    let_go(again);
    return so;
}

static void try_file(struct codecs *c, const char *path, int *stable, int *same)
{
    struct hilum_view file = harness_file(path), once = convert(&c->json, file, &c->json);

    if (!once.ptr)
        complain(path, "not read or not written");
    else if (!same_meaning(file, once))
        complain(path, "changed its meaning");
    else if (is_stable(c, path, once))
        ++*stable;
    if (once.ptr && survives_xml(c, path, once))
        ++*same;
    let_go(once);
    let_go(file);
}

int main(int argc, char **argv)
{
    struct codecs c;
    int           files = argc - 2, stable = 0, same = 0;

    if (argc < 3) {
        fprintf(stderr, "usage: roundtrip SCHEMAS FILE...\n");
        return 2;
    }
    harness_open(&c.json, "json", argv[1], false);
    harness_open(&c.xml, "xml", argv[1], false);
    for (int i = 2; i < argc; i++)
        try_file(&c, argv[i], &stable, &same);
    harness_close(&c.json);
    harness_close(&c.xml);
    printf("%d resources: JSON to JSON %d, JSON to XML to JSON %d\n", files, stable,
           same);
    return stable == files && same == files ? 0 : 1;
}
