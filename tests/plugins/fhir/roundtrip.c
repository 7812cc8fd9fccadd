/* roundtrip.c -- resources that are read and written must mean what they meant. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roundtrip SCHEMAS FILE...  Each file is decoded and encoded; the outcome must be
 * the same JSON but for the order of keys, and must come out the same to the byte
 * when it is decoded and encoded again.  The judge is another parser's tree.
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

static bool try_file(struct harness *h, const char *path)
{
    struct hilum_view file = harness_file(path), once;
    bool              so   = false;

    if (harness_decode(h, file) != HILUM_OK) {
        complain(path, "not read");
    } else if (harness_encode(h, h->doc, hilum_root(h->doc)) != HILUM_OK) {
        complain(path, "not written");
    } else if (!same_meaning(file, hilum_buffer_view(&h->out))) {
        complain(path, "changed its meaning");
    } else {
        once     = hilum_buffer_view(&h->out);
        once.ptr = strndup(once.ptr, once.len);
        so       = harness_decode(h, once) == HILUM_OK &&
             harness_encode(h, h->doc, hilum_root(h->doc)) == HILUM_OK &&
             hilum_same(once, hilum_buffer_view(&h->out));
        if (!so)
            complain(path, "changed the second time");
        free((char *)(uintptr_t)once.ptr);
    }
    free((char *)(uintptr_t)file.ptr);
    return so;
}

int main(int argc, char **argv)
{
    struct harness h;
    int            wrong = 0;

    if (argc < 3) {
        fprintf(stderr, "usage: roundtrip SCHEMAS FILE...\n");
        return 2;
    }
    harness_open(&h, argv[1], false);
    for (int i = 2; i < argc; i++)
        wrong += !try_file(&h, argv[i]);
    harness_close(&h);
    printf("%d of %d resources came back as they were\n", argc - 2 - wrong, argc - 2);
    return wrong ? 1 : 0;
}
