/* arena_test.c -- memory that is given back all at once. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include "../suite.h"

#include <stdalign.h>

enum { MOST = 1 << 20, CHUNK = 16 << 10 };

static struct arena arena;

static void setup(void)
{
    arena_init(&arena, MOST);
}

static void teardown(void)
{
    arena_free(&arena);
}

START_TEST(everything_is_aligned_for_anything)
{
    for (size_t size = 0; size < 300; size++) {
        void *at = arena_alloc(&arena, size);

        ck_assert_ptr_nonnull(at);
        ck_assert_uint_eq((uintptr_t)at % alignof(max_align_t), 0);
        memset(at, 0xee, size);
    }
}
END_TEST

START_TEST(what_is_handed_out_does_not_overlap)
{
    unsigned char *parts[200];

    for (size_t i = 0; i < 200; i++) {
        parts[i] = arena_alloc(&arena, 1 + i * 7);
        ck_assert_ptr_nonnull(parts[i]);
        memset(parts[i], (int)i, 1 + i * 7);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t k = 0; k < 1 + i * 7; k++)
            ck_assert_uint_eq(parts[i][k], i);
}
END_TEST

START_TEST(no_memory_is_taken_before_it_is_asked_for)
{
    ck_assert_ptr_null(arena.chunk);
    ck_assert_uint_eq(arena.total, 0);
    arena_reset(&arena);
    ck_assert_ptr_null(arena.chunk);
}
END_TEST

START_TEST(at_the_ceiling_it_answers_null_and_stays_usable)
{
    ck_assert_ptr_null(arena_alloc(&arena, MOST + 1));
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX));
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX - 7));
    ck_assert_ptr_nonnull(arena_alloc(&arena, MOST / 2));
    ck_assert_ptr_null(arena_alloc(&arena, MOST / 2 + 16));
    ck_assert_ptr_nonnull(arena_alloc(&arena, 100));
    ck_assert_uint_le(arena.total, MOST);
}
END_TEST

START_TEST(many_small_pieces_reach_the_ceiling_and_not_beyond)
{
    size_t got = 0;

    while (arena_alloc(&arena, 1000))
        got += 1000;
    ck_assert_uint_le(arena.total, MOST);
    /* What is left is less than a chunk's rest and one piece. */
    ck_assert_uint_gt(got, MOST * 9 / 10);
}
END_TEST

START_TEST(all_of_the_ceiling_can_be_had_in_one_piece)
{
    char *at = arena_alloc(&arena, MOST);

    ck_assert_ptr_nonnull(at);
    memset(at, 1, MOST);
    ck_assert_ptr_null(arena_alloc(&arena, 1));
}
END_TEST

START_TEST(a_reset_keeps_one_chunk)
{
    const void *last;

    for (size_t i = 0; i < 40; i++)
        ck_assert_ptr_nonnull(arena_alloc(&arena, CHUNK / 4));
    last = arena.chunk;
    arena_reset(&arena);
    ck_assert_ptr_eq(arena.chunk, last);
    ck_assert_uint_gt(arena.total, 0);
    ck_assert_uint_lt(arena.total, 40 * (CHUNK / 4));
    ck_assert_ptr_nonnull(arena_alloc(&arena, CHUNK / 4));
    ck_assert_ptr_eq(arena.chunk, last);
}
END_TEST

START_TEST(a_reset_gives_back_what_was_huge)
{
    struct arena big;

    arena_init(&big, 64u << 20);
    ck_assert_ptr_nonnull(arena_alloc(&big, 32u << 20));
    arena_reset(&big);
    ck_assert_uint_eq(big.total, 0);
    ck_assert_ptr_nonnull(arena_alloc(&big, 10));
    arena_free(&big);
}
END_TEST

START_TEST(zeroed_memory_is_zero_also_where_it_was_used_before)
{
    unsigned char *at = arena_alloc(&arena, 512);

    memset(at, 0xff, 512);
    arena_reset(&arena);
    at = arena_zero(&arena, 512);
    for (size_t i = 0; i < 512; i++)
        ck_assert_uint_eq(at[i], 0);
}
END_TEST

START_TEST(a_text_is_copied_and_ended)
{
    char        from[] = { 'a', 'b', 'c', 'd' };
    const char *to     = arena_text(&arena, from, 3);

    from[0] = 'x';
    ck_assert_str_eq(to, "abc");
    ck_assert_str_eq(arena_text(&arena, NULL, 0), "");
}
END_TEST

START_TEST(a_printed_text_is_as_long_as_it_needs_to_be)
{
    char long_text[5000];

    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    ck_assert_str_eq(arena_printf(&arena, "%s-%d", "n", 7), "n-7");
    ck_assert_uint_eq(strlen(arena_printf(&arena, "<%s>", long_text)), 5001);
}
END_TEST

int main(void)
{
    return suite_run("arena",
                     SUITE_TESTS(everything_is_aligned_for_anything,
                                 what_is_handed_out_does_not_overlap,
                                 no_memory_is_taken_before_it_is_asked_for,
                                 at_the_ceiling_it_answers_null_and_stays_usable,
                                 many_small_pieces_reach_the_ceiling_and_not_beyond,
                                 all_of_the_ceiling_can_be_had_in_one_piece,
                                 a_reset_keeps_one_chunk, a_reset_gives_back_what_was_huge,
                                 zeroed_memory_is_zero_also_where_it_was_used_before,
                                 a_text_is_copied_and_ended,
                                 a_printed_text_is_as_long_as_it_needs_to_be),
                     setup, teardown);
}
