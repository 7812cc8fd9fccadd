/* validate_type.c -- the forms that the values of primitive datatypes have. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "validate_type.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits at the front of text, at most this many; taken off. */
static size_t digits(struct hilum_view *text, size_t most)
{
    size_t n = 0;

    while (n < text->len && n < most && is_digit(text->ptr[n]))
        n++;
    text->ptr += n;
    text->len -= n;
    return n;
}

/* Two digits from least to most, taken off; false where there are none such. */
static bool pair(struct hilum_view *text, unsigned least, unsigned most)
{
    const char *at = text->ptr;
    unsigned    n;

    if (text->len < 2 || !is_digit(at[0]) || !is_digit(at[1]))
        return false;
    n = (unsigned)(at[0] - '0') * 10 + (unsigned)(at[1] - '0');
    text->ptr += 2;
    text->len -= 2;
    return n >= least && n <= most;
}

static bool is_number(struct hilum_view v)
{
    size_t before, after = 0;

    if (v.len && (v.ptr[0] == '+' || v.ptr[0] == '-')) {
        v.ptr++;
        v.len--;
    }
    before = digits(&v, v.len);
    if (v.len && v.ptr[0] == '.') {
        v.ptr++;
        v.len--;
        after = digits(&v, v.len);
    }
    return v.len == 0 && before + after > 0;
}

/* +ZZZZ or -ZZZZ, or nothing. */
static bool is_zone(struct hilum_view v)
{
    if (v.len == 0)
        return true;
    if (v.ptr[0] != '+' && v.ptr[0] != '-')
        return false;
    v.ptr++;
    v.len--;
    return pair(&v, 0, 14) && pair(&v, 0, 59) && v.len == 0;
}

/* HH[MM[SS[.S...]]] and a zone. */
static bool is_time(struct hilum_view v)
{
    if (!pair(&v, 0, 23))
        return false;
    if (v.len == 0 || !is_digit(v.ptr[0]))
        return is_zone(v);
    if (!pair(&v, 0, 59))
        return false;
    if (v.len == 0 || !is_digit(v.ptr[0]))
        return is_zone(v);
    if (!pair(&v, 0, 60))
        return false;
    if (v.len && v.ptr[0] == '.') {
        v.ptr++;
        v.len--;
        if (digits(&v, 4) == 0)
            return false;
    }
    return is_zone(v);
}

/* Takes YYYY[MM[DD]] off the front. */
static bool date(struct hilum_view *v)
{
    static const unsigned char days[] = {
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    const char *at = v->ptr;
    unsigned    year, month;

    if (digits(v, 4) != 4)
        return false;
    if (v->len == 0 || !is_digit(v->ptr[0]))
        return true;
    if (!pair(v, 1, 12))
        return false;
    if (v->len == 0 || !is_digit(v->ptr[0]))
        return true;
    month = (unsigned)(at[4] - '0') * 10 + (unsigned)(at[5] - '0');
    year  = (unsigned)(at[0] - '0') * 1000 + (unsigned)(at[1] - '0') * 100 +
           (unsigned)(at[2] - '0') * 10 + (unsigned)(at[3] - '0');
    if (!pair(v, 1, days[month - 1]))
        return false;
    return month != 2 || at[7] != '9' || at[6] != '2' ||
           (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool is_date_time(struct hilum_view v)
{
    size_t length = v.len;

    if (!date(&v))
        return false;
    /* Hours stand behind a full date only. */
    return length - v.len == 8 && v.len && is_digit(v.ptr[0]) ? is_time(v) : is_zone(v);
}

bool validate_type_holds(enum validate_type type, struct hilum_view v)
{
    switch (type) {
    case VALIDATE_NM:
        return is_number(v);
    case VALIDATE_SI:
        return digits(&v, v.len) > 0 && v.len == 0;
    case VALIDATE_DT:
        return date(&v) && v.len == 0;
    case VALIDATE_TM:
        return is_time(v);
    case VALIDATE_DTM:
        return is_date_time(v);
    default:
        return true;
    }
}

enum validate_type validate_type_of(uint32_t name)
{
    return name == HILUM_NAME("NM")    ? VALIDATE_NM
           : name == HILUM_NAME("SI")  ? VALIDATE_SI
           : name == HILUM_NAME("DT")  ? VALIDATE_DT
           : name == HILUM_NAME("TM")  ? VALIDATE_TM
           : name == HILUM_NAME("DTM") ? VALIDATE_DTM
           : name == HILUM_NAME("TS")  ? VALIDATE_DTM
                                       : VALIDATE_ANY;
}

const char *validate_type_words(enum validate_type type)
{
    static const char *const words[VALIDATE_TYPES] = {
        [VALIDATE_ANY] = "a text",
        [VALIDATE_NM]  = "a number (NM)",
        [VALIDATE_SI]  = "a whole number without a sign (SI)",
        [VALIDATE_DT]  = "a date (DT: YYYY[MM[DD]])",
        [VALIDATE_TM]  = "a time (TM: HH[MM[SS[.S]]][+/-ZZZZ])",
        [VALIDATE_DTM] = "a date and time (YYYY[MM[DD[HH[MM[SS[.S]]]]]][+/-ZZZZ])",
    };

    return words[type];
}

/* ---- Identifiers ---------------------------------------------------------- */

bool validate_oid(struct hilum_view v)
{
    bool point = true; /* a number must follow */

    if (v.len == 0 || v.ptr[0] < '0' || v.ptr[0] > '2')
        return false;
    for (size_t i = 0; i < v.len; i++) {
        if (v.ptr[i] == '.' && !point)
            point = true;
        else if (is_digit(v.ptr[i]))
            point = false;
        else
            return false;
    }
    return !point;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool validate_uuid(struct hilum_view v)
{
    if (v.len != 36)
        return false;
    for (size_t i = 0; i < v.len; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? v.ptr[i] != '-' : !is_hex(v.ptr[i]))
            return false;
    return true;
}

bool validate_dns(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++) {
        char c = v.ptr[i];

        if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            c != '-' && c != '.' && c != '_')
            return false;
    }
    return v.len > 0;
}

bool validate_hex(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (!is_hex(v.ptr[i]))
            return false;
    return v.len % 2 == 0;
}

/* Line breaks and spaces may stand in it. */
bool validate_base64(struct hilum_view v)
{
    /* 1: a digit of base 64; 2: white space. */
    static const unsigned char kind[256] = {
        ['+'] = 1, ['/'] = 1, ['0'] = 1,  ['1'] = 1,  ['2'] = 1,  ['3'] = 1, ['4'] = 1,
        ['5'] = 1, ['6'] = 1, ['7'] = 1,  ['8'] = 1,  ['9'] = 1,  ['A'] = 1, ['B'] = 1,
        ['C'] = 1, ['D'] = 1, ['E'] = 1,  ['F'] = 1,  ['G'] = 1,  ['H'] = 1, ['I'] = 1,
        ['J'] = 1, ['K'] = 1, ['L'] = 1,  ['M'] = 1,  ['N'] = 1,  ['O'] = 1, ['P'] = 1,
        ['Q'] = 1, ['R'] = 1, ['S'] = 1,  ['T'] = 1,  ['U'] = 1,  ['V'] = 1, ['W'] = 1,
        ['X'] = 1, ['Y'] = 1, ['Z'] = 1,  ['a'] = 1,  ['b'] = 1,  ['c'] = 1, ['d'] = 1,
        ['e'] = 1, ['f'] = 1, ['g'] = 1,  ['h'] = 1,  ['i'] = 1,  ['j'] = 1, ['k'] = 1,
        ['l'] = 1, ['m'] = 1, ['n'] = 1,  ['o'] = 1,  ['p'] = 1,  ['q'] = 1, ['r'] = 1,
        ['s'] = 1, ['t'] = 1, ['u'] = 1,  ['v'] = 1,  ['w'] = 1,  ['x'] = 1, ['y'] = 1,
        ['z'] = 1, [' '] = 2, ['\r'] = 2, ['\n'] = 2, ['\t'] = 2,
    };
    size_t count = 0, fill = 0;

    while (v.len &&
           (v.ptr[v.len - 1] == '=' || kind[(unsigned char)v.ptr[v.len - 1]] == 2))
        fill += v.ptr[--v.len] == '=';
    for (size_t i = 0; i < v.len; i++) {
        unsigned char k = kind[(unsigned char)v.ptr[i]];

        if (k == 0)
            return false;
        count += k & 1;
    }
    return fill <= 2 && (count + fill) % 4 == 0;
}

/* ---- Check digits --------------------------------------------------------- */

static bool all_digits(struct hilum_view v)
{
    return digits(&v, v.len) > 0 && v.len == 0;
}

bool validate_mod10(struct hilum_view number, struct hilum_view digit)
{
    unsigned sum = 0;

    if (!all_digits(number) || !all_digits(digit) || digit.len != 1)
        return true;
    for (size_t i = 0; i < number.len; i++) {
        unsigned d = (unsigned)(number.ptr[number.len - 1 - i] - '0');

        if (i % 2 == 0)
            d = 2 * d > 9 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    return (10 - sum % 10) % 10 == (unsigned)(digit.ptr[0] - '0');
}

bool validate_mod11(struct hilum_view number, struct hilum_view digit)
{
    unsigned sum = 0, rest;

    if (!all_digits(number) || !all_digits(digit) || digit.len != 1)
        return true;
    for (size_t i = 0; i < number.len; i++)
        sum += (unsigned)(number.ptr[number.len - 1 - i] - '0') * (2 + (unsigned)(i % 6));
    rest = sum % 11;
    return (rest == 0 ? 0 : 11 - rest) == (unsigned)(digit.ptr[0] - '0');
}
