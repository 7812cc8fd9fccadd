/* path.c -- the place of one value: an HL7 path, or a path of FHIR elements. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "path.h"

enum { MOST_NUMBER = 65535 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_upper(c) || is_digit(c) || (c >= 'a' && c <= 'z');
}

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    ++*at;
    return true;
}

static bool take_number(const char **at, uint32_t *out)
{
    const char *from = *at;

    for (*out = 0; is_digit(**at) && *out <= MOST_NUMBER; ++*at)
        *out = 10 * *out + (uint32_t)(**at - '0');
    return *at > from && *out <= MOST_NUMBER;
}

/* "[2]", where there is one; counting begins at `first`. */
static bool take_index(const char **at, uint32_t first, struct step *s)
{
    if (!take(at, '['))
        return true;
    s->listed = true;
    if (!take_number(at, &s->nth) || s->nth < first)
        return false;
    s->nth -= first;
    return take(at, ']');
}

/* ---- HL7 ------------------------------------------------------------------ */

static bool looks_like_hl7(const char *text)
{
    return is_upper(text[0]) && text[1] && text[2] && !is_word(text[3]) &&
           (text[3] == '-' || text[3] == '[') && strchr(text, '-');
}

static bool read_hl7(const char *text, struct path *p)
{
    struct step *s = p->steps;

    *s = (struct step){ .name = hilum_name(text, 3) };
    text += 3;
    if (!take_index(&text, 1, s++) || !take(&text, '-') ||
        !take_number(&text, &s->name) || s->name == 0 || !take_index(&text, 1, s))
        return false;
    for (p->count = 2; p->count < 4 && take(&text, '.'); p->count++)
        if (!take_number(&text, &p->steps[p->count].name) || p->steps[p->count].name == 0)
            return false;
    return *text == '\0';
}

/* ---- FHIR ----------------------------------------------------------------- */

static bool read_element(struct hilum_call *call, const char **at, struct path *p)
{
    const char  *from = *at;
    struct step *s    = &p->steps[p->count];

    while (is_word(**at))
        ++*at;
    if (*at == from || is_digit(*from) || p->count == PATH_STEPS)
        return false;
    s->name = hilum_name_add(call, from, (size_t)(*at - from));
    /* A path may begin with the type of the resource. */
    if (is_upper(*from) && p->count == 0 && !p->root) {
        p->root = s->name;
        return p->root && **at == '.';
    }
    p->count++;
    return s->name && take_index(at, 0, s);
}

static bool read_fhir(struct hilum_call *call, const char *text, struct path *p)
{
    do {
        if (!read_element(call, &text, p))
            return false;
    } while (take(&text, '.'));
    return *text == '\0' && p->count > 0;
}

enum hilum_verdict path_read(struct hilum_call *call, const char *text, struct path *out)
{
    *out = (struct path){ .hl7 = looks_like_hl7(text) };
    if (!(out->hl7 ? read_hl7(text, out) : read_fhir(call, text, out)))
        return hilum_blame(call, HILUM_FAIL, "path",
                           "%.80s is not a path such as PID-8, PID-3[2].4 or "
                           "Patient.name[0].family",
                           text);
    return HILUM_OK;
}
