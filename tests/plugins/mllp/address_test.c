/* address_test.c -- addresses are read, or a sentence says why not. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/address.h"

#include "suite.h"

static void expect(const char *text, const char *host, const char *port)
{
    struct address a;
    char           why[ADDRESS_WHY];

    ck_assert(address_read(text, &a, why));
    ck_assert_str_eq(a.host, host);
    ck_assert_str_eq(a.port, port);
    ck_assert_int_eq(a.tls,
                     strncmp(text, "tls", 3) == 0 || strncmp(text, "mllps", 5) == 0);
}

START_TEST(an_address_may_have_a_scheme)
{
    expect("tcp://127.0.0.1:2575", "127.0.0.1", "2575");
    expect("mllp://lab.example:0", "lab.example", "0");
    expect("0.0.0.0:65535", "0.0.0.0", "65535");
    expect("[::1]:2575", "::1", "2575");
    expect("tls+tcp://lab.example:2576", "lab.example", "2576");
    expect("mllps://[::]:2576", "::", "2576");
}
END_TEST

START_TEST(a_wrong_address_is_explained)
{
    static const char *const wrong[] = {
        "",         "2575",    ":2575",          "host",
        "host:",    "host:x",  "host:65536",     "host:123456",
        "::1:2575", "[]:1",    "http://host:80", "tcp://",
        "host:-1",  "host:1/", "udp://host:1",   "host:99999",
    };
    struct address a;
    char           why[ADDRESS_WHY] = "";

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        why[0] = '\0';
        ck_assert_msg(!address_read(wrong[i], &a, why), "%s", wrong[i]);
        ck_assert_uint_gt(strlen(why), 10);
    }
}
END_TEST

START_TEST(nobody_listening_is_explained)
{
    struct address a;
    char           why[ADDRESS_WHY] = "";

    ck_assert(address_read("127.0.0.1:1", &a, why));
    ck_assert_int_eq(address_connect(&a, 1000, why), -1);
    ck_assert_str_eq(why, "cannot connect to 127.0.0.1:1: Connection refused");
}
END_TEST

int main(void)
{
    return suite_run("address",
                     SUITE_TESTS(an_address_may_have_a_scheme,
                                 a_wrong_address_is_explained,
                                 nobody_listening_is_explained),
                     NULL, NULL);
}
