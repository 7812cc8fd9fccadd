/* primitive.c -- scanners for the values of FHIR's primitive types. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "primitive.h"

/* What is left to be read of a value. */
struct scan {
    const char *at;
    const char *end;
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool literal(struct scan *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

/* Exactly this many digits, or -1. */
static int digits(struct scan *s, int count)
{
    int value = 0;

    if (s->end - s->at < count)
        return -1;
    for (int i = 0; i < count; i++) {
        if (!digit(*s->at))
            return -1;
        value = value * 10 + (*s->at++ - '0');
    }
    return value;
}

static bool some_digits(struct scan *s)
{
    const char *from = s->at;

    while (s->at < s->end && digit(*s->at))
        s->at++;
    return s->at > from;
}

static int days_of(int year, int month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool                 leap   = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* YYYY, YYYY-MM or YYYY-MM-DD; says how many parts there were, 0 for none. */
static int date(struct scan *s)
{
    int year = digits(s, 4), month, day;

    if (year < 1)
        return 0;
    if (!literal(s, '-'))
        return 1;
    month = digits(s, 2);
    if (month < 1 || month > 12)
        return 0;
    if (!literal(s, '-'))
        return 2;
    day = digits(s, 2);
    return day >= 1 && day <= days_of(year, month) ? 3 : 0;
}

/* hh:mm:ss with or without a fraction; a leap second is a time. */
static bool time_of_day(struct scan *s)
{
    int hour = digits(s, 2), minute, second;

    if (hour < 0 || hour > 23 || !literal(s, ':'))
        return false;
    minute = digits(s, 2);
    if (minute < 0 || minute > 59 || !literal(s, ':'))
        return false;
    second = digits(s, 2);
    if (second < 0 || second > 60)
        return false;
    return !literal(s, '.') || some_digits(s);
}

/* Z, or +hh:mm up to fourteen hours. */
static bool zone(struct scan *s)
{
    int hour, minute;

    if (literal(s, 'Z'))
        return true;
    if (!literal(s, '+') && !literal(s, '-'))
        return false;
    hour = digits(s, 2);
    if (hour < 0 || hour > 14 || !literal(s, ':'))
        return false;
    minute = digits(s, 2);
    return minute >= 0 && minute <= (hour == 14 ? 0 : 59);
}

static bool date_time(struct scan *s, bool whole)
{
    int parts = date(s);

    if (parts == 3 && literal(s, 'T'))
        return time_of_day(s) && zone(s);
    return parts > 0 && !whole;
}

/* A JSON number, with a fraction and an exponent where they are allowed. */
static bool number(struct scan *s, bool whole)
{
    literal(s, '-');
    if (!literal(s, '0') && !some_digits(s))
        return false;
    if (whole)
        return true;
    if (literal(s, '.') && !some_digits(s))
        return false;
    if (literal(s, 'e') || literal(s, 'E')) {
        if (!literal(s, '+'))
            literal(s, '-');
        return some_digits(s);
    }
    return true;
}

/* A whole number of 32 bits, not below `least`. */
static bool integer(struct scan *s, int64_t least)
{
    bool    negative = s->at < s->end && *s->at == '-';
    int64_t value    = 0;

    for (const char *p = s->at + negative; p < s->end && digit(*p); p++) {
        value = value * 10 + (*p - '0');
        if (value > INT32_MAX + (int64_t)negative)
            return false;
    }
    return number(s, true) && (negative ? -value : value) >= least;
}

static bool boolean(struct scan *s)
{
    struct hilum_view text = { s->at, (size_t)(s->end - s->at) };

    s->at = s->end;
    return hilum_same(text, HILUM_VIEW("true")) || hilum_same(text, HILUM_VIEW("false"));
}

static bool fits(struct scan *s, unsigned form)
{
    switch ((enum fhir_form)form) {
    case FHIR_BOOLEAN:
        return boolean(s);
    case FHIR_INTEGER:
        return integer(s, INT32_MIN);
    case FHIR_UNSIGNED:
        return integer(s, 0);
    case FHIR_POSITIVE:
        return integer(s, 1);
    case FHIR_DECIMAL:
        return number(s, false);
    case FHIR_DATE:
        return date(s) > 0;
    case FHIR_DATETIME:
        return date_time(s, false);
    case FHIR_INSTANT:
        return date_time(s, true);
    case FHIR_TIME:
        return time_of_day(s);
    case FHIR_TEXT:
    case FHIR_XHTML:
        s->at = s->end;
        return true;
    case FHIR_OBJECT:
    case FHIR_RESOURCE:
        break;
    }
    return false;
}

static const struct {
    const char *type;
    const char *what;
} forms[] = {
    [FHIR_OBJECT]   = { "", "an object" },
    [FHIR_RESOURCE] = { "", "a resource" },
    [FHIR_BOOLEAN]  = { "boolean", "true or false" },
    [FHIR_INTEGER]  = { "integer", "a whole number of 32 bits" },
    [FHIR_UNSIGNED] = { "unsignedInt", "a whole number from 0 to 2147483647" },
    [FHIR_POSITIVE] = { "positiveInt", "a whole number from 1 to 2147483647" },
    [FHIR_DECIMAL]  = { "decimal", "a number" },
    [FHIR_TEXT]     = { "string", "a string that is not empty" },
    [FHIR_DATE]     = { "date", "a date, such as 2024, 2024-02 or 2024-02-29" },
    [FHIR_DATETIME] = { "dateTime", "a date, or date and time with a time zone, such as "
                                    "2024-02-29T12:30:00Z" },
    [FHIR_INSTANT]  = { "instant", "a date and time with a time zone, such as "
                                    "2024-02-29T12:30:00Z" },
    [FHIR_TIME]     = { "time", "a time of day, such as 12:30:00" },
    [FHIR_XHTML]    = { "xhtml", "a div of XHTML" },
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

enum fhir_form fhir_primitive_form(struct hilum_view type)
{
    for (unsigned form = FHIR_BOOLEAN; form < FORMS; form++)
        if (hilum_is(type, forms[form].type))
            return (enum fhir_form)form;
    return FHIR_TEXT;
}

const char *fhir_primitive_fault(unsigned form, struct hilum_view text)
{
    struct scan s = { text.ptr, text.ptr + text.len };

    if (text.len && fits(&s, form) && s.at == s.end)
        return NULL;
    return forms[form].what;
}
