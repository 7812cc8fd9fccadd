/* call_test.c -- drafts, blame and remarks of one call. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/call.h"

#include "base/bytes.h"
#include "plugin/engine.h"

#include "../suite.h"

#include <stdio.h>

static struct engine            engine;
static struct call              call;
static struct hilum_call       *pub;
static const struct hilum_msg  *source;

static void setup(void)
{
    struct engine_options options = { .plugins = PARTS, .schemas = PARTS };

    ck_assert(engine_open(&engine, &options));
    call_init(&call, &engine);
    call_begin(&call, NULL);
    pub    = &call.pub;
    source = message_new(&(struct message_parts){
        .format      = "line/text",
        .id          = 42,
        .lane        = 7,
        .body        = HILUM_VIEW("a|one"),
        .has_body    = true,
        .labels      = (struct message_label[]){ { "peer", HILUM_VIEW("p") },
                                                 { "patient", HILUM_VIEW("a") } },
        .label_count = 2 });
}

static void teardown(void)
{
    message_unref(source);
    call_free(&call);
    engine_close(&engine);
}

/* ---- Drafts ---------------------------------------------------------------- */

START_TEST(a_draft_has_the_labels_and_number_of_what_it_is_made_from)
{
    struct hilum_draft     *d = hilum_draft(pub, "line/text", source);
    const struct hilum_msg *m;

    ck_assert(hilum_set_label(pub, d, "peer", HILUM_VIEW("other")));
    ck_assert(hilum_set_label(pub, d, "own", HILUM_VIEW("mine")));
    hilum_put_text(hilum_write(pub, d), "b|two");
    m = hilum_seal(pub, d);
    ck_assert_ptr_nonnull(m);
    ck_assert_int_eq(hilum_id(pub, m), 42);
    ck_assert_uint_eq(m->lane, 7);
    ck_assert(hilum_is(hilum_body(pub, m), "b|two"));
    ck_assert(hilum_is(hilum_label(pub, m, "format"), "line/text"));
    ck_assert(hilum_is(hilum_label(pub, m, "peer"), "other"));
    ck_assert(hilum_is(hilum_label(pub, m, "patient"), "a"));
    ck_assert(hilum_is(hilum_label(pub, m, "own"), "mine"));
    ck_assert(hilum_is(hilum_label(pub, source, "peer"), "p"));
    hilum_unref(pub, m);
}
END_TEST

START_TEST(a_draft_from_nothing_has_no_number)
{
    const struct hilum_msg *m = hilum_seal(pub, hilum_draft(pub, "a/b", NULL));

    ck_assert_int_eq(hilum_id(pub, m), 0);
    ck_assert_uint_eq(hilum_body(pub, m).len, 0);
    ck_assert_ptr_null(hilum_doc(pub, m).block);
    hilum_unref(pub, m);
}
END_TEST

START_TEST(a_draft_with_a_broken_document_gives_no_message)
{
    struct hilum_draft   *d = hilum_draft(pub, "line", source);
    struct hilum_builder *b = hilum_build(pub, d);

    hilum_build_open(b, HILUM_NAME("line"), 0, 0, 0);
    ck_assert_ptr_null(hilum_seal(pub, d));
}
END_TEST

START_TEST(two_drafts_at_a_time_are_two)
{
    struct hilum_draft     *one = hilum_draft(pub, "a/b", NULL);
    struct hilum_draft     *two = hilum_draft(pub, "a/b", NULL);
    const struct hilum_msg *m, *n;

    ck_assert_ptr_ne(one, two);
    hilum_put_text(hilum_write(pub, one), "1");
    hilum_put_text(hilum_write(pub, two), "2");
    m = hilum_seal(pub, one);
    ck_assert_ptr_eq(hilum_draft(pub, "a/b", NULL), one);
    n = hilum_seal(pub, two);
    ck_assert(hilum_is(m->body, "1"));
    ck_assert(hilum_is(n->body, "2"));
    hilum_unref(pub, m);
    hilum_unref(pub, n);
}
END_TEST

START_TEST(a_message_has_only_so_many_labels)
{
    struct hilum_draft *d = hilum_draft(pub, "a/b", source);
    char                key[16];
    int                 set = 2;

    for (int i = 0; i < 100; i++) {
        snprintf(key, sizeof key, "key-%d", i);
        set += hilum_set_label(pub, d, key, HILUM_VIEW("v"));
    }
    ck_assert_int_eq(set, MESSAGE_LABELS);
    ck_assert(hilum_set_label(pub, d, "key-0", HILUM_VIEW("w")));
    hilum_unref(pub, hilum_seal(pub, d));
}
END_TEST

START_TEST(what_is_emitted_is_kept_in_order_and_given_up_at_the_next_call)
{
    for (int i = 0; i < 100; i++)
        hilum_emit(pub, hilum_ref(pub, source));
    ck_assert_uint_eq(call.emitted_count, 100);
    ck_assert_int_eq(source->refs, 101);
    hilum_emit(pub, NULL);
    ck_assert(call.emit_failed);
    call_begin(&call, NULL);
    ck_assert(!call.emit_failed);
    ck_assert_uint_eq(call.emitted_count, 0);
    ck_assert_int_eq(source->refs, 1);
}
END_TEST

/* ---- Blame ----------------------------------------------------------------- */

START_TEST(the_last_blame_is_what_is_told)
{
    ck_assert_str_eq(hilum_why(pub), "");
    ck_assert_int_eq(hilum_blame(pub, HILUM_RETRY, "PID-3", "first %d", 1), HILUM_RETRY);
    ck_assert_int_eq(hilum_blame(pub, HILUM_REJECT, NULL, "second: %s", hilum_why(pub)),
                     HILUM_REJECT);
    ck_assert_str_eq(hilum_why(pub), "second: first 1");
    ck_assert_str_eq(hilum_where(pub), "");
    call_begin(&call, NULL);
    ck_assert_str_eq(hilum_why(pub), "");
}
END_TEST

START_TEST(a_long_blame_is_cut)
{
    char text[2000];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    hilum_blame(pub, HILUM_FAIL, text, "%s", text);
    ck_assert_uint_eq(strlen(hilum_why(pub)), LIMIT_REASON - 1);
    ck_assert_uint_eq(strlen(hilum_where(pub)), LIMIT_PLACE - 1);
}
END_TEST

START_TEST(a_sink_settles_the_messages_of_its_batch)
{
    struct call_result results[2] = { 0 };

    hilum_settle(pub, 0, HILUM_REJECT, "", "nowhere to go");
    call.results      = results;
    call.result_count = 2;
    hilum_settle(pub, 1, HILUM_REJECT, "PID-3", "no %s", "id");
    hilum_settle(pub, 2, HILUM_REJECT, "", "outside");
    hilum_settle(pub, SIZE_MAX, HILUM_REJECT, "", "outside");
    ck_assert(!results[0].settled);
    ck_assert(results[1].settled);
    ck_assert_int_eq(results[1].verdict, HILUM_REJECT);
    ck_assert_str_eq(results[1].place, "PID-3");
    ck_assert_str_eq(results[1].reason, "no id");
    hilum_settle(pub, 1, HILUM_OK, NULL, " ");
    ck_assert_int_eq(results[1].verdict, HILUM_OK);
    ck_assert_str_eq(results[1].place, "");
}
END_TEST

START_TEST(remarks_are_gathered_up_to_a_ceiling)
{
    static char big[20000];

    hilum_remark(pub, "unmapped", HILUM_VIEW("PID-10"));
    hilum_remark(pub, "guessed", HILUM_VIEW("PID-8"));
    ck_assert_str_eq(buffer_text(&call.remarks), "unmapped: PID-10; guessed: PID-8");
    memset(big, 'x', sizeof big);
    for (int i = 0; i < 5; i++)
        hilum_remark(pub, "big", (struct hilum_view){ big, sizeof big });
    ck_assert(!call.remarks.failed);
    ck_assert_uint_le(call.remarks.len, 8192);
    ck_assert_uint_gt(call.remarks.len, 8000);
    call_begin(&call, NULL);
    ck_assert_uint_eq(call.remarks.len, 0);
}
END_TEST

/* ---- Memory and services --------------------------------------------------- */

START_TEST(buffers_live_until_the_next_call)
{
    struct hilum_buffer *one = hilum_buffer(pub), *two = hilum_buffer(pub);

    ck_assert_ptr_ne(one, two);
    hilum_put_text(one, "1");
    call_begin(&call, NULL);
    ck_assert_uint_eq(hilum_buffer(pub)->len, 0);
}
END_TEST

START_TEST(a_message_is_decoded_and_encoded_by_format)
{
    const struct hilum_msg *m   = hilum_decode(pub, "line", HILUM_VIEW("k|words"));
    struct hilum_buffer    *out = hilum_buffer(pub);
    struct hilum_doc        d;

    ck_assert_ptr_nonnull(m);
    d = hilum_doc(pub, m);
    ck_assert(hilum_is(hilum_text(d, hilum_child(hilum_root(d), HILUM_NAME("key"))), "k"));
    ck_assert(hilum_encode(pub, "line/text", d, hilum_root(d), out));
    ck_assert(hilum_is(hilum_buffer_view(out), "k|words"));
    hilum_unref(pub, m);
    ck_assert_ptr_null(hilum_decode(pub, "line", HILUM_VIEW("no bar")));
    ck_assert_str_eq(hilum_why(pub), "there is no bar behind the key");
    ck_assert_str_eq(hilum_where(pub), "line");
    ck_assert_ptr_null(hilum_decode(pub, "nothing", HILUM_VIEW("")));
    ck_assert_str_eq(hilum_why(pub), "there is no plugin for the format nothing");
}
END_TEST

START_TEST(an_expression_is_compiled_and_evaluated)
{
    const struct hilum_msg  *m = hilum_decode(pub, "line", HILUM_VIEW("k|words"));
    struct hilum_doc         d = hilum_doc(pub, m);
    const struct hilum_expr *x = hilum_expr(pub, "key | text", "line");
    struct hilum_item        items[1];

    ck_assert_ptr_nonnull(x);
    ck_assert_uint_eq(hilum_eval(pub, x, d, hilum_root(d), items, 1), 2);
    ck_assert(hilum_is(items[0].text, "k"));
    ck_assert_ptr_nonnull(items[0].node);
    ck_assert_ptr_null(hilum_expr(pub, "key +", "line"));
    ck_assert_int_eq(strncmp(hilum_where(pub), "column ", 7), 0);
    x = hilum_expr(pub, "(key | text).single()", "line");
    ck_assert_uint_eq(hilum_eval(pub, x, d, hilum_root(d), items, 1), SIZE_MAX);
    ck_assert_uint_gt(strlen(hilum_why(pub)), 0);
    hilum_unref(pub, m);
}
END_TEST

START_TEST(a_data_file_lies_below_the_schemas)
{
    struct hilum_view bytes;

    ck_assert(hilum_schema(pub, "parts.so", &bytes));
    ck_assert(view_starts(bytes, "\x7f" "ELF"));
    ck_assert(!hilum_schema(pub, "nothing", &bytes));
    ck_assert_ptr_nonnull(strstr(hilum_why(pub), "cannot be read: No such file"));
    ck_assert(!hilum_schema(pub, "../parts/parts.so", &bytes));
    ck_assert(!hilum_schema(pub, "/etc/passwd", &bytes));
    ck_assert(!hilum_schema(pub, "", &bytes));
}
END_TEST

START_TEST(what_only_a_pipeline_has_is_refused_with_a_sentence)
{
    void *state = &state;

    ck_assert_ptr_null(hilum_store(pub, "ehr", &state));
    ck_assert_ptr_null(state);
    ck_assert_str_eq(hilum_why(pub), "there is no store called ehr here");
    ck_assert(!engine.host.mount(pub, NULL, NULL));
    ck_assert(!engine.host.offer(NULL, NULL));
}
END_TEST

int main(void)
{
    return suite_run(
        "call",
        SUITE_TESTS(a_draft_has_the_labels_and_number_of_what_it_is_made_from,
                    a_draft_from_nothing_has_no_number,
                    a_draft_with_a_broken_document_gives_no_message,
                    two_drafts_at_a_time_are_two, a_message_has_only_so_many_labels,
                    what_is_emitted_is_kept_in_order_and_given_up_at_the_next_call,
                    the_last_blame_is_what_is_told, a_long_blame_is_cut,
                    a_sink_settles_the_messages_of_its_batch,
                    remarks_are_gathered_up_to_a_ceiling, buffers_live_until_the_next_call,
                    a_message_is_decoded_and_encoded_by_format,
                    an_expression_is_compiled_and_evaluated,
                    a_data_file_lies_below_the_schemas,
                    what_only_a_pipeline_has_is_refused_with_a_sentence),
        setup, teardown);
}
