/* json_entries.c -- takes the resources out of Bundles, however large they are. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json_entries.h"

#include "json_source.h"
#include "text.h"

enum phase {
    OUTSIDE, /* between resources */
    OTHER,   /* in one that is no Bundle */
    MEMBERS, /* in a Bundle, before one of its members */
    ENTRIES, /* before an entry */
    LOST,    /* nobody knows where the next resource begins */
};

/* What was found while a value or member was looked for. */
enum step { MORE, FOUND, END, WRONG };

/* A member of an object: where its value begins, and its text once that has ended. */
struct member {
    struct hilum_view key;
    size_t            at;
    struct hilum_view value;
};

/* ---- JSON ----------------------------------------------------------------- */

static size_t skip(struct hilum_view v, size_t at, char also)
{
    while (at < v.len && (v.ptr[at] == ' ' || v.ptr[at] == '\n' || v.ptr[at] == '\r' ||
                          v.ptr[at] == '\t' || v.ptr[at] == also))
        at++;
    return at;
}

/* Behind the string that begins here; 0: more bytes are needed. */
static size_t string_end(struct hilum_view v, size_t at)
{
    for (at++; at < v.len && v.ptr[at] != '"'; at++)
        at += v.ptr[at] == '\\';
    return at < v.len ? at + 1 : 0;
}

/* The key of the next member from here on, and where its value begins. */
static enum step next_key(struct hilum_view v, size_t at, struct member *m)
{
    size_t end;

    at    = skip(v, at, ',');
    m->at = at + 1;
    if (at == v.len)
        return MORE;
    if (v.ptr[at] != '"')
        return v.ptr[at] == '}' ? END : WRONG;
    end = string_end(v, at);
    if (!end)
        return MORE;
    m->key = (struct hilum_view){ v.ptr + at + 1, end - at - 2 };
    at     = skip(v, end, ' ');
    if (at < v.len && v.ptr[at] != ':')
        return WRONG;
    m->at = skip(v, at + 1, ' ');
    return m->at < v.len ? FOUND : MORE;
}

/* The value of a member whose key has been found; objects and arrays are looked at only
 * once, however the bytes come. */
static enum step take_value(struct json_split *s, struct hilum_view v, struct member *m)
{
    struct hilum_view rest = { v.ptr + m->at, v.len - m->at };
    size_t            end  = 0;

    if (*rest.ptr == '{' || *rest.ptr == '[') {
        end = json_split_value(s, rest);
    } else if (*rest.ptr == '"') {
        end = string_end(rest, 0);
    } else {
        while (end < rest.len && !strchr(",}] \n\r\t", rest.ptr[end]))
            end++;
        if (end == 0)
            return WRONG;
        end = end < rest.len ? end : 0;
    }
    if (end == 0)
        return MORE;
    m->value = (struct hilum_view){ rest.ptr, end };
    return FOUND;
}

/* A string that can be a label; empty where it is none. */
static struct hilum_view brief(struct hilum_view value)
{
    if (value.len < 2 || value.len > 256 || value.ptr[0] != '"')
        return HILUM_VIEW("");
    for (size_t i = 1; i < value.len - 1; i++)
        if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == '\\')
            return HILUM_VIEW("");
    return (struct hilum_view){ value.ptr + 1, value.len - 2 };
}

static bool next_member(struct hilum_view object, size_t *at, struct member *m)
{
    struct json_split s = { .at = 0 };

    if (next_key(object, *at, m) != FOUND || take_value(&s, object, m) != FOUND)
        return false;
    *at = m->at + m->value.len;
    return true;
}

/* ---- Entries -------------------------------------------------------------- */

static void put_label(struct hilum_buffer *out, const char *key, struct hilum_view value)
{
    if (value.len == 0)
        return;
    hilum_put_text(out, key);
    hilum_put_view(out, value);
    hilum_put_byte(out, '\n');
}

static void put_request(struct hilum_buffer *out, struct hilum_view request)
{
    struct hilum_view method = HILUM_VIEW(""), url = HILUM_VIEW("");
    struct member     m;
    size_t            at = 1;

    while (next_member(request, &at, &m)) {
        if (hilum_is(m.key, "method"))
            method = brief(m.value);
        else if (hilum_is(m.key, "url"))
            url = brief(m.value);
    }
    if (method.len == 0 || url.len == 0)
        return;
    hilum_put_text(out, "request=");
    hilum_put_view(out, method);
    hilum_put_byte(out, ' ');
    put_label(out, "", url);
}

static void fault(struct hilum_piece *p, size_t used, const char *reason)
{
    json_split_found(p, HILUM_FOUND_FAULT, used);
    p->place  = "Bundle.entry";
    p->reason = reason;
}

static void found_entry(struct json_entries *s, struct hilum_view entry, size_t used,
                        struct hilum_piece *p)
{
    struct hilum_buffer out = { .ptr = s->labels, .room = sizeof s->labels };
    struct member       m;
    size_t              at = 1;

    put_label(&out, "bundle-type=", hilum_view(s->type));
    while (next_member(entry, &at, &m)) {
        if (hilum_is(m.key, "resource"))
            p->message = m.value;
        else if (hilum_is(m.key, "fullUrl"))
            put_label(&out, "full-url=", brief(m.value));
        else if (hilum_is(m.key, "request") && m.value.ptr[0] == '{')
            put_request(&out, m.value);
    }
    p->labels = hilum_buffer_view(&out);
    if (p->message.len && p->message.ptr[0] == '{')
        json_split_found(p, HILUM_FOUND_MESSAGE, used);
    else
        fault(p, used, "this entry has no resource, and so makes no message");
}

static enum step take_entry(struct json_entries *s, struct hilum_view bytes,
                            struct hilum_piece *p)
{
    size_t at = skip(bytes, 0, ','), end;

    if (at == bytes.len)
        return MORE;
    if (bytes.ptr[at] == ']') {
        s->phase = MEMBERS;
        json_split_found(p, HILUM_FOUND_OTHER, at + 1);
        return FOUND;
    }
    if (bytes.ptr[at] != '{')
        return WRONG;
    end = json_split_value(&s->value,
                           (struct hilum_view){ bytes.ptr + at, bytes.len - at });
    if (!end)
        return MORE;
    found_entry(s, (struct hilum_view){ bytes.ptr + at, end }, at + end, p);
    return FOUND;
}

/* ---- Bundles -------------------------------------------------------------- */

static void know(struct json_entries *s, const struct member *m)
{
    struct hilum_view value = brief(m->value);

    if (hilum_is(m->key, "resourceType"))
        s->bundle = hilum_is(value, "Bundle");
    if (!hilum_is(m->key, "type") || value.len >= sizeof s->type)
        return;
    memcpy(s->type, value.ptr, value.len);
    s->type[value.len] = '\0';
}

static void leave(struct json_entries *s, size_t used, struct hilum_piece *p)
{
    if (s->bundle) {
        json_split_found(p, HILUM_FOUND_OTHER, used);
        p->place = "Bundle";
    } else {
        fault(p, used, "this is no Bundle, and does not begin with its resourceType");
    }
    s->phase = OUTSIDE;
}

static enum step take_member(struct json_entries *s, struct hilum_view bytes,
                             struct hilum_piece *p)
{
    struct member m;
    enum step     step = next_key(bytes, 0, &m);

    if (step == END) {
        leave(s, m.at, p);
        return FOUND;
    }
    if (step == FOUND && hilum_is(m.key, "entry") && bytes.ptr[m.at] == '[') {
        s->phase = ENTRIES;
        json_split_found(p, HILUM_FOUND_OTHER, m.at + 1);
        return FOUND;
    }
    if (step == FOUND)
        step = take_value(&s->value, bytes, &m);
    if (step != FOUND)
        return step;
    know(s, &m);
    json_split_found(p, HILUM_FOUND_OTHER, m.at + m.value.len);
    return FOUND;
}

/* The first member tells what begins here; WRONG: no Bundle. */
static enum step enter(struct json_entries *s, struct hilum_view bytes,
                       struct hilum_piece *p)
{
    struct member m;
    enum step     step = bytes.ptr[0] == '{' ? next_key(bytes, 1, &m) : WRONG;

    s->bundle  = false;
    s->type[0] = '\0';
    if (step == FOUND && hilum_is(m.key, "resourceType")) {
        step = take_value(&s->value, bytes, &m);
        if (step == FOUND && !hilum_is(m.value, "\"Bundle\""))
            return WRONG;
    }
    if (step != FOUND)
        return step == MORE ? MORE : WRONG;
    s->phase = MEMBERS;
    json_split_found(p, HILUM_FOUND_OTHER, 1);
    return FOUND;
}

static enum step take_other(struct json_entries *s, struct hilum_view bytes, bool last,
                            struct hilum_piece *p)
{
    json_split(&s->other, bytes, last, p);
    s->phase = p->found == HILUM_FOUND_MORE ? OTHER : OUTSIDE;
    return FOUND;
}

static enum step take(struct json_entries *s, struct hilum_view bytes, bool last,
                      struct hilum_piece *p)
{
    enum step step = WRONG;

    switch ((enum phase)s->phase) {
    case OUTSIDE:
        step = enter(s, bytes, p);
        return step == WRONG ? take_other(s, bytes, last, p) : step;
    case OTHER:
        return take_other(s, bytes, last, p);
    case MEMBERS:
        return take_member(s, bytes, p);
    case ENTRIES:
        return take_entry(s, bytes, p);
    case LOST:
        json_split_found(p, HILUM_FOUND_OTHER, bytes.len);
        return FOUND;
    }
    return step;
}

void json_entries(void *splitter, struct hilum_view bytes, bool last,
                  struct hilum_piece *p)
{
    struct json_entries *s = splitter;
    enum step            step;

    if (!json_split_begin(bytes, last, p)) {
        if (p->found == HILUM_FOUND_NOTHING &&
            (s->phase == MEMBERS || s->phase == ENTRIES)) {
            s->phase = LOST;
            fault(p, 0, "the Bundle ends too early");
        }
        return;
    }
    step = take(s, bytes, last, p);
    if (step != WRONG && !(step == MORE && last))
        return;
    s->phase = LOST;
    fault(p, bytes.len,
          step == MORE ? "the Bundle ends too early" : "this is not JSON of a Bundle");
}

bool json_several_entries(struct hilum_view bytes)
{
    size_t at = skip(bytes, fhir_text_mark(bytes), ' ');

    if (at >= bytes.len || bytes.ptr[at] != '{')
        return false;
    return hilum_is(
        json_source_type((struct hilum_view){ bytes.ptr + at + 1, bytes.len - at - 1 }),
        "Bundle");
}
