/* channel_test.c -- requests and replies between a router and its workers. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/channel.h"

#include "base/clock.h"

#include "../suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 2, WINDOW = 4, ROUNDS = 2000, DEADLINE = 20000 };

static struct arena    arena;
static struct problem  why;
static struct server  *server;
static struct channel *channel;
static struct seat    *seats[WORKERS];
static pthread_t       threads[WORKERS];
static size_t          workers;
static atomic_int      answers, wrong, gone;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

/* Answers each request with itself, backwards, while the gate is open. */
static void *work(void *arg)
{
    struct seat *seat = arg;

    for (;;) {
        struct hilum_view request = seat_receive(seat);
        char             *reply   = malloc(request.len + 1);

        pthread_mutex_lock(&gate);
        pthread_mutex_unlock(&gate);
        for (size_t i = 0; i < request.len; i++)
            reply[i] = request.ptr[request.len - 1 - i];
        seat_reply(seat, (struct hilum_view){ reply, request.len });
        free(reply);
        if (!request.len)
            return NULL;
    }
}

static void serve(const char *url, size_t count)
{
    server = server_open(&arena, url, &why);
    ck_assert_msg(server != NULL, "%s", why.what);
    for (workers = 0; workers < count; workers++) {
        seats[workers] = seat_open(server);
        ck_assert_ptr_nonnull(seats[workers]);
        ck_assert_int_eq(pthread_create(&threads[workers], NULL, work, seats[workers]), 0);
    }
    channel = channel_open(&arena, url, WINDOW, &why);
    ck_assert_msg(channel != NULL, "%s", why.what);
}

static void setup(void)
{
    arena_init(&arena, 1 << 20);
    why     = (struct problem){ 0 };
    server  = NULL;
    channel = NULL;
    workers = 0;
    atomic_store(&answers, 0);
    atomic_store(&wrong, 0);
    atomic_store(&gone, 0);
}

static void left(void *context, struct hilum_view reply)
{
    (void)context;
    ck_assert_ptr_nonnull(reply.ptr);
    atomic_fetch_add(&gone, 1);
}

/* Sockets are closed when nothing is under way any more, and that is after the
 * last worker's reply: nng hangs otherwise. */
static void leave(void)
{
    int64_t until = clock_ticks() + DEADLINE;

    for (size_t i = 0; i < workers; i++)
        while (!channel_ask(channel, (struct hilum_view){ "", 0 }, left, NULL))
            nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    for (size_t i = 0; i < workers; i++)
        pthread_join(threads[i], NULL);
    while (atomic_load(&gone) < (int)workers && clock_ticks() < until)
        nanosleep(&(struct timespec){ .tv_nsec = 100000 }, NULL);
    channel_close(channel);
    server_close(server);
    for (size_t i = 0; i < workers; i++)
        seat_close(seats[i]);
}

static void teardown(void)
{
    if (channel)
        leave();
    arena_free(&arena);
}

/* The context is the number that was asked, as text. */
static void answered(void *context, struct hilum_view reply)
{
    const char *asked = context;
    size_t      len   = strlen(asked);

    for (size_t i = 0; i < len; i++)
        if (reply.len != len || reply.ptr[i] != asked[len - 1 - i]) {
            atomic_fetch_add(&wrong, 1);
            break;
        }
    atomic_fetch_add(&answers, 1);
}

static void wait_answers(int count)
{
    int64_t until = clock_ticks() + DEADLINE;

    while (atomic_load(&answers) < count && clock_ticks() < until)
        nanosleep(&(struct timespec){ .tv_nsec = 100000 }, NULL);
    ck_assert_int_eq(atomic_load(&answers), count);
}

static void ask_many(const char *url)
{
    static char texts[ROUNDS][16];

    serve(url, WORKERS);
    for (int i = 0; i < ROUNDS; i++) {
        struct hilum_view request = { texts[i],
                                      (size_t)snprintf(texts[i], sizeof *texts, "n%d", i) };

        while (!channel_ask(channel, request, answered, texts[i]))
            nanosleep(&(struct timespec){ .tv_nsec = 10000 }, NULL);
    }
    wait_answers(ROUNDS);
    ck_assert_int_eq(atomic_load(&wrong), 0);
}

START_TEST(each_request_gets_its_own_reply_within_a_process)
{
    ask_many("inproc://channel-test");
}
END_TEST

START_TEST(each_request_gets_its_own_reply_between_processes)
{
    char url[80], path[64];

    snprintf(path, sizeof path, "/tmp/hilum-channel-%d.ipc", (int)getpid());
    snprintf(url, sizeof url, "ipc://%s", path);
    ask_many(url);
    unlink(path);
}
END_TEST

START_TEST(a_long_request_and_reply_arrive_whole)
{
    size_t size = 4 << 20;
    char  *text = malloc(size + 1);

    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 23);
    text[size] = '\0';
    serve("inproc://channel-long", 1);
    ck_assert(channel_ask(channel, (struct hilum_view){ text, size }, answered, text));
    wait_answers(1);
    ck_assert_int_eq(atomic_load(&wrong), 0);
    leave();
    channel = NULL;
    free(text);
}
END_TEST

START_TEST(a_full_window_takes_no_more_until_there_is_an_answer)
{
    int asked = 0;

    serve("inproc://channel-window", 1);
    pthread_mutex_lock(&gate);
    while (asked < 1000 && channel_ask(channel, HILUM_VIEW("x"), answered, "x"))
        asked++;
    pthread_mutex_unlock(&gate);
    ck_assert_int_ge(asked, WINDOW);
    ck_assert_int_lt(asked, 1000);
    wait_answers(asked);
    ck_assert_int_eq(atomic_load(&wrong), 0);
}
END_TEST

START_TEST(an_address_that_is_taken_or_wrong_says_so)
{
    serve("inproc://channel-taken", 0);
    ck_assert_ptr_null(server_open(&arena, "inproc://channel-taken", &why));
    ck_assert_ptr_nonnull(strstr(why.what, "inproc://channel-taken: "));
    ck_assert_ptr_null(server_open(&arena, "nothing://x", &why));
    ck_assert_ptr_nonnull(strstr(why.what, "nothing://x: "));
    ck_assert_ptr_null(channel_open(&arena, "ipc:///nowhere/at-all", 1, &why));
    ck_assert_ptr_nonnull(strstr(why.what, "ipc:///nowhere/at-all: "));
}
END_TEST

START_TEST(workers_leave_when_they_are_told_to)
{
    serve("inproc://channel-leave", WORKERS);
    ck_assert(channel_ask(channel, HILUM_VIEW("ab"), answered, "ab"));
    wait_answers(1);
    leave();
    channel = NULL;
}
END_TEST

int main(void)
{
    return suite_run("channel",
                     SUITE_TESTS(each_request_gets_its_own_reply_within_a_process,
                                 each_request_gets_its_own_reply_between_processes,
                                 a_long_request_and_reply_arrive_whole,
                                 a_full_window_takes_no_more_until_there_is_an_answer,
                                 an_address_that_is_taken_or_wrong_says_so,
                                 workers_leave_when_they_are_told_to),
                     setup, teardown);
}
