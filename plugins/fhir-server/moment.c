/* moment.c -- dates and times of FHIR as the span of time that they mean. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "moment.h"

#include <stdio.h>
#include <time.h>

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };
#define DAY ((int64_t)24 * HOUR)

/* Days since 1970-01-01 in the Gregorian calendar (after Howard Hinnant). */
static int64_t days_from(int64_t year, int64_t month, int64_t day)
{
    int64_t era, of_era, of_year;

    year -= month <= 2;
    era     = (year >= 0 ? year : year - 399) / 400;
    of_era  = year - era * 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t days_in(int64_t year, int64_t month)
{
    return days_from(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) -
           days_from(year, month, 1);
}

/* Takes exactly so many digits off the text. */
static bool take_digits(struct hilum_view *v, size_t count, int64_t *out)
{
    *out = 0;
    if (v->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (v->ptr[i] < '0' || v->ptr[i] > '9')
            return false;
        *out = *out * 10 + (v->ptr[i] - '0');
    }
    v->ptr += count;
    v->len -= count;
    return true;
}

static bool take_char(struct hilum_view *v, char c)
{
    if (v->len == 0 || *v->ptr != c)
        return false;
    v->ptr++;
    v->len--;
    return true;
}

/* The fraction of a second: *ms, and how long it may be yet in *width. */
static void take_fraction(struct hilum_view *v, int64_t *ms, int64_t *width)
{
    int64_t unit = 1000;

    *ms = 0;
    while (v->len && *v->ptr >= '0' && *v->ptr <= '9') {
        unit /= 10;
        *ms += unit * (*v->ptr - '0');
        v->ptr++;
        v->len--;
    }
    *width = unit ? unit : 1;
}

/* Z or +hh:mm, in milliseconds east of UTC; nothing is UTC. */
static bool take_zone(struct hilum_view *v, int64_t *east)
{
    int64_t hours, minutes;
    bool    west;

    *east = 0;
    if (v->len == 0 || take_char(v, 'Z'))
        return v->len == 0;
    west = take_char(v, '-');
    if (!west && !take_char(v, '+'))
        return false;
    if (!take_digits(v, 2, &hours) || !take_char(v, ':') ||
        !take_digits(v, 2, &minutes) || v->len || hours > 14 || minutes > 59)
        return false;
    *east = (hours * HOUR + minutes * MINUTE) * (west ? -1 : 1);
    return true;
}

/* What follows the T.  Adds to *at, and says how long it may be in *width. */
static bool take_time(struct hilum_view *v, int64_t *at, int64_t *width)
{
    int64_t hour, minute, second, east;

    if (!take_digits(v, 2, &hour) || !take_char(v, ':') || !take_digits(v, 2, &minute) ||
        hour > 24 || minute > 59)
        return false;
    *at += hour * HOUR + minute * MINUTE;
    *width = MINUTE;
    if (take_char(v, ':')) {
        if (!take_digits(v, 2, &second) || second > 60)
            return false;
        *at += second * 1000;
        *width = 1000;
        if (take_char(v, '.')) {
            take_fraction(v, &second, width);
            *at += second;
        }
    }
    if (!take_zone(v, &east))
        return false;
    *at -= east;
    return true;
}

bool moment_span(struct hilum_view text, double *first, double *last)
{
    struct hilum_view v = text;
    int64_t           year, month = 1, day = 1, at, width;

    if (!take_digits(&v, 4, &year))
        return false;
    width = (days_from(year + 1, 1, 1) - days_from(year, 1, 1)) * DAY;
    if (take_char(&v, '-')) {
        if (!take_digits(&v, 2, &month) || month < 1 || month > 12)
            return false;
        width = days_in(year, month) * DAY;
        if (take_char(&v, '-')) {
            if (!take_digits(&v, 2, &day) || day < 1 || day > days_in(year, month))
                return false;
            width = DAY;
        }
    }
    at = days_from(year, month, day) * DAY;
    if (take_char(&v, 'T') && (width != DAY || !take_time(&v, &at, &width)))
        return false;
    *first = (double)at;
    *last  = (double)(at + width - 1);
    return v.len == 0;
}

static void moment_parts(int64_t ms, struct tm *tm)
{
    time_t seconds = (time_t)(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);

    gmtime_r(&seconds, tm);
}

const char *moment_instant(int64_t ms, char out[MOMENT_TEXT])
{
    struct tm tm;
    size_t    len;

    moment_parts(ms, &tm);
    len = strftime(out, MOMENT_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out + len, MOMENT_TEXT - len, ".%03dZ", (int)(((ms % 1000) + 1000) % 1000));
    return out;
}

/* Not strftime: HTTP's names of days and months are English everywhere. */
const char *moment_http(int64_t ms, char out[MOMENT_TEXT])
{
    static const char days[]   = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct tm         tm;

    moment_parts(ms, &tm);
    snprintf(out, MOMENT_TEXT, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
             days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
             (tm.tm_year + 1900) % 10000, tm.tm_hour, tm.tm_min, tm.tm_sec);
    return out;
}
