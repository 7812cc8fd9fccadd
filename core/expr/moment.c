/* moment.c -- dates and times of any precision: read, and taken apart. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/value.h"

int month_days(int64_t year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool             leap   = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (leap && month == 2);
}

/* Days from 1970-01-01 in the Gregorian calendar.  Years begin in March here, so
 * that the leap day is the last one. */
static int64_t days_from(int64_t year, int month, int day)
{
    int64_t y   = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct moment moment_of(int64_t ms)
{
    int64_t days  = (ms >= 0 ? ms : ms - (VALUE_DAY - 1)) / VALUE_DAY;
    int64_t rest  = ms - days * VALUE_DAY;
    int64_t z     = days + 719468;
    int64_t era   = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe   = z - era * 146097;
    int64_t yoe   = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy   = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp    = (5 * doy + 2) / 153;
    int     month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (struct moment){
        .year   = yoe + era * 400 + (month <= 2),
        .month  = month,
        .day    = (int)(doy - (153 * mp + 2) / 5 + 1),
        .hour   = (int)(rest / 3600000),
        .minute = (int)(rest / 60000 % 60),
        .milli  = (int)(rest % 60000),
    };
}

int64_t moment_ms(const struct moment *m)
{
    return days_from(m->year, m->month, m->day) * VALUE_DAY + (int64_t)m->hour * 3600000 +
           (int64_t)m->minute * 60000 + m->milli;
}

/* ---- Reading -------------------------------------------------------------------- */

/* Takes `width` digits of a number from least to most off the front. */
static bool take(struct hilum_view *v, size_t width, int least, int most, int *out)
{
    int sum = 0;

    if (v->len < width)
        return false;
    for (size_t i = 0; i < width; i++) {
        if (v->ptr[i] < '0' || v->ptr[i] > '9')
            return false;
        sum = sum * 10 + (v->ptr[i] - '0');
    }
    v->ptr += width;
    v->len -= width;
    *out = sum;
    return sum >= least && sum <= most;
}

static bool take_byte(struct hilum_view *v, char c)
{
    if (v->len == 0 || v->ptr[0] != c)
        return false;
    v->ptr++;
    v->len--;
    return true;
}

/* ".123": any number of digits, of which three count. */
static bool take_fraction(struct hilum_view *v, int *milli)
{
    int worth = 100;

    if (v->len == 0 || v->ptr[0] < '0' || v->ptr[0] > '9')
        return false;
    while (v->len && v->ptr[0] >= '0' && v->ptr[0] <= '9') {
        *milli += (v->ptr[0] - '0') * worth;
        worth /= 10;
        v->ptr++;
        v->len--;
    }
    return true;
}

/* hh[:mm[:ss[.fff]]] */
static bool take_clock(struct hilum_view *v, struct moment *m, uint8_t *precision)
{
    int second;

    *precision = EXPR_HOUR;
    if (!take(v, 2, 0, 23, &m->hour))
        return false;
    if (!take_byte(v, ':'))
        return true;
    *precision = EXPR_MINUTE;
    if (!take(v, 2, 0, 59, &m->minute))
        return false;
    if (!take_byte(v, ':'))
        return true;
    *precision = EXPR_SECOND;
    if (!take(v, 2, 0, 60, &second)) /* 60: a leap second */
        return false;
    m->milli = second * 1000;
    if (!take_byte(v, '.'))
        return true;
    *precision = EXPR_MILLI;
    return take_fraction(v, &m->milli);
}

/* yyyy[-mm[-dd]] */
static bool take_day(struct hilum_view *v, struct moment *m, uint8_t *precision)
{
    int year;

    *precision = EXPR_YEAR;
    if (!take(v, 4, 1, 9999, &year))
        return false;
    m->year = year;
    if (!take_byte(v, '-'))
        return true;
    *precision = EXPR_MONTH;
    if (!take(v, 2, 1, 12, &m->month))
        return false;
    if (!take_byte(v, '-'))
        return true;
    *precision = EXPR_DAY;
    return take(v, 2, 1, month_days(m->year, m->month), &m->day);
}

/* Z, +hh:mm or -hh:mm, or nothing. */
static bool take_zone(struct hilum_view *v, int16_t *zone)
{
    bool west;
    int  hours, minutes;

    *zone = EXPR_NO_ZONE;
    if (v->len == 0)
        return true;
    if (take_byte(v, 'Z')) {
        *zone = 0;
        return v->len == 0;
    }
    west = v->ptr[0] == '-';
    if ((!take_byte(v, '+') && !take_byte(v, '-')) || !take(v, 2, 0, 14, &hours) ||
        !take_byte(v, ':') || !take(v, 2, 0, 59, &minutes))
        return false;
    *zone = (int16_t)((west ? -1 : 1) * (hours * 60 + minutes));
    return v->len == 0 && hours * 60 + minutes <= 14 * 60;
}

bool read_date(struct hilum_view v, struct expr_item *out)
{
    struct moment m = { .month = 1, .day = 1 };

    *out = (struct expr_item){ .kind = EXPR_DATE, .zone = EXPR_NO_ZONE };
    if (!take_day(&v, &m, &out->scale) || v.len)
        return false;
    out->number = moment_ms(&m);
    return true;
}

bool read_datetime(struct hilum_view v, struct expr_item *out)
{
    struct moment m = { .month = 1, .day = 1 };

    *out = (struct expr_item){ .kind = EXPR_DATETIME, .zone = EXPR_NO_ZONE };
    if (!take_day(&v, &m, &out->scale))
        return false;
    if (take_byte(&v, 'T') && v.len &&
        (out->scale != EXPR_DAY || !take_clock(&v, &m, &out->scale) ||
         !take_zone(&v, &out->zone)))
        return false;
    out->number = moment_ms(&m);
    return v.len == 0;
}

bool read_time(struct hilum_view v, struct expr_item *out)
{
    struct moment m = { .year = 1970, .month = 1, .day = 1 };

    *out = (struct expr_item){ .kind = EXPR_TIME, .zone = EXPR_NO_ZONE };
    take_byte(&v, 'T');
    if (!take_clock(&v, &m, &out->scale) || v.len)
        return false;
    out->number = moment_ms(&m);
    return true;
}
