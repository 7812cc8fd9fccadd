/* worker_test.c -- a worker for a sink, asked with frames as the router asks it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rig.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "router/worker.h"

#include "../suite.h"

#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define PIPELINE                                                                         \
    "pipeline: test\nsource:\n  texts: { dir: '@' }\n"                                    \
    "steps:\n  - obey: { dir: '@' }\n"                                                   \
    "sinks:\n  - record: { dir: '@' }\n"

static struct rig          rig;
static struct call         call;
static struct server      *server;
static struct seat        *seat;
static struct channel     *channel;
static struct worker      *worker;
static struct hilum_buffer request, reply;
static size_t              jobs;
static atomic_bool         arrived;

/* A worker for the stages, or for the sink. */
static void begin(int sink)
{
    struct problem why = { 0 };
    struct graph  *g   = rig_graph(&rig, PIPELINE);

    server  = server_open(&rig.arena, "inproc://worker-test", &why);
    seat    = seat_open(server);
    worker  = worker_start(g, sink, seat);
    channel = channel_open(&rig.arena, "inproc://worker-test", 1, &why);
    ck_assert_ptr_nonnull(worker);
    ck_assert_ptr_nonnull(channel);
}

static void setup(void)
{
    rig_open(&rig);
    call_init(&call, &rig.engine);
    buffer_init(&request, 1 << 20);
    buffer_init(&reply, 1 << 20);
    jobs = 0;
}

static void take_reply(void *context, struct hilum_view bytes)
{
    (void)context;
    buffer_reset(&reply);
    hilum_put_view(&reply, bytes);
    atomic_store(&arrived, true);
}

static void send(struct hilum_view bytes)
{
    int64_t until = clock_ticks() + RIG_DEADLINE;

    atomic_store(&arrived, false);
    ck_assert(channel_ask(channel, bytes, take_reply, NULL));
    while (!atomic_load(&arrived) && clock_ticks() < until)
        nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
    ck_assert(atomic_load(&arrived));
}

static void teardown(void)
{
    send((struct hilum_view){ "", 0 });
    worker_join(worker);
    channel_close(channel);
    server_close(server);
    seat_close(seat);
    buffer_free(&request);
    buffer_free(&reply);
    call_free(&call);
    rig_close(&rig);
}

/* Adds a job of one message; a text without a bar becomes a document that the
 * codec cannot write. */
static void job(const char *text)
{
    const struct hilum_msg *m;

    call_begin(&call, NULL);
    if (strchr(text, '|')) {
        m = hilum_decode(&call.pub, "line", hilum_view(text));
    } else {
        struct hilum_draft *d = hilum_draft(&call.pub, "line", NULL);

        hilum_build_node(hilum_build(&call.pub, d), HILUM_NAME("line"), 0, 0, 0);
        m = hilum_seal(&call.pub, d);
    }
    ck_assert_ptr_nonnull(m);
    frame_put_number(&request, UINT32_MAX);
    frame_put_number(&request, 1);
    frame_put_message(&request, FRAME_REFERENCES, m);
    message_unref(m);
    jobs++;
}

/* Sends what was added. */
static struct frame ask(void)
{
    struct hilum_buffer whole;

    buffer_init(&whole, 1 << 20);
    frame_put_number(&whole, jobs);
    hilum_put_view(&whole, hilum_buffer_view(&request));
    send(hilum_buffer_view(&whole));
    buffer_free(&whole);
    buffer_reset(&request);
    jobs = 0;
    return (struct frame){ .at = reply.ptr, .end = reply.ptr + reply.len };
}

static struct worker_result next(struct frame *f)
{
    struct worker_result r;

    worker_read_result(f, &r);
    ck_assert(!f->bad);
    for (size_t i = 0; i < r.count; i++) {
        frame_number(f);
        message_unref(frame_message(f));
    }
    return r;
}

START_TEST(each_job_has_its_result_in_order)
{
    struct frame         f;
    struct worker_result r;

    begin(0);
    job("a|one");
    job("b|sink-reject");
    job("c|sink-retry:1");
    job("c|waits");
    job("d|two");
    f = ask();
    ck_assert_int_eq(next(&f).verdict, HILUM_OK);
    r = next(&f);
    ck_assert_int_eq(r.verdict, HILUM_REJECT);
    ck_assert(hilum_is(r.by, "record"));
    ck_assert(hilum_is(r.place, "text"));
    ck_assert(hilum_is(r.reason, "the sink was told so"));
    ck_assert_int_eq(next(&f).verdict, HILUM_RETRY);
    ck_assert_int_eq(next(&f).verdict, HILUM_RETRY);
    ck_assert_int_eq(next(&f).verdict, HILUM_OK);
    ck_assert_ptr_eq(f.at, f.end);
    ck_assert_str_eq(rig_file(&rig, "got"), "0 a|one\n0 d|two\n");
}
END_TEST

START_TEST(what_cannot_be_encoded_is_refused_and_the_others_go)
{
    struct frame         f;
    struct worker_result r;

    begin(0);
    job("a|one");
    job("broken");
    job("b|two");
    f = ask();
    ck_assert_int_eq(next(&f).verdict, HILUM_OK);
    r = next(&f);
    ck_assert_int_eq(r.verdict, HILUM_REJECT);
    ck_assert(hilum_is(r.reason, "key or text is missing"));
    ck_assert(hilum_is(r.place, "line"));
    ck_assert_int_eq(next(&f).verdict, HILUM_OK);
    ck_assert_str_eq(rig_file(&rig, "got"), "0 a|one\n0 b|two\n");
}
END_TEST

START_TEST(the_stages_reply_with_what_reaches_the_sinks)
{
    struct frame         f;
    struct worker_result r;

    begin(WORKER_STAGES);
    job("a|split:3");
    job("b|drop");
    job("c|reject");
    f = ask();
    r = next(&f);
    ck_assert_int_eq(r.verdict, HILUM_OK);
    ck_assert_uint_eq(r.count, 3);
    r = next(&f);
    ck_assert_int_eq(r.verdict, HILUM_OK);
    ck_assert_uint_eq(r.count, 0);
    r = next(&f);
    ck_assert_int_eq(r.verdict, HILUM_REJECT);
    ck_assert(hilum_is(r.by, "obey"));
    ck_assert_ptr_eq(f.at, f.end);
}
END_TEST

START_TEST(a_reply_that_is_cut_off_means_try_again)
{
    struct frame         f = { .bad = true };
    struct worker_result r;

    begin(0);
    worker_read_result(&f, &r);
    ck_assert_int_eq(r.verdict, HILUM_RETRY);
    ck_assert_uint_eq(r.count, 0);
    job("a|one");
    f     = ask();
    f.end = f.at + 12;
    worker_read_result(&f, &r);
    ck_assert_int_eq(r.verdict, HILUM_RETRY);
    ck_assert_uint_gt(r.reason.len, 0);
}
END_TEST

START_TEST(a_worker_that_failed_works_on_with_a_new_instance)
{
    struct frame f;

    begin(0);
    job("a|sink-fail:1");
    f = ask();
    ck_assert_int_eq(next(&f).verdict, HILUM_FAIL);
    job("a|sink-fail:1");
    f = ask();
    ck_assert_int_eq(next(&f).verdict, HILUM_OK);
    ck_assert_str_eq(rig_file(&rig, "life"), "record open\nrecord close\nrecord open\n");
}
END_TEST

int main(void)
{
    return suite_run("worker",
                     SUITE_TESTS(each_job_has_its_result_in_order,
                                 what_cannot_be_encoded_is_refused_and_the_others_go,
                                 the_stages_reply_with_what_reaches_the_sinks,
                                 a_reply_that_is_cut_off_means_try_again,
                                 a_worker_that_failed_works_on_with_a_new_instance),
                     setup, teardown);
}
