/* senders.c -- which certificate may send as which application and facility. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "senders.h"

#include "ack.h"

#include <stdio.h>

static struct hilum_view trimmed(struct hilum_view v)
{
    while (v.len && strchr(" \t\r", *v.ptr))
        v = (struct hilum_view){ v.ptr + 1, v.len - 1 };
    while (v.len && strchr(" \t\r", v.ptr[v.len - 1]))
        v.len--;
    return v;
}

/* What stands before the mark; the rest keeps what stands behind it, and is empty
 * where there was no mark. */
static struct hilum_view cut(struct hilum_view *rest, const char *mark)
{
    size_t            len   = strlen(mark);
    struct hilum_view whole = *rest;

    for (size_t i = 0; i + len <= whole.len; i++)
        if (memcmp(whole.ptr + i, mark, len) == 0) {
            *rest = (struct hilum_view){ whole.ptr + i + len, whole.len - i - len };
            return trimmed((struct hilum_view){ whole.ptr, i });
        }
    *rest = (struct hilum_view){ "", 0 };
    return trimmed(whole);
}

/* ---- Reading -------------------------------------------------------------- */

static bool known_name(struct hilum_view name)
{
    static const char *const kinds[] = { "CN=", "DNS:", "EMAIL:", "URI:" };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (name.len > strlen(kinds[i]) &&
            memcmp(name.ptr, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/* The first end of a rule; a comment reaches to the end of its line. */
static struct hilum_view next_rule(struct hilum_view *rest)
{
    size_t            len = 0;
    bool              comment;
    struct hilum_view rule;

    while (rest->len && strchr(" \t\r\n;", *rest->ptr))
        *rest = (struct hilum_view){ rest->ptr + 1, rest->len - 1 };
    comment = rest->len && *rest->ptr == '#';
    while (len < rest->len && rest->ptr[len] != '\n' &&
           (comment || rest->ptr[len] != ';'))
        len++;
    rule  = trimmed((struct hilum_view){ rest->ptr, len });
    *rest = (struct hilum_view){ rest->ptr + len, rest->len - len };
    return rule;
}

static bool add(struct senders *s, struct hilum_view text)
{
    struct hilum_view  rest = text;
    struct sender_rule rule = { .name = cut(&rest, "->") };

    rule.application = cut(&rest, "|");
    rule.facility    = trimmed(rest);
    if (s->count == SENDERS_MOST || !known_name(rule.name) || rule.application.len == 0)
        return false;
    s->rules[s->count++] = rule;
    return true;
}

bool senders_read(struct senders *s, const char *text, char why[static SENDERS_WHY])
{
    struct hilum_view rest = hilum_view(text);

    *s = (struct senders){ .rules = calloc(SENDERS_MOST, sizeof *s->rules) };
    while (s->rules) {
        struct hilum_view rule = next_rule(&rest);

        if (rule.len == 0)
            return true;
        if (*rule.ptr != '#' && !add(s, rule))
            break;
    }
    snprintf(why, SENDERS_WHY,
             s->count == SENDERS_MOST
                 ? "there are more than %d rules"
                 : "rule %d is not of the form 'CN=name -> MSH-3' or "
                   "'DNS:name -> MSH-3 | MSH-4'",
             s->count == SENDERS_MOST ? SENDERS_MOST : (int)s->count + 1);
    return false;
}

void senders_free(struct senders *s)
{
    free(s->rules);
    *s = (struct senders){ 0 };
}

/* ---- Deciding ------------------------------------------------------------- */

struct senders_pass senders_pass(const struct senders *s, struct hilum_view names)
{
    struct senders_pass pass = { { 0 } };

    while (names.len) {
        struct hilum_view name = cut(&names, "\n");

        for (size_t i = 0; i < s->count; i++)
            if (hilum_same(s->rules[i].name, name))
                pass.rules[i / 64] |= UINT64_C(1) << i % 64;
    }
    return pass;
}

/* The field is what the rule wants, or its first component is. */
static bool fits(struct hilum_view wanted, struct hilum_view field, char component)
{
    const char *end = field.len ? memchr(field.ptr, component, field.len) : NULL;

    return hilum_is(wanted, "*") || hilum_same(wanted, field) ||
           (end && hilum_same(wanted, (struct hilum_view){ field.ptr,
                                                           (size_t)(end - field.ptr) }));
}

static bool may_send(const struct senders *s, const struct senders_pass *pass,
                     const struct ack_sender *as)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct sender_rule *r = &s->rules[i];

        if (pass->rules[i / 64] >> i % 64 & 1 &&
            fits(r->application, as->application, as->component) &&
            (r->facility.len == 0 || fits(r->facility, as->facility, as->component)))
            return true;
    }
    return false;
}

bool senders_allow(const struct senders *s, const struct senders_pass *pass,
                   struct hilum_view message)
{
    struct ack_sender as;
    bool              any = false;

    while (ack_next_sender(&message, &as)) {
        if (!may_send(s, pass, &as))
            return false;
        any = true;
    }
    return any;
}
