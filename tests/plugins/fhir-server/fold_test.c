/* fold_test.c -- words as they are searched. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "fhir-server/fold.h"

#include "../rig.h"

#include <check.h>
#include <stdlib.h>

static struct rig rig;

static void setup(void)
{
    rig_open(&rig);
}

static void teardown(void)
{
    rig_close(&rig);
}

static void folds(const char *from, const char *to)
{
    struct hilum_view v = fold(rig_call(&rig), hilum_view(from));

    ck_assert_msg(hilum_is(v, to), "%s becomes %.*s", from, (int)v.len, v.ptr);
}

START_TEST(case_and_accents_do_not_matter)
{
    folds("", "");
    folds("O'Neill-SMITH 2", "o'neill-smith 2");
    folds("M\xc3\xbcller", "muller");
    folds("Stra\xc3\x9f"
          "e",
          "strasse");
    folds("\xc3\x85ngstr\xc3\xb6m \xc3\x98rsted", "angstrom orsted");
    folds("\xc5\x81\xc3\xb3"
          "d\xc5\xba",
          "lodz");
    folds("Nguy\xe1\xbb\x85n", "nguyen");
    folds("e\xcc\x81", "e"); /* an accent of its own */
    folds("\xce\x91\xce\xb8\xce\xae\xce\xbd\xce\xb1",
          "\xce\xb1\xce\xb8\xce\xb7\xce\xbd\xce\xb1");
    folds("\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd");
}
END_TEST

START_TEST(other_scripts_and_odd_bytes_stay)
{
    folds("\xe5\xb1\xb1\xe7\x94\xb0", "\xe5\xb1\xb1\xe7\x94\xb0");
    folds("\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80");
    folds("A\xff\xc3", "a\xff\xc3");
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("fold");
    TCase   *tcase = tcase_create("fold");
    SRunner *runner;
    int      failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, case_and_accents_do_not_matter);
    tcase_add_test(tcase, other_scripts_and_odd_bytes_stay);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
