/* message_test.c -- the immutable, counted message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/message.h"

#include "message/document.h"

#include "../suite.h"

#include <pthread.h>

static struct hilum_msg *make(void)
{
    return message_new(&(struct message_parts){
        .format      = "hl7v2/er7",
        .id          = 7,
        .lane        = 9,
        .body        = HILUM_VIEW("MSH|"),
        .has_body    = true,
        .labels      = (struct message_label[]){ { "peer", HILUM_VIEW("10.0.0.7:1") },
                                                 { "type", HILUM_VIEW("") } },
        .label_count = 2 });
}

START_TEST(everything_is_copied)
{
    char                 body[] = "MSH|", peer[] = "10.0.0.7:1";
    struct message_label labels[] = { { "peer", { peer, 10 } } };
    struct hilum_msg    *m        = message_new(&(struct message_parts){ .format = "a/b",
                                                                         .body   = { body, 4 },
                                                                         .has_body = true,
                                                                         .labels   = labels,
                                                                         .label_count = 1 });

    memset(body, 'x', 4);
    memset(peer, 'x', 10);
    ck_assert(hilum_is(m->body, "MSH|"));
    ck_assert(hilum_is(message_label(m, "peer"), "10.0.0.7:1"));
    message_unref(m);
}
END_TEST

START_TEST(a_label_that_is_not_there_is_empty)
{
    struct hilum_msg *m = make();

    ck_assert(hilum_is(message_label(m, "type"), ""));
    ck_assert(hilum_is(message_label(m, "nothing"), ""));
    ck_assert_ptr_nonnull(message_label(m, "nothing").ptr);
    message_unref(m);
}
END_TEST

START_TEST(new_labels_stand_in_place_of_the_old_ones)
{
    struct hilum_msg *m = make();

    ck_assert(message_describe(m, (struct message_label[]){ { "again", HILUM_VIEW("true") } }, 1));
    ck_assert_uint_eq(m->label_count, 1);
    ck_assert(hilum_is(message_label(m, "peer"), ""));
    ck_assert(hilum_is(message_label(m, "again"), "true"));
    ck_assert(message_describe(m, NULL, 0));
    ck_assert_uint_eq(m->label_count, 0);
    message_unref(m);
}
END_TEST

START_TEST(an_empty_message_is_a_message)
{
    struct hilum_msg *m = message_new(&(struct message_parts){ .format = "fhir" });

    ck_assert_uint_eq(m->body.len, 0);
    ck_assert(!m->has_body);
    ck_assert_ptr_null(message_doc(m).block);
    message_unref(m);
    message_unref(NULL);
}
END_TEST

static void *ref_and_unref(void *arg)
{
    struct hilum_msg *m = arg;

    for (int i = 0; i < 100000; i++)
        message_unref(message_ref(m));
    return NULL;
}

START_TEST(counts_are_kept_across_threads)
{
    struct hilum_msg *m = make();
    pthread_t         other;

    ck_assert_int_eq(pthread_create(&other, NULL, ref_and_unref, m), 0);
    ref_and_unref(m);
    pthread_join(other, NULL);
    ck_assert_int_eq(m->refs, 1);
    ck_assert(hilum_is(m->body, "MSH|"));
    message_unref(m);
}
END_TEST

START_TEST(a_message_takes_its_document_and_counts_it)
{
    struct hilum_msg    *m    = make();
    size_t               size = message_size(m);
    struct hilum_builder b;
    struct hilum_block  *block;

    document_builder_init(&b);
    document_begin(&b, HILUM_NAME("hl7v2"), m->body);
    hilum_build_leaf(&b, HILUM_NAME("MSH"), 0, 0, m->body, 0);
    block = document_seal(&b);
    document_builder_free(&b);
    message_decoded(m, block);
    ck_assert(hilum_is(hilum_text(message_doc(m), hilum_root(message_doc(m))), "MSH|"));
    ck_assert_uint_eq(message_size(m), size + block->size);
    message_unref(m);
}
END_TEST

START_TEST(the_model_of_a_format_stands_before_the_slash)
{
    ck_assert(hilum_is(message_model("hl7v2/er7"), "hl7v2"));
    ck_assert(hilum_is(message_model("fhir"), "fhir"));
    ck_assert(hilum_is(message_model("a/b/c"), "a"));
    ck_assert(hilum_is(message_model("*"), "*"));
    ck_assert(hilum_is(message_model(""), ""));
}
END_TEST

int main(void)
{
    return suite_run("message",
                     SUITE_TESTS(everything_is_copied, a_label_that_is_not_there_is_empty,
                                 new_labels_stand_in_place_of_the_old_ones,
                                 an_empty_message_is_a_message, counts_are_kept_across_threads,
                                 a_message_takes_its_document_and_counts_it,
                                 the_model_of_a_format_stands_before_the_slash),
                     NULL, NULL);
}
