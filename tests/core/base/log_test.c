/* log_test.c -- log lines, read back from a pipe that stands for stderr. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include "base/clock.h"

#include "../suite.h"

#include <unistd.h>

static int  kept, ends[2];
static char line[8192];

static void setup(void)
{
    clock_hold(INT64_C(1795336924123));
    ck_assert_int_eq(pipe(ends), 0);
    kept = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
}

static void teardown(void)
{
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(ends[0]);
    close(ends[1]);
    clock_hold(-1);
}

/* What has been written since the last time. */
static const char *written(void)
{
    ssize_t n;

    if (write(ends[1], "\f", 1) != 1)
        return NULL;
    n = read(ends[0], line, sizeof line - 1);
    ck_assert_int_gt(n, 0);
    ck_assert_int_eq(line[n - 1], '\f');
    line[n - 1] = '\0';
    return line;
}

START_TEST(logfmt_has_time_level_speaker_and_sentence)
{
    log_setup(LOG_LOGFMT, LOG_INFO);
    log_write(LOG_WARN, "adt.mllp", "%d of %d", 1, 2);
    ck_assert_str_eq(written(), "time=2026-11-22T08:42:04.123Z level=warn from=\"adt.mllp\" "
                                "what=\"1 of 2\"\n");
}
END_TEST

START_TEST(json_has_the_same)
{
    log_setup(LOG_JSON, LOG_INFO);
    log_write(LOG_ERROR, "a", "b");
    ck_assert_str_eq(written(), "{\"time\":\"2026-11-22T08:42:04.123Z\",\"level\":\"error\","
                                "\"from\":\"a\",\"what\":\"b\"}\n");
}
END_TEST

START_TEST(quotes_backslashes_and_controls_are_escaped)
{
    log_setup(LOG_JSON, LOG_INFO);
    log_write(LOG_INFO, "a\"b", "c\\d\ne\x01");
    ck_assert_str_eq(written(), "{\"time\":\"2026-11-22T08:42:04.123Z\",\"level\":\"info\","
                                "\"from\":\"a\\\"b\",\"what\":\"c\\\\d\\u000ae\\u0001\"}\n");
    log_setup(LOG_LOGFMT, LOG_INFO);
    log_write(LOG_INFO, "a", "x\" level=error what=\"y");
    ck_assert_str_eq(written(), "time=2026-11-22T08:42:04.123Z level=info from=\"a\" "
                                "what=\"x\\\" level=error what=\\\"y\"\n");
}
END_TEST

START_TEST(lines_below_the_level_are_dropped)
{
    log_setup(LOG_LOGFMT, LOG_WARN);
    log_write(LOG_DEBUG, "a", "no");
    log_write(LOG_INFO, "a", "no");
    log_write(LOG_WARN, "a", "yes");
    ck_assert_ptr_null(strstr(written(), "no"));
    ck_assert_ptr_nonnull(strstr(line, "yes"));
}
END_TEST

/* A line that is cut is still one line, and still JSON. */
START_TEST(a_long_sentence_is_cut_and_the_line_is_whole)
{
    char   what[6000];
    size_t len;

    log_setup(LOG_JSON, LOG_INFO);
    for (int kind = 0; kind < 3; kind++) {
        memset(what, "x\n\""[kind], sizeof what - 1);
        what[sizeof what - 1] = '\0';
        log_write(LOG_INFO, "a", "%s", what);
        len = strlen(written());
        ck_assert_uint_gt(len, 500);
        ck_assert_uint_le(len, 4096);
        ck_assert_str_eq(line + len - 3, "\"}\n");
        ck_assert_ptr_eq(strchr(line, '\n'), line + len - 1);
    }
}
END_TEST

int main(void)
{
    return suite_run("log",
                     SUITE_TESTS(logfmt_has_time_level_speaker_and_sentence,
                                 json_has_the_same,
                                 quotes_backslashes_and_controls_are_escaped,
                                 lines_below_the_level_are_dropped,
                                 a_long_sentence_is_cut_and_the_line_is_whole),
                     setup, teardown);
}
