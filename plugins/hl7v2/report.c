/* report.c -- what is found in a message: where, how much it matters, and a sentence. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include <stdio.h>

/* What a site has said of the rule, or else of its family. */
static const struct report_level *level_of(const struct report *r, const char *rule)
{
    const char                *space  = strchr(rule, ' ');
    size_t                     len    = space ? (size_t)(space - rule) : strlen(rule);
    const struct report_level *family = NULL;

    for (uint32_t i = 0; r->levels && i < r->levels->count; i++) {
        const struct report_level *l = &r->levels->level[i];

        if (strcmp(l->rule, rule) == 0)
            return l;
        if (strlen(l->rule) == len && memcmp(l->rule, rule, len) == 0)
            family = l;
    }
    return family;
}

/* Which segment of its name it is. */
static uint32_t nth_of(struct hilum_doc doc, const struct hilum_node *segment,
                       uint32_t name)
{
    uint32_t nth = 1;

    hilum_each(at, hilum_root(doc))
    {
        if (at == segment)
            break;
        nth += at->name == name;
    }
    return nth;
}

/* A number with what stands before and after it; the longest place has room. */
static char *put(char *to, char before, uint32_t number, const char *after)
{
    char   digit[10];
    size_t n = 0;

    *to++ = before;
    do
        digit[n++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (n)
        *to++ = digit[--n];
    while (*after)
        *to++ = *after++;
    return to;
}

/* PID, OBX[2]-5, PID-3[2].4.1: an index of 1 is left out. */
static void write_spot(const struct report *r, const struct report_spot *s, char *to)
{
    uint32_t name = s->segment ? s->segment->name : hilum_name(s->name.ptr, s->name.len);
    uint32_t nth  = nth_of(r->doc, s->segment, name);
    size_t   len  = s->name.len < REPORT_NAME ? s->name.len : REPORT_NAME;

    if (s->segment) {
        for (int shift = 16; shift >= 0; shift -= 8)
            *to++ = (char)(name >> shift & 0x7f);
    } else {
        memcpy(to, s->name.ptr, len);
        to += len;
    }
    if (nth > 1)
        to = put(to, '[', nth, "]");
    if (s->field)
        to = put(to, '-', s->field, "");
    if (s->repetition > 1)
        to = put(to, '[', s->repetition, "]");
    if (s->component)
        to = put(to, '.', s->component, "");
    if (s->subcomponent)
        to = put(to, '.', s->subcomponent, "");
    *to = '\0';
}

/* Has the same been noted, of another segment of the name or another repetition? */
static bool noted(struct report *r, const struct report_spot *s, const char *rule)
{
    uint32_t hash   = hilum_name(rule, strlen(rule));
    uint32_t path[] = { s->segment ? s->segment->name : 0, s->field, s->component,
                        s->subcomponent };
    bool     before;

    for (size_t i = 0; i < sizeof path / sizeof path[0]; i++)
        hash = (hash ^ path[i]) * 0x85ebca6bu;
    before                        = r->noted[hash % REPORT_NOTES] == hash;
    r->noted[hash % REPORT_NOTES] = hash;
    return before;
}

/* "table 0001: not a code of it"; a rule's name is short enough. */
HILUM_VPRINTF(3)
static void write_why(struct report *r, const char *rule, const char *fmt, va_list ap)
{
    int len = snprintf(r->why, sizeof r->why, "%s%s%s: ", r->family ? r->family : "",
                       r->family ? " " : "", rule);

    vsnprintf(r->why + len, sizeof r->why - (size_t)len, fmt, ap);
}

void report_add(struct report *r, enum hilum_severity severity,
                const struct report_spot *spot, const char *rule, const char *fmt, ...)
{
    const struct report_level *level = level_of(r, rule);
    char                       where[REPORT_WHERE];
    va_list                    ap;

    if (level && level->off)
        return;
    if (level)
        severity = (enum hilum_severity)level->severity;
    if (severity == HILUM_NOTE && noted(r, spot, rule))
        return;
    r->count[severity]++;
    if (r->total++ >= REPORT_MOST)
        return;
    write_spot(r, spot, where);
    if (severity >= r->least && r->why[0] == '\0') {
        memcpy(r->where, where, sizeof where);
        va_start(ap, fmt);
        write_why(r, rule, fmt, ap);
        va_end(ap);
    }
    va_start(ap, fmt);
    r->call->host->report(r->call, severity, where, rule, fmt, ap);
    va_end(ap);
}
