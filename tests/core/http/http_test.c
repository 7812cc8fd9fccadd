/* http_test.c -- the HTTP service as a client sees it, byte by byte. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http.h"

#include <arpa/inet.h>
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_BODY = 1000, TEXT = 16384 };

static struct http      *http;
static char              why[LIMIT_REASON];
static struct hilum_call call;
static bool              busy; /* no call is to be had */
static char              got[TEXT];

static struct hilum_call *begin(void *context)
{
    (void)context;
    return busy ? NULL : &call;
}

static void end(void *context, struct hilum_call *c)
{
    (void)context;
    ck_assert_ptr_eq(c, &call);
}

static void metrics(void *context, struct hilum_buffer *out)
{
    (void)context;
    hilum_put_text(out, "something_else 1\n");
}

/* Says what it was asked: name, method, base, path, parameters, body. */
static void echo(void *state, struct hilum_call *c, const struct hilum_request *request,
                 struct hilum_response *response)
{
    ck_assert_ptr_eq(c, &call);
    response->type = "text/plain";
    hilum_put_text(response->body, state);
    hilum_put_text(response->body, " ");
    hilum_put_text(response->body, request->method);
    hilum_put_text(response->body, " ");
    hilum_put_view(response->body, request->base);
    hilum_put_text(response->body, " [");
    hilum_put_view(response->body, request->path);
    hilum_put_text(response->body, "]");
    for (uint32_t i = 0; i < request->queries; i++) {
        hilum_put_text(response->body, " ");
        hilum_put_view(response->body, request->query[i].key);
        hilum_put_text(response->body, "=");
        hilum_put_view(response->body, request->query[i].value);
    }
    hilum_put_text(response->body, " <");
    hilum_put_view(response->body, request->body);
    hilum_put_text(response->body, "> ");
    hilum_put_view(response->body, request->header(request, "X-Test"));
    response->set(response, "X-Answer", "yes");
    if (hilum_is(request->path, "/teapot"))
        response->status = 418;
}

static void setup(void)
{
    static const struct http_options options = {
        .max_body = MAX_BODY, .call_begin = begin, .call_end = end, .metrics = metrics
    };
    static const struct hilum_mount shorter = { .size   = sizeof(shorter),
                                                .path   = "/a",
                                                .answer = echo };
    static const struct hilum_mount longer  = { .size   = sizeof(longer),
                                                .path   = "/a/b",
                                                .answer = echo };

    busy = false;
    http = http_open("127.0.0.1:0", &options, why);
    ck_assert_msg(http != NULL, "%s", why);
    ck_assert(http_mount(http, &shorter, "a"));
    ck_assert(http_mount(http, &longer, "b"));
    ck_assert(!http_mount(http, &longer, "again"));
    ck_assert_msg(http_start(http, why), "%s", why);
}

static void teardown(void)
{
    http_stop(http, 1000);
    http_close(http);
}

/* ---- A client ------------------------------------------------------------- */

static int dial(void)
{
    const char        *colon = strrchr(http_address(http), ':');
    unsigned long      port  = strtoul(colon + 1, NULL, 10);
    struct sockaddr_in to    = { .sin_family      = AF_INET,
                                 .sin_port        = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval     most  = { .tv_sec = 10 };
    int                s     = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_eq(connect(s, (struct sockaddr *)&to, sizeof(to)), 0);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
    return s;
}

/* Sends a request, which says "Connection: close", and reads all of the answer. */
static int ask(const char *head, const char *body)
{
    char    request[TEXT];
    int     s   = dial();
    size_t  len = 0;
    ssize_t n   = 1;

    snprintf(request, sizeof(request), "%s\r\nConnection: close\r\n\r\n%s", head, body);
    ck_assert_int_eq(send(s, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    while (n > 0 && len < sizeof(got) - 1) {
        n = recv(s, got + len, sizeof(got) - 1 - len, 0);
        len += n > 0 ? (size_t)n : 0;
    }
    got[len] = '\0';
    close(s);
    return (int)strtol(got + strlen("HTTP/1.1 "), NULL, 10);
}

#define has(what) ck_assert_msg(strstr(got, what) != NULL, "%s", got)

/* ---- Tests ---------------------------------------------------------------- */

START_TEST(a_handler_sees_the_request_decoded_and_in_order)
{
    ck_assert_int_eq(ask("GET /a/x%20y?b=1%2B1&a=2+3&b&c= HTTP/1.1\r\nHost: h:1\r\n"
                         "X-Test: t",
                         ""),
                     200);
    has("a GET http://h:1/a [/x y] b=1+1 a=2 3 b= c= <> t");
    has("X-Answer: yes");
    has("Content-Type: text/plain");
}
END_TEST

START_TEST(the_longest_path_wins_and_only_whole_names_count)
{
    ask("GET /a/b/c HTTP/1.1\r\nHost: h", "");
    has("b GET http://h/a/b [/c]");
    ask("GET /a/bc HTTP/1.1\r\nHost: h", "");
    has("a GET http://h/a [/bc]");
    ask("GET /a HTTP/1.1\r\nHost: h", "");
    has("a GET http://h/a []");
    ck_assert_int_eq(ask("GET /ab HTTP/1.1\r\nHost: h", ""), 404);
}
END_TEST

START_TEST(what_is_not_mounted_says_so_in_json)
{
    ck_assert_int_eq(ask("GET /nothing HTTP/1.1\r\nHost: h", ""), 404);
    has("Content-Type: application/json");
    has("\"paths\":[\"/health\",\"/metrics\",\"/a\",\"/a/b\"]");
}
END_TEST

START_TEST(a_body_arrives_whole)
{
    ck_assert_int_eq(ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5", "hello"),
                     200);
    has("a POST http://h/a [] <hello>");
    ck_assert_int_eq(ask("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked",
                         "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"),
                     200);
    has("<hello>");
}
END_TEST

START_TEST(a_body_that_is_too_long_is_413)
{
    char body[3 * MAX_BODY];
    int  len = snprintf(body, sizeof(body), "%x\r\n%0*d\r\n0\r\n\r\n", 2 * MAX_BODY,
                        2 * MAX_BODY, 7);

    ck_assert_int_gt(len, 2 * MAX_BODY);
    ck_assert_int_eq(ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1001", ""), 413);
    ck_assert_int_eq(
        ask("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked", body), 413);
}
END_TEST

START_TEST(head_is_get_without_a_body)
{
    ck_assert_int_eq(ask("HEAD /a HTTP/1.1\r\nHost: h", ""), 200);
    has("Content-Length: ");
    ck_assert_ptr_null(strstr(got, "a GET"));
    ck_assert_int_eq(ask("GET /a/teapot HTTP/1.1\r\nHost: h", ""), 418);
}
END_TEST

START_TEST(a_host_that_is_no_host_is_not_echoed)
{
    ask("GET /a HTTP/1.1\r\nHost: <script>", "");
    ck_assert_ptr_null(strstr(got, "<script>"));
    has("http://127.0.0.1:");
}
END_TEST

START_TEST(health_and_metrics_are_there)
{
    ck_assert_int_eq(ask("GET /health HTTP/1.1\r\nHost: h", ""), 200);
    has("\r\n\r\nok\n");
    ck_assert_int_eq(ask("GET /metrics HTTP/1.1\r\nHost: h", ""), 200);
    has("hilum_http_requests_total 1\n");
    has("hilum_http_responses_total{class=\"2xx\"} 1\n");
    has("something_else 1\n");
}
END_TEST

START_TEST(without_a_call_the_engine_is_busy)
{
    busy = true;
    ck_assert_int_eq(ask("GET /a HTTP/1.1\r\nHost: h", ""), 503);
}
END_TEST

START_TEST(nonsense_harms_nobody)
{
    static const char *const heads[] = {
        "\1\2\3",
        "GET",
        "GET /a HTTP/9.9",
        "GET /a%zz%0?%=&&=%% HTTP/1.1\r\nHost: h",
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: -5",
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked",
    };

    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        int s = dial();

        ck_assert_int_gt(send(s, heads[i], strlen(heads[i]), MSG_NOSIGNAL), 0);
        close(s);
    }
    ck_assert_int_eq(ask("GET /health HTTP/1.1\r\nHost: h", ""), 200);
}
END_TEST

START_TEST(an_address_is_checked_at_once)
{
    static const struct http_options options = { .call_begin = begin, .call_end = end };
    static const char *const         wrong[] = { "",
                                                 "8080",
                                                 "127.0.0.1",
                                                 "1.2.3.4:x",
                                                 "127.0.0.1:99999",
                                                 "::1:80",
                                                 "[::1]",
                                                 "no.such.host.invalid:80" };
    struct http                     *second;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        ck_assert_msg(http_open(wrong[i], &options, why) == NULL, "%s", wrong[i]);
        ck_assert_str_ne(why, "");
    }
    ck_assert_ptr_null(http_open(http_address(http), &options, why));
    ck_assert_msg(strstr(why, "in use") != NULL, "%s", why);
    second = http_open(":0", &options, why);
    ck_assert_ptr_nonnull(second);
    ck_assert_int_eq(strncmp(http_address(second), "127.0.0.1:", 10), 0);
    http_close(second);
}
END_TEST

static void *ask_often(void *context)
{
    static const char request[] = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    char              answer[1024];
    int               s = dial();

    (void)context;
    for (int i = 0; i < 200; i++) {
        if (send(s, request, sizeof(request) - 1, MSG_NOSIGNAL) < 0 ||
            recv(s, answer, sizeof(answer), 0) <= 0 || !memmem(answer, 15, "200 OK", 6))
            abort();
    }
    close(s);
    return NULL;
}

START_TEST(many_clients_are_answered_at_once)
{
    pthread_t          threads[8];
    struct http_counts counts;

    for (size_t i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, ask_often, NULL);
    for (size_t i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    http_count(http, &counts);
    ck_assert_int_eq(counts.requests, 1600);
    ck_assert_int_eq(counts.classes[2], 1600);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("http");
    TCase   *tcase = tcase_create("service");
    SRunner *runner;
    int      failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_handler_sees_the_request_decoded_and_in_order);
    tcase_add_test(tcase, the_longest_path_wins_and_only_whole_names_count);
    tcase_add_test(tcase, what_is_not_mounted_says_so_in_json);
    tcase_add_test(tcase, a_body_arrives_whole);
    tcase_add_test(tcase, a_body_that_is_too_long_is_413);
    tcase_add_test(tcase, head_is_get_without_a_body);
    tcase_add_test(tcase, a_host_that_is_no_host_is_not_echoed);
    tcase_add_test(tcase, health_and_metrics_are_there);
    tcase_add_test(tcase, without_a_call_the_engine_is_busy);
    tcase_add_test(tcase, nonsense_harms_nobody);
    tcase_add_test(tcase, an_address_is_checked_at_once);
    tcase_add_test(tcase, many_clients_are_answered_at_once);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
