/* formats.c -- how primitives are written that the codec takes as any text. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* [A-Za-z0-9\-\.]{1,64} */
static bool is_id(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (!is_alnum(v.ptr[i]) && v.ptr[i] != '-' && v.ptr[i] != '.')
            return false;
    return v.len > 0 && v.len <= 64;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* No blanks at the ends, and one at a time between. */
static bool is_code(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (is_space(v.ptr[i]) && (i == 0 || i + 1 == v.len || is_space(v.ptr[i + 1])))
            return false;
    return v.len > 0;
}

static bool is_uri(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (is_space(v.ptr[i]))
            return false;
    return true;
}

/* urn:oid:[0-2](\.(0|[1-9][0-9]*))+ */
static bool is_oid(struct hilum_view v)
{
    size_t parts = 0, digits = 0;

    if (!starts(v, "urn:oid:") || v.len < 11 || v.ptr[8] < '0' || v.ptr[8] > '2')
        return false;
    for (size_t i = 9; i < v.len; i++) {
        bool zero = digits == 1 && v.ptr[i - 1] == '0';

        if (v.ptr[i] == '.' && (digits > 0 || parts == 0)) {
            parts++;
            digits = 0;
        } else if (v.ptr[i] < '0' || v.ptr[i] > '9' || parts == 0 || zero) {
            return false;
        } else {
            digits++;
        }
    }
    return parts > 0 && digits > 0;
}

/* urn:uuid: and 8-4-4-4-12 lower case hexadecimal digits */
static bool is_uuid(struct hilum_view v)
{
    if (!starts(v, "urn:uuid:") || v.len != 45)
        return false;
    for (size_t i = 9; i < v.len; i++) {
        bool dash = i == 17 || i == 22 || i == 27 || i == 32;
        bool hex  = (v.ptr[i] >= '0' && v.ptr[i] <= '9') ||
                   ((v.ptr[i] | 32) >= 'a' && (v.ptr[i] | 32) <= 'f');

        if (dash ? v.ptr[i] != '-' : !hex)
            return false;
    }
    return true;
}

/* Groups of four, with blanks between, as the standard allows. */
static bool is_base64(struct hilum_view v)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789+/";
    bool              good[256] = { false };
    size_t            count = 0, pads = 0, i = 0;

    for (const char *c = letters; *c; c++)
        good[(unsigned char)*c] = true;
    for (; i < v.len && v.ptr[i] != '='; i++) {
        count += good[(unsigned char)v.ptr[i]];
        if (!good[(unsigned char)v.ptr[i]] && !is_space(v.ptr[i]))
            return false;
    }
    for (; i < v.len; i++) {
        pads += v.ptr[i] == '=';
        if (v.ptr[i] != '=' && !is_space(v.ptr[i]))
            return false;
    }
    return (count + pads) % 4 == 0 && pads <= 2;
}

static const struct format {
    const char *type;
    bool (*holds)(struct hilum_view);
    const char *what;
} formats[] = {
    [KID_ANY]    = { .type = NULL },
    [KID_ID]     = { .type  = "id",
                     .holds = is_id,
                     .what  = "an id: up to 64 letters, digits, - and ." },
    [KID_CODE]   = { .type  = "code",
                     .holds = is_code,
                     .what  = "a code: no blanks at its ends, and single ones between" },
    [KID_URI]    = { .type = "uri", .holds = is_uri, .what = "a URI: no blanks" },
    [KID_URL]    = { .type = "url", .holds = is_uri, .what = "a URL: no blanks" },
    [KID_CANON]  = { .type = "canonical", .holds = is_uri, .what = "a URL: no blanks" },
    [KID_OID]    = { .type = "oid", .holds = is_oid, .what = "an OID: urn:oid:1.2.3" },
    [KID_UUID]   = { .type  = "uuid",
                     .holds = is_uuid,
                     .what  = "a UUID: urn:uuid: and 32 hexadecimal digits" },
    [KID_BASE64] = { .type = "base64Binary", .holds = is_base64, .what = "base64" },
};

enum kid_form formats_of(uint32_t type)
{
    for (size_t i = KID_ANY + 1; i < sizeof formats / sizeof *formats; i++)
        if (hilum_name(formats[i].type, strlen(formats[i].type)) == type)
            return (enum kid_form)i;
    return KID_ANY;
}

void formats_check(struct look *l, const struct hilum_node *node, enum kid_form form)
{
    if (form == KID_BY_NODE)
        form = formats_of(node->type);
    if (form != KID_ANY && !formats[form].holds(hilum_text(l->doc, node)))
        look_report(l, HILUM_PROBLEM, node, "format", "it is not %s", formats[form].what);
}
