/* document_test.c -- building documents, and checking those from outside. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/document.h"

#include "base/limits.h"

#include "../suite.h"

#define SOURCE "MSH|PID|123^4.5|heap"

static struct hilum_builder builder;
static struct hilum_view    source;
static struct hilum_block  *block;

static void setup(void)
{
    document_builder_init(&builder);
    source = HILUM_VIEW(SOURCE);
    block  = NULL;
}

static void teardown(void)
{
    document_builder_free(&builder);
    free(block);
}

static struct hilum_view in_source(size_t at, size_t len)
{
    return (struct hilum_view){ source.ptr + at, len };
}

/* root( MSH, PID( 3( 1 "123" borrowed, 2 "4.5" copied ), 5 ), text "" ) */
static void build(void)
{
    document_begin(&builder, HILUM_NAME("hl7v2"), source);
    hilum_build_open(&builder, HILUM_NAME("ADT_A01"), 0, 0, 0);
    hilum_build_leaf(&builder, HILUM_NAME("MSH"), 0, 0, in_source(0, 3), 0);
    hilum_build_open(&builder, HILUM_NAME("PID"), 0, 0, 4);
    hilum_build_open(&builder, 3, HILUM_NAME("CX"), HILUM_NODE_LIST, 8);
    hilum_build_text(&builder, in_source(8, 7));
    hilum_build_leaf(&builder, 1, 0, 0, in_source(8, 3), 8);
    hilum_build_leaf(&builder, 2, 0, 0, HILUM_VIEW("4.50"), 12);
    hilum_build_close(&builder);
    hilum_build_node(&builder, 5, 0, HILUM_NODE_NULL, 16);
    hilum_build_close(&builder);
    hilum_build_leaf(&builder, HILUM_NAME("ZZZ"), 0, 0, HILUM_VIEW(""), HILUM_NO_PLACE);
    hilum_build_close(&builder);
}

static bool whole(const struct hilum_block *b)
{
    return document_check(b, b->size, source);
}

START_TEST(what_was_built_can_be_read)
{
    struct hilum_doc         d;
    const struct hilum_node *pid, *id;

    build();
    block = document_seal(&builder);
    d     = (struct hilum_doc){ block, source.ptr };
    ck_assert_ptr_nonnull(block);
    ck_assert_uint_eq(block->nodes, 8);
    ck_assert_uint_eq(block->model, HILUM_NAME("hl7v2"));
    pid = hilum_child(hilum_root(d), HILUM_NAME("PID"));
    id  = hilum_child(pid, 3);
    ck_assert_uint_eq(pid->span, 5);
    ck_assert(hilum_is(hilum_text(d, id), "123^4.5"));
    ck_assert(hilum_is(hilum_text(d, hilum_component(id, 1)), "123"));
    ck_assert(hilum_is(hilum_text(d, hilum_component(id, 2)), "4.50"));
    ck_assert_ptr_null(hilum_component(id, 3));
    ck_assert_ptr_eq(hilum_component(hilum_child(pid, 5), 1), hilum_child(pid, 5));
    ck_assert_ptr_null(hilum_again(hilum_root(d), pid));
    ck_assert_uint_eq(hilum_text(d, hilum_child(pid, 5)).len, 0);
    ck_assert_ptr_eq(hilum_text(d, id).ptr, source.ptr + 8);
    ck_assert(whole(block));
}
END_TEST

START_TEST(a_builder_is_used_again)
{
    build();
    free(document_seal(&builder));
    hilum_build_close(&builder);
    ck_assert(builder.failed);
    build();
    block = document_seal(&builder);
    ck_assert_ptr_nonnull(block);
    ck_assert(whole(block));
}
END_TEST

START_TEST(nothing_and_something_open_are_not_sealed)
{
    document_begin(&builder, 1, source);
    ck_assert_ptr_null(document_seal(&builder));
    hilum_build_open(&builder, 1, 0, 0, 0);
    ck_assert_ptr_null(document_seal(&builder));
}
END_TEST

START_TEST(two_roots_are_not_sealed)
{
    document_begin(&builder, 1, source);
    hilum_build_leaf(&builder, 1, 0, 0, source, 0);
    hilum_build_leaf(&builder, 1, 0, 0, source, 0);
    ck_assert_ptr_null(document_seal(&builder));
}
END_TEST

START_TEST(a_single_leaf_is_a_document)
{
    document_begin(&builder, 1, source);
    hilum_build_leaf(&builder, 7, 0, 0, source, 0);
    block = document_seal(&builder);
    ck_assert_ptr_nonnull(block);
    ck_assert(whole(block));
}
END_TEST

START_TEST(an_empty_text_is_a_text)
{
    struct hilum_doc d;

    document_begin(&builder, 1, (struct hilum_view){ NULL, 0 });
    hilum_build_leaf(&builder, 7, 0, 0, (struct hilum_view){ NULL, 0 }, 0);
    block = document_seal(&builder);
    d     = (struct hilum_doc){ block, NULL };
    ck_assert_ptr_nonnull(block);
    ck_assert(hilum_root(d)->flags & HILUM_NODE_VALUE);
    ck_assert_uint_eq(hilum_text(d, hilum_root(d)).len, 0);
}
END_TEST

static void nest(uint32_t depth)
{
    document_begin(&builder, 1, source);
    for (uint32_t i = 0; i < depth; i++)
        hilum_build_open(&builder, 1, 0, 0, 0);
    hilum_build_leaf(&builder, 2, 0, 0, source, 0);
    for (uint32_t i = 0; i < depth; i++)
        hilum_build_close(&builder);
}

START_TEST(nesting_ends_at_its_ceiling)
{
    nest(HILUM_DEPTH);
    block = document_seal(&builder);
    ck_assert_ptr_nonnull(block);
    ck_assert(whole(block));
    nest(HILUM_DEPTH + 1);
    ck_assert(builder.failed);
    ck_assert_ptr_null(document_seal(&builder));
}
END_TEST

START_TEST(what_has_failed_stays_failed_until_it_begins_anew)
{
    document_begin(&builder, 1, source);
    hilum_build_close(&builder);
    ck_assert(builder.failed);
    hilum_build_open(&builder, 1, 0, 0, 0);
    hilum_build_text(&builder, source);
    hilum_build_heap_text(&builder, 3);
    ck_assert_ptr_null(hilum_build_heap(&builder, 1));
    hilum_build_leaf(&builder, 1, 0, 0, source, 0);
    hilum_build_close(&builder);
    ck_assert_uint_eq(builder.count, 0);
    ck_assert_ptr_null(document_seal(&builder));
    document_begin(&builder, 1, source);
    ck_assert(!builder.failed);
}
END_TEST

START_TEST(more_heap_than_there_may_be_fails)
{
    document_begin(&builder, 1, source);
    hilum_build_node(&builder, 1, 0, 0, 0);
    ck_assert_ptr_null(hilum_build_heap(&builder, (size_t)HILUM_MOST_TEXT + 1));
    ck_assert(builder.failed);
    document_begin(&builder, 1, source);
    ck_assert_ptr_null(hilum_build_heap(&builder, SIZE_MAX));
    ck_assert(builder.failed);
}
END_TEST

START_TEST(more_nodes_than_there_may_be_fail)
{
    document_begin(&builder, 1, source);
    hilum_build_open(&builder, 1, 0, 0, 0);
    for (uint32_t i = 1; i < LIMIT_NODES; i++)
        hilum_build_node(&builder, 2, 0, 0, 0);
    ck_assert(!builder.failed);
    ck_assert_ptr_null(hilum_build_node(&builder, 2, 0, 0, 0));
    ck_assert(builder.failed);
}
END_TEST

START_TEST(a_source_that_is_too_long_fails_at_once)
{
    document_begin(&builder, 1,
                   (struct hilum_view){ source.ptr, (size_t)HILUM_MOST_TEXT + 1 });
    ck_assert(builder.failed);
}
END_TEST

START_TEST(a_copy_carries_its_text_and_another_name)
{
    struct hilum_block      *first;
    struct hilum_doc         from, to;
    const struct hilum_node *pid;

    build();
    first = document_seal(&builder);
    from  = (struct hilum_doc){ first, source.ptr };
    document_begin(&builder, HILUM_NAME("other"), (struct hilum_view){ NULL, 0 });
    hilum_build_open(&builder, HILUM_NAME("root"), 0, 0, 0);
    hilum_build_copy_as(&builder, from, hilum_child(hilum_root(from), HILUM_NAME("PID")),
                        HILUM_NAME("ZPI"));
    hilum_build_copy(&builder, from, hilum_child(hilum_root(from), HILUM_NAME("MSH")));
    hilum_build_close(&builder);
    block = document_seal(&builder);
    free(first);
    ck_assert_ptr_nonnull(block);
    ck_assert(document_check(block, block->size, (struct hilum_view){ NULL, 0 }));
    to  = (struct hilum_doc){ block, NULL };
    pid = hilum_child(hilum_root(to), HILUM_NAME("ZPI"));
    ck_assert(hilum_is(hilum_text(to, hilum_child(hilum_child(pid, 3), 1)), "123"));
    ck_assert(hilum_is(hilum_text(to, hilum_child(hilum_root(to), HILUM_NAME("MSH"))), "MSH"));
    ck_assert(hilum_child(pid, 3)->flags & HILUM_NODE_LIST);
    ck_assert(hilum_child(pid, 5)->flags & HILUM_NODE_NULL);
}
END_TEST

/* Readers keep stacks of HILUM_DEPTH: a copy must not lead past it. */
START_TEST(a_copy_cannot_be_nested_deeper_than_the_ceiling)
{
    struct hilum_block *deep;
    struct hilum_doc    from;

    nest(HILUM_DEPTH);
    deep = document_seal(&builder);
    from = (struct hilum_doc){ deep, source.ptr };
    document_begin(&builder, 1, source);
    hilum_build_open(&builder, 1, 0, 0, 0);
    hilum_build_copy(&builder, from, hilum_root(from));
    hilum_build_close(&builder);
    block = document_seal(&builder);
    free(deep);
    ck_assert_ptr_null(block);
}
END_TEST

/* ---- Documents from outside ------------------------------------------------ */

/* Walks all of it as a reader does; ASan sees a step aside. */
static size_t walk(struct hilum_doc d, const struct hilum_node *n, uint32_t depth)
{
    struct hilum_view text = hilum_text(d, n);
    size_t            sum  = 0;

    ck_assert_uint_le(depth, HILUM_DEPTH);
    for (size_t i = 0; i < text.len; i++)
        sum += (unsigned char)text.ptr[i];
    hilum_each(child, n) sum += walk(d, child, depth + 1);
    return sum + 1;
}

static const uint32_t oddities[] = { 0,          1,          2,          3,         5,
                                     7,          8,          9,          21,        255,
                                     1000,       0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff };

/* Is this word one that a reader trusts?  Names, types, places, and the flags LIST
 * and NULL may be anything. */
static bool trusted(size_t word, uint32_t value)
{
    size_t             at  = word - sizeof(struct hilum_block) / 4;
    size_t             row = at % (sizeof(struct hilum_node) / 4);
    struct hilum_node *n   = (struct hilum_node *)(block + 1) + at / 7;
    uint32_t           was = ((const uint32_t *)(const void *)block)[word];

    if (value == was)
        return false;
    if (word < 4)
        return word != 1;
    /* Another span may make another tree that is as good. */
    if (row == offsetof(struct hilum_node, span) / 4)
        return at < 7 || value == 0 || value > block->nodes;
    if (row == offsetof(struct hilum_node, text) / 4 && n->flags & HILUM_NODE_VALUE)
        return value > 1000;
    if (row == offsetof(struct hilum_node, length) / 4 && n->flags & HILUM_NODE_VALUE)
        return value > 1000;
    return false;
}

START_TEST(a_document_with_one_word_changed_is_refused_or_safe_to_walk)
{
    size_t    words, refused = 0;
    uint32_t *bad;

    build();
    block = document_seal(&builder);
    words = block->heap / 4;
    /* In an allocation of its own size, so that a step outside is seen. */
    bad = malloc(block->size);
    for (size_t w = 0; w < words; w++) {
        for (size_t i = 0; i < sizeof oddities / sizeof *oddities + 32; i++) {
            size_t   most = sizeof oddities / sizeof *oddities;
            uint32_t was  = ((const uint32_t *)(const void *)block)[w];
            uint32_t to   = i < most ? oddities[i] : was ^ 1u << (i - most);

            memcpy(bad, block, block->size);
            bad[w] = to;
            if (document_check(bad, block->size, source)) {
                struct hilum_doc d = { (const struct hilum_block *)(const void *)bad,
                                       source.ptr };

                ck_assert_msg(!trusted(w, to), "word %zu may be %u", w, to);
                ck_assert_uint_gt(walk(d, hilum_root(d), 0), 0);
            } else {
                refused++;
            }
        }
    }
    ck_assert_uint_gt(refused, 100);
    free(bad);
}
END_TEST

START_TEST(a_document_cut_anywhere_is_refused)
{
    build();
    block = document_seal(&builder);
    for (size_t len = 0; len < block->size; len++) {
        struct hilum_block *cut = malloc(len ? len : 1);

        memcpy(cut, block, len);
        ck_assert(!document_check(cut, len, source));
        if (len >= sizeof *cut) {
            cut->size = (uint32_t)len;
            if (document_check(cut, len, source)) {
                struct hilum_doc d = { cut, source.ptr };

                walk(d, hilum_root(d), 0);
            }
        }
        free(cut);
    }
}
END_TEST

START_TEST(borrowed_text_must_lie_in_the_source_that_is_there)
{
    build();
    block = document_seal(&builder);
    ck_assert(document_check(block, block->size, in_source(0, 15)));
    ck_assert(!document_check(block, block->size, in_source(0, 14)));
    ck_assert(!document_check(block, block->size, (struct hilum_view){ NULL, 0 }));
}
END_TEST

START_TEST(a_document_that_is_not_aligned_is_refused)
{
    char *bytes;

    build();
    block = document_seal(&builder);
    bytes = malloc(block->size + 4);
    memcpy(bytes + 1, block, block->size);
    ck_assert(!document_check(bytes + 1, block->size, source));
    free(bytes);
}
END_TEST

int main(void)
{
    return suite_run(
        "document",
        SUITE_TESTS(what_was_built_can_be_read, a_builder_is_used_again,
                    nothing_and_something_open_are_not_sealed, two_roots_are_not_sealed,
                    a_single_leaf_is_a_document, an_empty_text_is_a_text,
                    nesting_ends_at_its_ceiling,
                    what_has_failed_stays_failed_until_it_begins_anew,
                    more_heap_than_there_may_be_fails, more_nodes_than_there_may_be_fail,
                    a_source_that_is_too_long_fails_at_once,
                    a_copy_carries_its_text_and_another_name,
                    a_copy_cannot_be_nested_deeper_than_the_ceiling,
                    a_document_with_one_word_changed_is_refused_or_safe_to_walk,
                    a_document_cut_anywhere_is_refused,
                    borrowed_text_must_lie_in_the_source_that_is_there,
                    a_document_that_is_not_aligned_is_refused),
        setup, teardown);
}
