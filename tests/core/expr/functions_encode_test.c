/* functions_encode_test.c -- strings encoded, escaped, and back. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

static struct hilum_doc none;

static const struct expectation rows[] = {
    { "'test'.encode('hex')", "74657374" },
    { "'74657374'.decode('hex')", "test" },
    { "'7465737'.decode('hex')", "error 11: this is not hex" },
    { "'test'.encode('base64')", "dGVzdA==" },
    { "'dGVzdA=='.decode('base64')", "test" },
    { "'dGVzdA'.decode('base64')", "test" },
    { "'d!'.decode('base64')", "error 6: this is not base64" },
    { "'subjects?_d'.encode('urlbase64')", "c3ViamVjdHM_X2Q=" },
    { "'c3ViamVjdHM_X2Q='.decode('urlbase64')", "subjects?_d" },
    { "'fe'.decode('hex')", "" },
    { "'a'.encode('rot13')", "" },
    { "{}.encode('hex')", "" },
    { "'\"1<2\"'.escape('html')", "&quot;1&lt;2&quot;" },
    { "'&quot;1&lt;2&quot;'.unescape('html')", "\"1<2\"" },
    { "'&#8364;&#x20ac;&none;'.unescape('html')", "\xe2\x82\xac\xe2\x82\xac&none;" },
    { "'\"1<2\"'.escape('json')", "\\\"1<2\\\"" },
    { "'\\\\\"\\\\u20ac\\\\n'.unescape('json')", "\"\xe2\x82\xac\n" },
    { "'a'.escape('xml')", "" },
};

START_TEST(strings_are_written_in_other_ways)
{
    expect(none, &rows[_i]);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions_encode");

    tcase_add_loop_test(t, strings_are_written_in_other_ways, 0,
                        (int)(sizeof rows / sizeof *rows));
    return run_cases("functions_encode", t);
}
