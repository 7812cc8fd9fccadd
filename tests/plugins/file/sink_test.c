/* sink_test.c -- messages become files, whole or not at all. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "file/sink.h"

#include "place.h"
#include "stand_in.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct stand_in engine;
static void           *state;

static enum hilum_verdict start(const char *a, const char *b)
{
    stand_in_open(&engine);
    state = stand_in_state(&file_sink, (const char *const[]){ a, b, NULL });
    return file_sink.open(state, &engine.call);
}

static void finish(void)
{
    file_sink.close(state);
    free(state);
    stand_in_close(&engine);
}

/* Delivers texts, ended with NULL, with the numbers 7, 7, 8, 9, ... */
static enum hilum_verdict deliver(const char *const *texts, const char *control_id)
{
    const struct hilum_msg *batch[8];
    size_t                  count = 0;
    enum hilum_verdict      v;

    stand_in_reset(&engine);
    for (; texts[count]; count++) {
        struct hilum_msg *m = stand_in_bytes("fhir/json", count ? 6 + (int64_t)count : 7,
                                             texts[count], strlen(texts[count]));

        snprintf(m->control_id, sizeof m->control_id, "%s", control_id);
        batch[count] = m;
    }
    v = file_sink.deliver(state, &engine.call, batch, count);
    while (count)
        stand_in_drop(batch[--count]);
    return v;
}

#define TEXTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(each_message_has_a_file_in_the_folder)
{
    ck_assert_int_eq(start("path=out", NULL), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("{a}", "{b}", "{c}"), ""), HILUM_OK);
    ck_assert(place_has("out/7.json", "{a}"));
    ck_assert(place_has("out/7-2.json", "{b}"));
    ck_assert(place_has("out/8.json", "{c}"));
    ck_assert_uint_eq(place_count("out"), 3);
    finish();
}
END_TEST

START_TEST(a_message_that_comes_again_replaces_its_file)
{
    ck_assert_int_eq(start("path=out", NULL), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("{a}"), ""), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("{a}"), ""), HILUM_OK);
    ck_assert_uint_eq(place_count("out"), 1);
    finish();
}
END_TEST

START_TEST(a_pattern_names_the_file)
{
    ck_assert_int_eq(start("path=out/msg-%{id}-%{control-id}.txt", NULL), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("a"), "C/1"), HILUM_OK);
    ck_assert(place_has("out/msg-7-C_1.txt", "a"));
    finish();
}
END_TEST

START_TEST(a_message_cannot_name_another_folder)
{
    ck_assert_int_eq(start("path=out/%{control-id}", NULL), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("a"), "../../x"), HILUM_OK);
    ck_assert_int_eq(engine.settled[0], HILUM_REJECT);
    ck_assert_uint_eq(place_count("out"), 0);
    ck_assert_int_eq(deliver(TEXTS("a"), ""), HILUM_OK);
    ck_assert_int_eq(engine.settled[0], HILUM_REJECT);
    ck_assert_int_eq(deliver(TEXTS("a"), "x/../../y"), HILUM_OK);
    ck_assert(place_has("out/x_.._.._y", "a"));
    finish();
}
END_TEST

START_TEST(messages_may_go_into_one_file)
{
    ck_assert_int_eq(start("path=out.ndjson", "append=true"), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("{a}", "{b}\n"), ""), HILUM_OK);
    ck_assert_int_eq(deliver(TEXTS("{c}"), ""), HILUM_OK);
    ck_assert(place_has("out.ndjson", "{a}\n{b}\n{c}\n"));
    finish();
}
END_TEST

START_TEST(a_folder_in_the_way_is_tried_again)
{
    ck_assert_int_eq(start("path=out", NULL), HILUM_OK);
    mkdir("out/7-2.json", 0700);
    ck_assert_int_eq(deliver(TEXTS("{a}", "{b}", "{c}"), ""), HILUM_RETRY);
    ck_assert_str_eq(engine.why, "7-2.json cannot be written: Is a directory");
    ck_assert(engine.has_settled[0] && !engine.has_settled[1] && !engine.has_settled[2]);
    ck_assert_uint_eq(place_count("out"), 2);
    finish();
}
END_TEST

START_TEST(a_folder_that_is_removed_is_made_again)
{
    ck_assert_int_eq(start("path=out", NULL), HILUM_OK);
    ck_assert_int_eq(rmdir("out"), 0);
    ck_assert_int_eq(deliver(TEXTS("{a}"), ""), HILUM_OK);
    ck_assert(place_has("out/7.json", "{a}"));
    ck_assert_int_eq(rename("out", "old"), 0);
    mkdir("out", 0700);
    ck_assert_int_eq(deliver(TEXTS("{b}"), ""), HILUM_OK);
    ck_assert(place_has("out/7.json", "{b}"));
    ck_assert(place_has("old/7.json", "{a}"));
    finish();
}
END_TEST

START_TEST(a_folder_that_cannot_be_made_again_is_tried_again)
{
    ck_assert_int_eq(start("path=out", NULL), HILUM_OK);
    ck_assert_int_eq(rmdir("out"), 0);
    place_write("out", "a file");
    ck_assert_int_eq(deliver(TEXTS("{a}"), ""), HILUM_RETRY);
    ck_assert_str_eq(engine.why, "out cannot be opened: Not a directory");
    ck_assert_int_eq(unlink("out"), 0);
    ck_assert_int_eq(deliver(TEXTS("{a}"), ""), HILUM_OK);
    finish();
}
END_TEST

START_TEST(a_wrong_path_is_found_at_open)
{
    static const char *const wrong[][2] = {
        { "path=a/%{id", NULL },
        { "path=%{id}/a.txt", NULL },
        { "path=a/%{}", NULL },
        { "path=a-%{id}", "append=true" },
        { "path=missing/folder/%{id}", NULL },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(start(wrong[i][0], wrong[i][1]), HILUM_FAIL);
        ck_assert_str_eq(engine.where, "path");
        finish();
    }
}
END_TEST

int main(void)
{
    return suite_run(
        "file sink",
        SUITE_TESTS(each_message_has_a_file_in_the_folder,
                    a_message_that_comes_again_replaces_its_file,
                    a_pattern_names_the_file, a_message_cannot_name_another_folder,
                    messages_may_go_into_one_file, a_folder_in_the_way_is_tried_again,
                    a_folder_that_is_removed_is_made_again,
                    a_folder_that_cannot_be_made_again_is_tried_again,
                    a_wrong_path_is_found_at_open),
        place_begin, place_end);
}
