/* instance_test.c -- one part at work: options, opening, restarting; and codecs,
 * which have an instance for whoever needs one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/codec.h"

#include "message/document.h"

#include "../suite.h"

#include <pthread.h>

/* ---- A part that keeps accounts -------------------------------------------- */

struct account {
    const char *text;
    int64_t     number;
    bool        flag;
    int64_t     choice;
    void       *memory; /* what open has made, and close frees */
    int64_t     used;
};

static const char *const choices[] = { "one", "two", NULL };

static const struct hilum_option options[] = {
    HILUM_OPT_TEXT(struct account, text, .preset = "preset", .help = "A text."),
    HILUM_OPT_INT(struct account, number, .preset = "7", .least = "1", .help = "A number."),
    HILUM_OPT_BOOL(struct account, flag, .preset = "true", .help = "A flag."),
    HILUM_OPT_CHOICE(struct account, choice, .preset = "two", .choices = choices,
                     .help = "A choice."),
    HILUM_OPT_END,
};

static int                opened, closed, alive, most_alive;
static enum hilum_verdict verdict;
static pthread_mutex_t    lock = PTHREAD_MUTEX_INITIALIZER;

static enum hilum_verdict account_open(void *state, struct hilum_call *c)
{
    struct account *a = state;

    opened++;
    ck_assert_ptr_null(a->memory);
    ck_assert_int_eq(a->used, 0);
    a->memory = malloc(100);
    if (verdict != HILUM_OK)
        return hilum_blame(c, verdict, "place", "told so");
    return HILUM_OK;
}

static void account_close(void *state)
{
    struct account *a = state;

    closed++;
    free(a->memory);
}

static enum hilum_verdict account_decode(void *state, struct hilum_call *c,
                                         struct hilum_view bytes, struct hilum_builder *b)
{
    struct account *a = state;

    (void)c;
    pthread_mutex_lock(&lock);
    if (++alive > most_alive)
        most_alive = alive;
    pthread_mutex_unlock(&lock);
    ck_assert_int_eq(a->used++ & 1, 0); /* nobody else is in this instance */
    hilum_build_leaf(b, HILUM_NAME("all"), 0, 0, bytes, 0);
    a->used++;
    pthread_mutex_lock(&lock);
    alive--;
    pthread_mutex_unlock(&lock);
    return HILUM_OK;
}

static enum hilum_verdict account_encode(void *state, struct hilum_call *c,
                                         struct hilum_doc doc, const struct hilum_node *n,
                                         struct hilum_buffer *out)
{
    (void)state;
    (void)c;
    hilum_put_view(out, hilum_text(doc, n));
    return HILUM_OK;
}

static const struct part part = { .part = HILUM_PART(.name = "account", .summary = "Counts.",
                                                     .accepts = "all/bytes", .produces = "all",
                                                     .options = options,
                                                     .state   = sizeof(struct account),
                                                     .open = account_open,
                                                     .close = account_close,
                                                     .decode = account_decode,
                                                     .encode = account_encode),
                                  .kind = PART_CODEC,
                                  .plugin = "test" };

static struct engine   engine;
static struct call     call;
static struct arena    arena;
static struct problems problems;
static struct instance instance;

static void setup(void)
{
    struct engine_options where = { .plugins = "", .schemas = "." };

    ck_assert(engine_open(&engine, &where));
    call_init(&call, &engine);
    arena_init(&arena, 1 << 20);
    problems = (struct problems){ .arena = &arena };
    opened = closed = most_alive = 0;
    verdict                      = HILUM_OK;
}

static void teardown(void)
{
    if (instance.part)
        instance_free(&instance);
    call_free(&call);
    engine_close(&engine);
    arena_free(&arena);
}

static bool init(const char *text)
{
    struct yaml *doc = yaml_bytes(&arena, "a.yaml", hilum_view(text), &problems);

    ck_assert_ptr_nonnull(doc);
    return instance_init(&instance, &part, "pipe.account", doc, doc->root, doc->root->at);
}

/* ---- Options --------------------------------------------------------------- */

START_TEST(options_are_written_before_anything_runs)
{
    const struct account *a;

    ck_assert(init("{ text: given, number: 9, flag: false, choice: one }"));
    a = instance.state;
    ck_assert_str_eq(a->text, "given");
    ck_assert_int_eq(a->number, 9);
    ck_assert(!a->flag);
    ck_assert_int_eq(a->choice, 0);
    ck_assert_int_eq(opened, 0);
    instance_free(&instance);
    ck_assert_int_eq(closed, 0);
}
END_TEST

START_TEST(presets_stand_where_nothing_is_given)
{
    const struct account *a;

    ck_assert(instance_preset(&instance, &part, "x"));
    a = instance.state;
    ck_assert_str_eq(a->text, "preset");
    ck_assert_int_eq(a->number, 7);
    ck_assert(a->flag);
    ck_assert_int_eq(a->choice, 1);
    ck_assert_str_eq(instance.name, "x");
}
END_TEST

START_TEST(all_mistakes_are_problems_of_the_file)
{
    ck_assert(!init("{ number: 0, flga: true, choice: tow }"));
    ck_assert_uint_eq(problems.errors, 3);
    ck_assert_ptr_null(instance.part);
    ck_assert_int_eq(opened + closed, 0);
}
END_TEST

/* ---- Life ------------------------------------------------------------------ */

START_TEST(close_follows_an_open_that_failed)
{
    verdict = HILUM_FAIL;
    ck_assert(init("{}"));
    ck_assert_int_eq(instance_open(&instance, &call), HILUM_FAIL);
    ck_assert_str_eq(call.reason, "told so");
    ck_assert_str_eq(call.place, "place");
    instance_free(&instance);
    ck_assert_int_eq(opened, 1);
    ck_assert_int_eq(closed, 1);
}
END_TEST

START_TEST(a_restart_keeps_the_options_and_forgets_the_rest)
{
    struct account *a;

    ck_assert(init("{ text: given, number: 9, flag: false, choice: one }"));
    ck_assert_int_eq(instance_open(&instance, &call), HILUM_OK);
    a       = instance.state;
    a->used = 77;
    ck_assert_int_eq(instance_restart(&instance, &call), HILUM_OK);
    ck_assert_str_eq(a->text, "given");
    ck_assert_int_eq(a->number, 9);
    ck_assert(!a->flag);
    ck_assert_int_eq(a->choice, 0);
    ck_assert_int_eq(a->used, 0);
    ck_assert_int_eq(opened, 2);
    ck_assert_int_eq(closed, 1);
    instance_free(&instance);
    ck_assert_int_eq(closed, 2);
}
END_TEST

START_TEST(a_restart_that_fails_can_be_tried_again)
{
    ck_assert(init("{}"));
    ck_assert_int_eq(instance_open(&instance, &call), HILUM_OK);
    verdict = HILUM_RETRY;
    ck_assert_int_eq(instance_restart(&instance, &call), HILUM_RETRY);
    verdict = HILUM_OK;
    ck_assert_int_eq(instance_restart(&instance, &call), HILUM_OK);
    instance_free(&instance);
    ck_assert_int_eq(opened, 3);
    ck_assert_int_eq(closed, 3);
}
END_TEST

/* ---- Codecs ---------------------------------------------------------------- */

static void decode_once(struct call *c)
{
    struct hilum_block *block;
    struct hilum_doc    d;

    call_begin(c, NULL);
    block = engine_decode(&engine, c, codec_preset(&engine, &part), HILUM_VIEW("text"));
    ck_assert_ptr_nonnull(block);
    d = (struct hilum_doc){ block, "text" };
    ck_assert(hilum_is(hilum_text(d, hilum_root(d)), "text"));
    free(block);
}

START_TEST(one_instance_is_enough_for_one_after_the_other)
{
    for (int i = 0; i < 10; i++)
        decode_once(&call);
    ck_assert_int_eq(opened, 1);
    engine_close(&engine);
    ck_assert_int_eq(closed, 1);
    engine_open(&engine, &(struct engine_options){ .plugins = "", .schemas = "." });
}
END_TEST

static void *decode_many(void *arg)
{
    struct call own;

    call_init(&own, arg);
    for (int i = 0; i < 2000; i++)
        decode_once(&own);
    call_free(&own);
    return NULL;
}

START_TEST(threads_never_share_an_instance)
{
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, decode_many, &engine), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_ge(opened, most_alive);
    ck_assert_int_le(opened, 4);
}
END_TEST

START_TEST(a_codec_that_does_not_open_is_blamed)
{
    verdict = HILUM_FAIL;
    call_begin(&call, NULL);
    ck_assert_ptr_null(engine_decode(&engine, &call, codec_preset(&engine, &part), HILUM_VIEW("x")));
    ck_assert_str_eq(call.reason, "the codec account: told so");
    ck_assert_int_eq(closed, 1);
    verdict = HILUM_OK;
    decode_once(&call);
}
END_TEST

int main(void)
{
    return suite_run("instance",
                     SUITE_TESTS(options_are_written_before_anything_runs,
                                 presets_stand_where_nothing_is_given,
                                 all_mistakes_are_problems_of_the_file,
                                 close_follows_an_open_that_failed,
                                 a_restart_keeps_the_options_and_forgets_the_rest,
                                 a_restart_that_fails_can_be_tried_again,
                                 one_instance_is_enough_for_one_after_the_other,
                                 threads_never_share_an_instance,
                                 a_codec_that_does_not_open_is_blamed),
                     setup, teardown);
}
