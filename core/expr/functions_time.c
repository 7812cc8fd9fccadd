/* functions_time.c -- the present, and the parts of dates and times. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

#include "base/clock.h"
#include "expr/value.h"

/* ---- The present ---------------------------------------------------------------- */

/* All of one evaluation sees the same moment, in UTC. */
static int64_t now(struct machine *m)
{
    if (!m->now)
        m->now = m->ctx->now ? m->ctx->now : clock_now();
    return m->now;
}

bool run_now(struct machine *m, const struct call *c)
{
    (void)c;
    return push(m, (struct expr_item){
                       .kind = EXPR_DATETIME, .scale = EXPR_MILLI, .number = now(m) });
}

bool run_today(struct machine *m, const struct call *c)
{
    (void)c;
    return push(m, (struct expr_item){ .kind   = EXPR_DATE,
                                       .scale  = EXPR_DAY,
                                       .zone   = EXPR_NO_ZONE,
                                       .number = now(m) - now(m) % VALUE_DAY });
}

bool run_time_of_day(struct machine *m, const struct call *c)
{
    (void)c;
    return push(m, (struct expr_item){ .kind   = EXPR_TIME,
                                       .scale  = EXPR_MILLI,
                                       .zone   = EXPR_NO_ZONE,
                                       .number = now(m) % VALUE_DAY });
}

/* ---- Parts ---------------------------------------------------------------------- */

/* The date or time of the input, where it goes as far as the part that is asked for;
 * else NULL, as for what is neither.  False: an error. */
static bool moment_with(struct machine *m, const struct call *c, uint8_t part,
                        struct expr_item *room, const struct expr_item **out)
{
    const struct expr_item *v;

    *out = NULL;
    if (!list_value(m, c->in, room, &v))
        return false;
    if (v && v->kind == EXPR_STRING && !read_datetime(item_view(v), room))
        return true;
    if (v && (v->kind == EXPR_DATE || v->kind == EXPR_DATETIME || v->kind == EXPR_TIME) &&
        v->scale >= part && (v->kind != EXPR_TIME || part >= EXPR_HOUR))
        *out = v;
    return true;
}

static bool part(struct machine *m, const struct call *c, uint8_t which)
{
    struct expr_item        room;
    const struct expr_item *v;
    struct moment           at;

    if (!moment_with(m, c, which, &room, &v))
        return false;
    if (!v)
        return true;
    at = moment_of(v->number);
    {
        const int64_t parts[] = { at.year,   at.month,        at.day,         at.hour,
                                  at.minute, at.milli / 1000, at.milli % 1000 };

        return push(m, item_integer(parts[which]));
    }
}

#define PART(name, which)                                                                \
    bool run_##name##_of(struct machine *m, const struct call *c)                        \
    {                                                                                    \
        return part(m, c, which);                                                        \
    }

PART(year, EXPR_YEAR)
PART(month, EXPR_MONTH)
PART(day, EXPR_DAY)
PART(hour, EXPR_HOUR)
PART(minute, EXPR_MINUTE)
PART(second, EXPR_SECOND)
PART(millisecond, EXPR_MILLI)

bool run_zone_of(struct machine *m, const struct call *c)
{
    struct expr_item        room, hours = { .kind = EXPR_DECIMAL, .scale = 2 };
    const struct expr_item *v;

    if (!moment_with(m, c, EXPR_HOUR, &room, &v))
        return false;
    if (!v || v->kind != EXPR_DATETIME || v->zone == EXPR_NO_ZONE)
        return true;
    hours.number = v->zone * 100 / 60;
    return push(m, decimal_trim(hours));
}

bool run_date_of(struct machine *m, const struct call *c)
{
    struct expr_item        room;
    const struct expr_item *v;

    if (!moment_with(m, c, EXPR_YEAR, &room, &v))
        return false;
    if (!v)
        return true;
    room.kind = EXPR_DATE;
    room.zone = EXPR_NO_ZONE;
    if (room.scale > EXPR_DAY) {
        struct moment day = moment_of(room.number);

        day.hour = day.minute = day.milli = 0;
        room.number                       = moment_ms(&day);
        room.scale                        = EXPR_DAY;
    }
    return push(m, room);
}

bool run_time_part(struct machine *m, const struct call *c)
{
    struct expr_item        room;
    const struct expr_item *v;
    struct moment           at;

    if (!moment_with(m, c, EXPR_HOUR, &room, &v))
        return false;
    if (!v || v->kind != EXPR_DATETIME)
        return true;
    at          = moment_of(v->number);
    at.year     = 1970;
    at.month    = 1;
    at.day      = 1;
    room.kind   = EXPR_TIME;
    room.zone   = EXPR_NO_ZONE;
    room.number = moment_ms(&at);
    return push(m, room);
}
