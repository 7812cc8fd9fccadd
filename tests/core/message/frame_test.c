/* frame_test.c -- messages across a channel, by reference and as bytes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/frame.h"

#include "base/bytes.h"
#include "message/document.h"
#include "message/name.h"

#include "../suite.h"

static struct hilum_buffer buffer;
static struct hilum_msg   *message;

/* A message with everything: body, document, labels. */
static void setup(void)
{
    struct hilum_builder b;

    buffer_init(&buffer, 1 << 20);
    message = message_new(&(struct message_parts){
        .format      = name_intern("hl7v2/er7", 9),
        .id          = -5,
        .lane        = UINT64_MAX,
        .body        = HILUM_VIEW("MSH|^~\\&|"),
        .has_body    = true,
        .labels      = (struct message_label[]){ { "peer", HILUM_VIEW("10.0.0.7:1") },
                                                 { "type", HILUM_VIEW("") } },
        .label_count = 2 });
    document_builder_init(&b);
    document_begin(&b, HILUM_NAME("hl7v2"), message->body);
    hilum_build_open(&b, HILUM_NAME("ACK"), 0, 0, 0);
    hilum_build_leaf(&b, HILUM_NAME("MSH"), 0, 0, message->body, 0);
    hilum_build_leaf(&b, HILUM_NAME("ZZZ"), 0, 0, HILUM_VIEW("copied"), 3);
    hilum_build_close(&b);
    message_decoded(message, document_seal(&b));
    document_builder_free(&b);
}

static void teardown(void)
{
    message_unref(message);
    buffer_free(&buffer);
}

static struct frame reading(enum frame_form form)
{
    return (struct frame){ .at = buffer.ptr, .end = buffer.ptr + buffer.len, .form = form };
}

START_TEST(numbers_and_texts_come_back)
{
    struct frame f;

    frame_put_number(&buffer, 0);
    frame_put_text(&buffer, HILUM_VIEW("text"));
    frame_put_text(&buffer, (struct hilum_view){ NULL, 0 });
    frame_put_number(&buffer, UINT64_MAX);
    f = reading(FRAME_BYTES);
    ck_assert_uint_eq(frame_number(&f), 0);
    ck_assert(hilum_is(frame_text(&f), "text"));
    ck_assert(hilum_is(frame_text(&f), ""));
    ck_assert_uint_eq(frame_number(&f), UINT64_MAX);
    ck_assert(!f.bad);
    ck_assert_uint_eq(frame_number(&f), 0);
    ck_assert(f.bad);
}
END_TEST

START_TEST(a_reference_is_the_same_message_counted_once_more)
{
    struct frame            f;
    const struct hilum_msg *m;

    frame_put_message(&buffer, FRAME_REFERENCES, message);
    ck_assert_int_eq(message->refs, 2);
    f = reading(FRAME_REFERENCES);
    m = frame_message(&f);
    ck_assert_ptr_eq(m, message);
    ck_assert(!f.bad);
    message_unref(m);
    ck_assert_int_eq(message->refs, 1);
}
END_TEST

START_TEST(a_reference_that_does_not_fit_is_not_counted)
{
    struct hilum_buffer small;

    buffer_init(&small, 4);
    frame_put_message(&small, FRAME_REFERENCES, message);
    ck_assert(small.failed);
    ck_assert_int_eq(message->refs, 1);
    buffer_free(&small);
}
END_TEST

START_TEST(as_bytes_a_message_keeps_all_it_has)
{
    struct frame            f;
    const struct hilum_msg *m;
    struct hilum_doc        d;

    frame_put_message(&buffer, FRAME_BYTES, message);
    f = reading(FRAME_BYTES);
    m = frame_message(&f);
    ck_assert_ptr_nonnull(m);
    ck_assert_ptr_eq(f.at, f.end);
    ck_assert_ptr_ne(m, message);
    ck_assert_ptr_eq(m->format, message->format);
    ck_assert_int_eq(m->id, -5);
    ck_assert_uint_eq(m->lane, UINT64_MAX);
    ck_assert(m->has_body);
    ck_assert(hilum_same(m->body, message->body));
    ck_assert_uint_eq(m->label_count, 2);
    ck_assert(hilum_is(message_label(m, "peer"), "10.0.0.7:1"));
    ck_assert_int_eq(memcmp(m->block, message->block, message->block->size), 0);
    d = message_doc(m);
    ck_assert(hilum_same(hilum_text(d, hilum_root(d) + 1), m->body));
    ck_assert_ptr_eq(hilum_text(d, hilum_root(d) + 1).ptr, m->body.ptr);
    ck_assert(hilum_is(hilum_text(d, hilum_root(d) + 2), "copied"));
    message_unref(m);
}
END_TEST

START_TEST(a_document_without_bytes_crosses_too)
{
    struct hilum_msg       *bare = message_new(&(struct message_parts){ .format = "fhir" });
    struct frame            f;
    const struct hilum_msg *m;

    frame_put_message(&buffer, FRAME_BYTES, bare);
    f = reading(FRAME_BYTES);
    m = frame_message(&f);
    ck_assert(!f.bad);
    ck_assert(!m->has_body);
    ck_assert_uint_eq(m->body.len, 0);
    ck_assert_ptr_null(m->block);
    message_unref(m);
    message_unref(bare);
}
END_TEST

/* In an allocation of its own length, so that a read past its end is seen. */
static const struct hilum_msg *read_bytes(const char *bytes, size_t len)
{
    char                   *own = malloc(len ? len : 1);
    struct frame            f   = { .at = own, .end = own + len, .form = FRAME_BYTES };
    const struct hilum_msg *m;

    memcpy(own, bytes, len);
    m = frame_message(&f);
    ck_assert_int_eq(m == NULL, f.bad);
    if (f.bad) {
        ck_assert_uint_eq(frame_number(&f), 0);
        ck_assert_uint_eq(frame_text(&f).len, 0);
        ck_assert_ptr_null(frame_message(&f));
    }
    free(own);
    return m;
}

START_TEST(a_frame_cut_at_any_byte_is_bad)
{
    frame_put_message(&buffer, FRAME_BYTES, message);
    for (size_t len = 0; len < buffer.len; len++)
        ck_assert_ptr_null(read_bytes(buffer.ptr, len));
}
END_TEST

START_TEST(a_frame_with_any_byte_changed_is_bad_or_a_message)
{
    static const unsigned char odd[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
    size_t                     bad   = 0;

    frame_put_message(&buffer, FRAME_BYTES, message);
    for (size_t at = 0; at < buffer.len; at++) {
        char was = buffer.ptr[at];

        for (size_t i = 0; i < sizeof odd; i++) {
            const struct hilum_msg *m;

            buffer.ptr[at] = (char)odd[i];
            m              = read_bytes(buffer.ptr, buffer.len);
            bad += !m;
            message_unref(m);
        }
        buffer.ptr[at] = was;
    }
    ck_assert_uint_gt(bad, 50);
}
END_TEST

START_TEST(more_labels_than_there_may_be_are_bad)
{
    struct frame f;

    frame_put_text(&buffer, HILUM_VIEW("a/b"));
    frame_put_number(&buffer, 1);
    frame_put_number(&buffer, 1);
    frame_put_number(&buffer, MESSAGE_LABELS + 1);
    for (size_t i = 0; i <= MESSAGE_LABELS; i++) {
        frame_put_text(&buffer, HILUM_VIEW("key"));
        frame_put_text(&buffer, HILUM_VIEW("value"));
    }
    frame_put_number(&buffer, 0);
    frame_put_text(&buffer, HILUM_VIEW(""));
    frame_put_text(&buffer, HILUM_VIEW(""));
    f = reading(FRAME_BYTES);
    ck_assert_ptr_null(frame_message(&f));
    ck_assert(f.bad);
}
END_TEST

START_TEST(no_frame_at_all_is_bad)
{
    struct frame f = { .form = FRAME_BYTES };

    ck_assert_ptr_null(frame_message(&f));
    f = (struct frame){ .form = FRAME_REFERENCES };
    ck_assert_ptr_null(frame_message(&f));
    ck_assert(f.bad);
}
END_TEST

int main(void)
{
    return suite_run("frame",
                     SUITE_TESTS(numbers_and_texts_come_back,
                                 a_reference_is_the_same_message_counted_once_more,
                                 a_reference_that_does_not_fit_is_not_counted,
                                 as_bytes_a_message_keeps_all_it_has,
                                 a_document_without_bytes_crosses_too,
                                 a_frame_cut_at_any_byte_is_bad,
                                 a_frame_with_any_byte_changed_is_bad_or_a_message,
                                 more_labels_than_there_may_be_are_bad,
                                 no_frame_at_all_is_bad),
                     setup, teardown);
}
