/* store_conformance.c -- what every store must do, run over one of them. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HILUM_TEST_STORE names the part ("sqlite"), HILUM_TEST_STORE_OPTIONS its
 * options in YAML, '@' being a temporary folder.
 */
#include "rig.h"

#include <check.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct rig                rig;
static const struct hilum_store *store;
static void                     *state;

static void setup(void)
{
    const char *part    = getenv("HILUM_TEST_STORE"),
               *options = getenv("HILUM_TEST_STORE_OPTIONS");

    rig_open(&rig);
    ck_assert_ptr_nonnull(rig_part(&rig, PART_STORE, part ? part : "sqlite", "ehr",
                                   options ? options : "{ path: @/below/ehr.db }"));
    store = rig_store(&rig, &state);
}

static void teardown(void)
{
    rig_close(&rig);
}

/* ---- Shorthand ------------------------------------------------------------ */

static struct hilum_term token(const char *name, const char *system, const char *code)
{
    return (struct hilum_term){ .kind   = HILUM_TOKEN,
                                .name   = hilum_view(name),
                                .text   = hilum_view(code),
                                .beside = hilum_view(system) };
}

static struct hilum_term string(const char *name, const char *text, const char *written)
{
    return (struct hilum_term){ .kind   = HILUM_STRING,
                                .name   = hilum_view(name),
                                .text   = hilum_view(text),
                                .beside = hilum_view(written) };
}

static struct hilum_term range(const char *name, double low, double high)
{
    return (struct hilum_term){
        .kind = HILUM_RANGE, .name = hilum_view(name), .low = low, .high = high
    };
}

static struct hilum_change *begin(void)
{
    struct hilum_change *change = NULL;

    ck_assert_int_eq(store->begin(state, rig_call(&rig), &change), HILUM_OK);
    ck_assert_ptr_nonnull(change);
    return change;
}

static void commit(struct hilum_change *change)
{
    ck_assert_int_eq(store->commit(state, rig_call(&rig), change), HILUM_OK);
}

static enum hilum_verdict try_put(struct hilum_change *change, const char *id,
                                  int64_t version, const char *body,
                                  const struct hilum_term *terms, size_t count)
{
    struct hilum_record r = { .size       = sizeof(r),
                              .collection = HILUM_VIEW("Patient"),
                              .id         = hilum_view(id),
                              .version    = version,
                              .updated    = 1000 * version,
                              .mark       = { (uint64_t)version, 7 },
                              .body       = hilum_view(body),
                              .deleted    = body[0] == '\0',
                              .terms      = terms,
                              .term_count = count };

    return store->put(state, rig_call(&rig), change, &r);
}

static void put(const char *id, int64_t version, const char *body,
                const struct hilum_term *terms, size_t count)
{
    struct hilum_change *change = begin();

    ck_assert_int_eq(try_put(change, id, version, body, terms, count), HILUM_OK);
    commit(change);
}

/* Writes "id/version:body " for each record; a deleted one has "!". */
static bool append(void *context, const struct hilum_record *r)
{
    char *to = context;

    snprintf(to + strlen(to), 1024 - strlen(to), "%.*s/%lld%s%.*s ", (int)r->id.len,
             r->id.ptr, (long long)r->version, r->deleted ? "!" : ":", (int)r->body.len,
             r->body.ptr ? r->body.ptr : "");
    return true;
}

static const char *get(struct hilum_change *change, const char *id, int64_t version)
{
    static char text[1024];

    text[0] = '\0';
    ck_assert_int_eq(store->get(state, rig_call(&rig), change, HILUM_VIEW("Patient"),
                                hilum_view(id), version, 0, append, text),
                     HILUM_OK);
    return text;
}

static bool append_id(void *context, const struct hilum_record *r)
{
    char *to = context;

    snprintf(to + strlen(to), 1024 - strlen(to), "%.*s ", (int)r->id.len, r->id.ptr);
    return true;
}

/* The ids found; with a total in front where it is asked for. */
static const char *ids(struct hilum_query q)
{
    static char text[1024];
    uint64_t    total = 0;

    text[0]      = '\0';
    q.size       = sizeof(q);
    q.collection = HILUM_VIEW("Patient");
    q.limit      = q.limit ? q.limit : 100;
    ck_assert_int_eq(
        store->find(state, rig_call(&rig), NULL, &q, append_id, text, &total), HILUM_OK);
    if (q.flags & HILUM_TOTAL)
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "of %d", (int)total);
    return text;
}

/* The ids found by one value of one clause. */
static const char *by(uint32_t kind, const char *name, struct hilum_value v,
                      uint32_t flags)
{
    struct hilum_clause c = {
        .kind = kind, .flags = flags, .name = hilum_view(name), .values = &v, .count = 1
    };

    return ids((struct hilum_query){ .clauses = &c, .clause_count = 1 });
}

static struct hilum_value value(uint32_t compare, const char *text, const char *beside)
{
    return (struct hilum_value){ .compare = compare,
                                 .flags   = beside ? 0 : HILUM_ANY_SYSTEM,
                                 .text    = hilum_view(text),
                                 .beside  = hilum_view(beside ? beside : "") };
}

static struct hilum_value bounds(uint32_t compare, double low, double high)
{
    return (struct hilum_value){ .compare = compare, .low = low, .high = high };
}

/* ---- Versions ------------------------------------------------------------- */

START_TEST(a_record_is_read_as_it_was_put)
{
    put("a", 1, "one", NULL, 0);
    ck_assert_str_eq(get(NULL, "a", 0), "a/1:one ");
    ck_assert_str_eq(get(NULL, "a", 1), "a/1:one ");
    ck_assert_str_eq(get(NULL, "a", 2), "");
    ck_assert_str_eq(get(NULL, "b", 0), "");
}
END_TEST

START_TEST(every_version_stays)
{
    static char text[1024];
    uint64_t    total;

    put("a", 1, "one", NULL, 0);
    put("a", 2, "two", NULL, 0);
    put("a", 3, "", NULL, 0);
    put("a", 4, "four", NULL, 0);
    ck_assert_str_eq(get(NULL, "a", 0), "a/4:four ");
    ck_assert_str_eq(get(NULL, "a", 3), "a/3! ");
    ck_assert_str_eq(get(NULL, "a", 2), "a/2:two ");
    text[0] = '\0';
    ck_assert_int_eq(store->history(state, rig_call(&rig), NULL, HILUM_VIEW("Patient"),
                                    HILUM_VIEW("a"), 0, 10, append, text, &total),
                     HILUM_OK);
    ck_assert_str_eq(text, "a/4:four a/3! a/2:two a/1:one ");
    ck_assert_int_eq(total, 4);
    text[0] = '\0';
    store->history(state, rig_call(&rig), NULL, HILUM_VIEW("Patient"), HILUM_VIEW("a"), 1,
                   2, append, text, &total);
    ck_assert_str_eq(text, "a/3! a/2:two ");
}
END_TEST

START_TEST(a_version_must_follow_the_newest)
{
    struct hilum_change *change = begin();

    ck_assert_int_eq(try_put(change, "a", 2, "x", NULL, 0), HILUM_REJECT);
    ck_assert_int_eq(try_put(change, "a", 1, "x", NULL, 0), HILUM_OK);
    ck_assert_int_eq(try_put(change, "a", 1, "y", NULL, 0), HILUM_REJECT);
    commit(change);
    ck_assert_str_eq(get(NULL, "a", 0), "a/1:x ");
}
END_TEST

START_TEST(an_id_has_a_length)
{
    struct hilum_change *change = begin();
    char                 id[HILUM_MOST_ID + 2];

    memset(id, 'a', sizeof(id));
    id[HILUM_MOST_ID + 1] = '\0';
    ck_assert_int_eq(try_put(change, "", 1, "x", NULL, 0), HILUM_REJECT);
    ck_assert_int_eq(try_put(change, id, 1, "x", NULL, 0), HILUM_REJECT);
    id[HILUM_MOST_ID] = '\0';
    ck_assert_int_eq(try_put(change, id, 1, "x", NULL, 0), HILUM_OK);
    commit(change);
}
END_TEST

/* ---- Transactions --------------------------------------------------------- */

START_TEST(a_rollback_leaves_nothing)
{
    struct hilum_term    t      = token("identifier", "s", "1");
    struct hilum_change *change = begin();

    ck_assert_int_eq(try_put(change, "a", 1, "x", &t, 1), HILUM_OK);
    ck_assert_str_eq(get(change, "a", 0), "a/1:x ");
    store->rollback(state, change);
    ck_assert_str_eq(get(NULL, "a", 0), "");
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "1", "s"), 0), "");
    put("b", 1, "y", &t, 1);
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "1", "s"), 0), "b ");
}
END_TEST

START_TEST(a_reader_sees_what_was_last_committed)
{
    struct hilum_change *change;

    put("a", 1, "one", NULL, 0);
    change = begin();
    ck_assert_int_eq(try_put(change, "a", 2, "two", NULL, 0), HILUM_OK);
    ck_assert_str_eq(get(NULL, "a", 0), "a/1:one ");
    ck_assert_str_eq(get(change, "a", 0), "a/2:two ");
    commit(change);
    ck_assert_str_eq(get(NULL, "a", 0), "a/2:two ");
}
END_TEST

enum { WRITERS = 4, WRITES = 50 };

static void *write_often(void *context)
{
    struct call call;

    (void)context;
    call_init(&call, &rig.engine);
    for (size_t n = 0; n < WRITES; n++) {
        struct hilum_change *change;
        struct hilum_record  r          = { .size       = sizeof(r),
                                            .collection = HILUM_VIEW("Patient"),
                                            .id         = HILUM_VIEW("shared"),
                                            .body       = HILUM_VIEW("x") };
        char                 text[1024] = "";

        call_begin(&call, NULL);
        if (store->begin(state, &call.pub, &change) != HILUM_OK)
            abort();
        store->get(state, &call.pub, change, r.collection, r.id, 0, HILUM_HEADS, append,
                   text);
        r.version = text[0] ? strtol(strchr(text, '/') + 1, NULL, 10) + 1 : 1;
        if (store->put(state, &call.pub, change, &r) != HILUM_OK ||
            store->commit(state, &call.pub, change) != HILUM_OK)
            abort();
        store->get(state, &call.pub, NULL, r.collection, r.id, 0, 0, append, text);
    }
    call_free(&call);
    return NULL;
}

START_TEST(writers_wait_for_one_another)
{
    pthread_t threads[WRITERS];

    for (size_t i = 0; i < WRITERS; i++)
        pthread_create(&threads[i], NULL, write_often, NULL);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_str_eq(get(NULL, "shared", 0), "shared/200:x ");
}
END_TEST

/* ---- Finding -------------------------------------------------------------- */

START_TEST(a_token_is_found_with_and_without_its_system)
{
    struct hilum_term a[] = { token("identifier", "s", "1"),
                              token("identifier", "t", "2") };
    struct hilum_term b[] = { token("identifier", "", "1") };

    put("a", 1, "x", a, 2);
    put("b", 1, "x", b, 1);
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "1", "s"), 0), "a ");
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "1", ""), 0), "b ");
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "1", NULL), 0),
                     "a b ");
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "2", "s"), 0), "");
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_SYSTEM, "", "t"), 0),
                     "a ");
    ck_assert_str_eq(by(HILUM_TOKEN, "other", value(HILUM_EQ, "1", NULL), 0), "");
}
END_TEST

START_TEST(a_string_is_found_by_its_beginning_its_middle_or_exactly)
{
    struct hilum_term a = string("name", "mueller", "M\xc3\xbcller"),
                      b = string("name", "muell", "Muell"),
                      c = string("name", "schmueller", "Schmueller");

    put("a", 1, "x", &a, 1);
    put("b", 1, "x", &b, 1);
    put("c", 1, "x", &c, 1);
    ck_assert_str_eq(by(HILUM_STRING, "name", value(HILUM_PREFIX, "muel", ""), 0),
                     "a b ");
    ck_assert_str_eq(by(HILUM_STRING, "name", value(HILUM_CONTAINS, "muel", ""), 0),
                     "a b c ");
    ck_assert_str_eq(by(HILUM_STRING, "name", value(HILUM_EQ, "muell", ""), 0), "b ");
    ck_assert_str_eq(
        by(HILUM_STRING, "name", value(HILUM_EXACT, "mueller", "M\xc3\xbcller"), 0),
        "a ");
    ck_assert_str_eq(
        by(HILUM_STRING, "name", value(HILUM_EXACT, "mueller", "Mueller"), 0), "");
    ck_assert_str_eq(by(HILUM_STRING, "name", value(HILUM_PREFIX, "", ""), 0), "a b c ");
}
END_TEST

START_TEST(ranges_compare_as_the_contract_says)
{
    struct hilum_term a = range("date", 10, 20), b = range("date", 15, 15),
                      c = range("date", 30, INFINITY), d = range("date", -INFINITY, 5);
    static const struct {
        uint32_t    compare;
        double      low, high;
        const char *found;
    } rows[] = {
        { HILUM_EQ, 10, 20, "a b " },      { HILUM_EQ, 11, 20, "b " },
        { HILUM_NE, 10, 20, "c d " },      { HILUM_GT, 10, 20, "c " },
        { HILUM_GE, 10, 20, "a b c " },    { HILUM_LT, 10, 20, "d " },
        { HILUM_LE, 10, 20, "a b d " },    { HILUM_SA, 5, 9, "a b c " },
        { HILUM_SA, 5, 10, "b c " },       { HILUM_EB, 20, 21, "b d " },
        { HILUM_OVERLAP, 20, 30, "a c " }, { HILUM_OVERLAP, 16, 19, "a " },
    };

    put("a", 1, "x", &a, 1);
    put("b", 1, "x", &b, 1);
    put("c", 1, "x", &c, 1);
    put("d", 1, "x", &d, 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(strcmp(by(HILUM_RANGE, "date",
                                bounds(rows[i].compare, rows[i].low, rows[i].high), 0),
                             rows[i].found) == 0,
                      "row %d finds %s", (int)i,
                      by(HILUM_RANGE, "date",
                         bounds(rows[i].compare, rows[i].low, rows[i].high), 0));
}
END_TEST

START_TEST(a_unit_matters_unless_it_does_not)
{
    struct hilum_term  a = range("value", 5, 5), b = range("value", 5, 5);
    struct hilum_value v = bounds(HILUM_EQ, 4, 6);

    a.text   = HILUM_VIEW("mg");
    a.beside = HILUM_VIEW("ucum");
    b.text   = HILUM_VIEW("kg");
    put("a", 1, "x", &a, 1);
    put("b", 1, "x", &b, 1);
    v.text   = HILUM_VIEW("mg");
    v.beside = HILUM_VIEW("ucum");
    ck_assert_str_eq(by(HILUM_RANGE, "value", v, 0), "a ");
    v.text  = HILUM_VIEW("kg");
    v.flags = HILUM_ANY_SYSTEM;
    ck_assert_str_eq(by(HILUM_RANGE, "value", v, 0), "b ");
    v.flags = HILUM_ANY_SYSTEM | HILUM_ANY_UNIT;
    ck_assert_str_eq(by(HILUM_RANGE, "value", v, 0), "a b ");
}
END_TEST

START_TEST(clauses_narrow_and_values_widen)
{
    struct hilum_term a[] = { token("gender", "", "male"), string("name", "ann", "Ann") };
    struct hilum_term b[] = { token("gender", "", "female"), string("name", "bo", "Bo") };
    struct hilum_term c[] = { token("gender", "", "female") };
    struct hilum_value  genders[] = { value(HILUM_EQ, "male", NULL),
                                      value(HILUM_EQ, "female", NULL) };
    struct hilum_value  bo        = value(HILUM_PREFIX, "b", "");
    struct hilum_clause clauses[] = {
        { .kind   = HILUM_TOKEN,
          .name   = HILUM_VIEW("gender"),
          .values = genders,
          .count  = 2 },
        { .kind = HILUM_STRING, .name = HILUM_VIEW("name"), .values = &bo, .count = 1 }
    };

    put("a", 1, "x", a, 2);
    put("b", 1, "x", b, 2);
    put("c", 1, "x", c, 1);
    ck_assert_str_eq(ids((struct hilum_query){ .clauses = clauses, .clause_count = 1 }),
                     "a b c ");
    ck_assert_str_eq(ids((struct hilum_query){ .clauses = clauses, .clause_count = 2 }),
                     "b ");
}
END_TEST

START_TEST(what_is_not_so_or_missing_is_found_too)
{
    struct hilum_term  a = token("gender", "", "male"), b = token("gender", "", "female");
    struct hilum_value male = value(HILUM_EQ, "male", NULL);

    put("a", 1, "x", &a, 1);
    put("b", 1, "x", &b, 1);
    put("c", 1, "x", NULL, 0);
    ck_assert_str_eq(by(HILUM_TOKEN, "gender", male, HILUM_NOT), "b c ");
    ck_assert_str_eq(by(HILUM_TOKEN, "gender", male, HILUM_MISSING), "c ");
    ck_assert_str_eq(by(HILUM_TOKEN, "gender", male, HILUM_MISSING | HILUM_NOT), "a b ");
    ck_assert_str_eq(by(HILUM_TOKEN, "never-seen", male, HILUM_MISSING), "a b c ");
}
END_TEST

START_TEST(only_the_newest_version_is_found)
{
    struct hilum_term one = token("gender", "", "male"),
                      two = token("gender", "", "female");

    put("a", 1, "x", &one, 1);
    put("a", 2, "y", &two, 1);
    ck_assert_str_eq(by(HILUM_TOKEN, "gender", value(HILUM_EQ, "male", NULL), 0), "");
    ck_assert_str_eq(by(HILUM_TOKEN, "gender", value(HILUM_EQ, "female", NULL), 0), "a ");
    put("a", 3, "", NULL, 0);
    ck_assert_str_eq(by(HILUM_TOKEN, "gender", value(HILUM_EQ, "female", NULL), 0), "");
    ck_assert_str_eq(ids((struct hilum_query){ .flags = HILUM_TOTAL }), "of 0");
}
END_TEST

START_TEST(ids_and_times_of_change_narrow)
{
    struct hilum_view some[] = { HILUM_VIEW("a"), HILUM_VIEW("c"), HILUM_VIEW("nobody") };
    struct hilum_value late  = bounds(HILUM_GE, 2000, 2000);

    put("a", 1, "x", NULL, 0);
    put("b", 1, "x", NULL, 0);
    put("b", 2, "x", NULL, 0);
    put("c", 1, "x", NULL, 0);
    ck_assert_str_eq(ids((struct hilum_query){ .ids = some, .id_count = 3 }), "a c ");
    ck_assert_str_eq(ids((struct hilum_query){ .updated = &late, .updated_count = 1 }),
                     "b ");
}
END_TEST

START_TEST(records_are_sorted_and_paged)
{
    struct hilum_term  a[] = { range("date", 3, 9), range("date", 1, 1) };
    struct hilum_term  b = range("date", 2, 2), d = range("date", 5, 5);
    struct hilum_sort  by_date = { .kind = HILUM_RANGE, .name = HILUM_VIEW("date") };
    struct hilum_query q = { .sorts = &by_date, .sort_count = 1, .flags = HILUM_TOTAL };

    put("a", 1, "x", a, 2);
    put("b", 1, "x", &b, 1);
    put("c", 1, "x", NULL, 0);
    put("d", 1, "x", &d, 1);
    ck_assert_str_eq(ids(q), "a b d c of 4");
    q.limit = 2;
    q.skip  = 1;
    ck_assert_str_eq(ids(q), "b d of 4");
    by_date.descending = 1;
    q.limit            = 0;
    q.skip             = 0;
    ck_assert_str_eq(ids(q), "a d b c of 4");
    ck_assert_str_eq(ids((struct hilum_query){ .after = HILUM_VIEW("b"), .limit = 1 }),
                     "c ");
}
END_TEST

START_TEST(what_cannot_be_kept_is_refused)
{
    struct hilum_term    odd = range("date", 2, 1), none = { .kind = 9 };
    struct hilum_change *change = begin();

    ck_assert_int_eq(try_put(change, "a", 1, "x", &odd, 1), HILUM_REJECT);
    ck_assert_int_eq(try_put(change, "a", 1, "x", &none, 1), HILUM_REJECT);
    ck_assert_int_eq(try_put(change, "a", 1, "x", NULL, HILUM_MOST_TERMS + 1),
                     HILUM_REJECT);
    commit(change);
    ck_assert_str_eq(get(NULL, "a", 0), "");
}
END_TEST

START_TEST(the_same_term_twice_and_a_very_long_one_are_kept)
{
    static char       text[5000];
    struct hilum_term terms[] = { token("code", "s", "x"),
                                  token("code", "s", "x"),
                                  { .kind = HILUM_STRING, .name = HILUM_VIEW("name") } };

    memset(text, 'n', sizeof(text) - 1);
    terms[2].text = terms[2].beside = hilum_view(text);
    put("a", 1, "x", terms, 3);
    put("a", 2, "y", terms, 3);
    ck_assert_str_eq(by(HILUM_TOKEN, "code", value(HILUM_EQ, "x", "s"), 0), "a ");
    ck_assert_str_eq(by(HILUM_STRING, "name", value(HILUM_EXACT, text, text), 0), "a ");
}
END_TEST

START_TEST(everything_is_there_after_opening_again)
{
    struct hilum_term t = token("identifier", "s", "1");

    put("a", 1, "one", &t, 1);
    ck_assert_int_eq(instance_restart(&rig.parts[0], &rig.call), HILUM_OK);
    store = rig_store(&rig, &state);
    ck_assert_str_eq(get(NULL, "a", 0), "a/1:one ");
    put("b", 1, "two", &t, 1);
    ck_assert_str_eq(by(HILUM_TOKEN, "identifier", value(HILUM_EQ, "1", "s"), 0), "a b ");
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("store");
    TCase   *tcase = tcase_create("conformance");
    SRunner *runner;
    int      failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_record_is_read_as_it_was_put);
    tcase_add_test(tcase, every_version_stays);
    tcase_add_test(tcase, a_version_must_follow_the_newest);
    tcase_add_test(tcase, an_id_has_a_length);
    tcase_add_test(tcase, a_rollback_leaves_nothing);
    tcase_add_test(tcase, a_reader_sees_what_was_last_committed);
    tcase_add_test(tcase, writers_wait_for_one_another);
    tcase_add_test(tcase, a_token_is_found_with_and_without_its_system);
    tcase_add_test(tcase, a_string_is_found_by_its_beginning_its_middle_or_exactly);
    tcase_add_test(tcase, ranges_compare_as_the_contract_says);
    tcase_add_test(tcase, a_unit_matters_unless_it_does_not);
    tcase_add_test(tcase, clauses_narrow_and_values_widen);
    tcase_add_test(tcase, what_is_not_so_or_missing_is_found_too);
    tcase_add_test(tcase, only_the_newest_version_is_found);
    tcase_add_test(tcase, ids_and_times_of_change_narrow);
    tcase_add_test(tcase, records_are_sorted_and_paged);
    tcase_add_test(tcase, what_cannot_be_kept_is_refused);
    tcase_add_test(tcase, the_same_term_twice_and_a_very_long_one_are_kept);
    tcase_add_test(tcase, everything_is_there_after_opening_again);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
