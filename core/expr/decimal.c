/* decimal.c -- numbers with a point, exactly: a whole number and a scale. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/value.h"

#include <math.h>
#include <stdio.h>

static const int64_t tens[VALUE_SCALE + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

bool read_integer(struct hilum_view v, struct expr_item *out)
{
    size_t  at  = v.len && (v.ptr[0] == '-' || v.ptr[0] == '+');
    int64_t sum = 0;

    if (at == v.len)
        return false;
    for (; at < v.len; at++) {
        int digit = v.ptr[at] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, digit, &sum))
            return false;
    }
    *out = item_integer(v.ptr[0] == '-' ? -sum : sum);
    return true;
}

/* Moves the point by an exponent that stands at the end ("e-3"). */
static bool shift(struct hilum_view exponent, struct expr_item *out)
{
    struct expr_item by;

    if (!read_integer(exponent, &by) || by.number < -VALUE_SCALE ||
        by.number > VALUE_SCALE)
        return false;
    for (; by.number < 0; by.number++) {
        if (out->scale == VALUE_SCALE)
            return false;
        out->scale++;
    }
    for (; by.number > 0; by.number--) {
        if (out->scale > 0)
            out->scale--;
        else if (__builtin_mul_overflow(out->number, 10, &out->number))
            return false;
    }
    return true;
}

bool read_decimal(struct hilum_view v, struct expr_item *out)
{
    size_t  at = v.len && (v.ptr[0] == '-' || v.ptr[0] == '+'), digits = 0;
    int64_t sum   = 0;
    int     scale = 0, left_off = 0;
    bool    point = false;

    for (; at < v.len && v.ptr[at] != 'e' && v.ptr[at] != 'E'; at++) {
        int digit = v.ptr[at] - '0';

        if (v.ptr[at] == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (digit < 0 || digit > 9)
            return false;
        digits++;
        if (point && (scale == VALUE_SCALE || sum >= tens[VALUE_SCALE - 1])) {
            left_off = left_off ? left_off : digit + 1;
            continue;
        }
        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, digit, &sum))
            return false;
        scale += point;
    }
    if (digits == 0 || v.ptr[at - 1] == '.')
        return false;
    sum += left_off > 5;
    *out = (struct expr_item){ .kind   = EXPR_DECIMAL,
                               .scale  = (uint8_t)scale,
                               .number = v.ptr[0] == '-' ? -sum : sum };
    return at == v.len ||
           shift((struct hilum_view){ v.ptr + at + 1, v.len - at - 1 }, out);
}

bool decimal_align(struct expr_item *a, struct expr_item *b)
{
    struct expr_item *low = a->scale < b->scale ? a : b;
    uint8_t           to  = a->scale < b->scale ? b->scale : a->scale;

    if (__builtin_mul_overflow(low->number, tens[to - low->scale], &low->number))
        return false;
    low->scale = to;
    return true;
}

int decimal_order(const struct expr_item *a, const struct expr_item *b)
{
    struct expr_item x = *a, y = *b;

    if (decimal_align(&x, &y))
        return (x.number > y.number) - (x.number < y.number);
    /* The one that cannot be scaled up is farther from zero. */
    if (x.scale < y.scale)
        return x.number > 0 ? 1 : -1;
    return y.number > 0 ? -1 : 1;
}

struct expr_item decimal_trim(struct expr_item d)
{
    while (d.scale > 0 && d.number % 10 == 0) {
        d.number /= 10;
        d.scale--;
    }
    return d;
}

struct expr_item decimal_round(struct expr_item d, uint8_t digits)
{
    int64_t by, half;

    if (d.scale <= digits)
        return d;
    by      = tens[d.scale - digits];
    half    = d.number % by;
    d.scale = digits;
    d.number /= by;
    if (half >= by - half)
        d.number++;
    else if (-half >= by + half)
        d.number--;
    return d;
}

double decimal_double(const struct expr_item *d)
{
    return (double)d->number / (double)tens[d->scale];
}

bool decimal_from_long(long double value, struct expr_item *out)
{
    int  digits = 0;
    char text[64];
    int  len;

    if (!isfinite(value) || fabsl(value) >= 1e17L)
        return false;
    /* 17 digits of value, as far as they fit behind the point. */
    for (long double size = fabsl(value); digits < VALUE_SCALE && size < 1e16L; digits++)
        size *= 10;
    len = snprintf(text, sizeof text, "%.*Lf", digits, value);
    if (!read_decimal((struct hilum_view){ text, (size_t)len }, out))
        return false;
    *out = decimal_trim(*out);
    return true;
}

bool decimal_from(double value, struct expr_item *out)
{
    char text[64];
    int  len;

    if (!isfinite(value) || fabs(value) >= 1e17)
        return false;
    len = snprintf(text, sizeof text, "%.8f", value);
    if (!read_decimal((struct hilum_view){ text, (size_t)len }, out))
        return false;
    *out = decimal_trim(*out);
    return true;
}
