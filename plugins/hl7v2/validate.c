/* validate.c -- what of a message is not as the standard, or a profile, wants it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "validate.h"

#include "structure_parts.h"

#include <stdio.h>

#define WORD(v) (int)(v).len, (v).ptr

/* ---- Segments in the structure -------------------------------------------- */

static void add_missing(void *context, struct hilum_view name, struct hilum_view group,
                        uint32_t nth)
{
    struct validate   *v    = context;
    struct report_spot spot = { .name = name };

    if (nth > 1)
        report_add(&v->report, HILUM_PROBLEM, &spot, "required",
                   "%.*s is required in %.*s[%u]", WORD(name), WORD(group),
                   (unsigned)nth);
    else
        report_add(&v->report, HILUM_PROBLEM, &spot, "required",
                   "%.*s is required in %.*s", WORD(name), WORD(group));
}

static bool is_z(uint32_t segment)
{
    return (segment & ~0xffffu) == (HILUM_NAME("Z") & ~0xffffu);
}

/* A run of segments of one name that are out of place is reported once: `last` is
 * the name of the one before that was reported, or 0. */
static void check_place(struct validate *v, struct structure_walk *walk,
                        const struct hilum_node *segment, uint32_t *last)
{
    enum structure_found  found = structure_next(walk, segment->name);
    bool                  again = *last == segment->name;
    struct structure_step step[STRUCTURE_DEPTH];
    struct hilum_view     group;
    uint32_t              steps;

    *last = found == STRUCTURE_PLACED || found == STRUCTURE_FREE ? 0 : segment->name;
    if (*last == 0 || again)
        return;
    steps   = structure_steps(walk, step);
    group   = steps ? step[steps - 1].name : structure_name(v->structure);
    v->spot = (struct report_spot){ .segment = segment };
    report_add(&v->report, HILUM_WARNING, &v->spot,
               found == STRUCTURE_EXCESS ? "cardinality" : "structure",
               found == STRUCTURE_EXCESS ? "more of them than there may be in %.*s"
                                         : "the segment has no place here, in %.*s",
               WORD(group));
}

/* ---- Fields --------------------------------------------------------------- */

static struct hilum_view field_title(const struct validate    *v,
                                     const struct sheet_group *g, uint32_t number)
{
    const struct sheet_member *m = sheet_member(v->sheet, g, number);

    return m->title.len ? m->title : dictionary_title(v->dictionary, m->row, false);
}

static void check_required(struct validate *v, const struct sheet_group *g,
                           const uint64_t *seen)
{
    for (uint32_t word = 0; word < SHEET_WORDS; word++) {
        uint64_t missing = g->required[word] & ~seen[word];

        for (uint32_t bit = 0; missing && bit < 64; bit++) {
            struct hilum_view title;

            if (!(missing >> bit & 1))
                continue;
            missing &= ~(1ull << bit);
            v->spot.field = word * 64 + bit;
            title         = field_title(v, g, v->spot.field);
            report_add(&v->report, HILUM_PROBLEM, &v->spot, "required",
                       "the field is required: %.*s", WORD(title));
        }
    }
}

/* A field that must be there because of others is required. */
static const char *family_of(const struct rule *r, uint64_t fields)
{
    bool there = r->field > 63 || fields >> r->field & 1;

    return r->field && !there ? "required" : "condition";
}

static void check_rules(struct validate *v, const struct sheet_group *g,
                        const struct hilum_node *node, uint64_t fields)
{
    for (uint32_t i = 0; i < g->rule_count; i++) {
        const struct rule *r = g->rules[i];
        char               name[REPORT_RULE];

        if (!rule_broken(r, v->report.call, v->report.doc, node, fields))
            continue;
        snprintf(name, sizeof name, "%.*s", WORD(r->name));
        v->spot.field    = r->field;
        v->report.family = family_of(r, fields);
        report_add(&v->report, r->severity, &v->spot, name, "%.*s", WORD(r->says));
    }
    v->report.family = NULL;
}

/* What is said once of a field, at its first repetition; of fields that are too
 * many, only of the first. */
static void check_field(struct validate *v, const struct sheet_group *g,
                        const struct sheet_member *m, uint32_t number, uint32_t last)
{
    struct hilum_view title;

    if (number > g->count && !g->open && last <= g->count)
        report_add(&v->report, HILUM_NOTE, &v->spot, "fields",
                   "the segment has %u fields in this version", (unsigned)g->count);
    if (m->forbidden) {
        report_add(&v->report, HILUM_PROBLEM, &v->spot, "cardinality",
                   "the profile has no such field");
    } else if (m->withdrawn) {
        title = field_title(v, g, number);
        report_add(&v->report, HILUM_NOTE, &v->spot, "withdrawn",
                   "the field is withdrawn in this version: %.*s", WORD(title));
    }
}

/* OBX-5 and the like: what the field is, another field has said. */
static struct sheet_member varied(const struct validate *v, const struct hilum_node *n,
                                  const struct sheet_member *m)
{
    const struct sheet_group *g   = sheet_datatype(v->sheet, n->type);
    struct sheet_member       own = *m;

    own.type      = n->type == HILUM_NAME("varies") ? 0 : n->type;
    own.group     = own.type ? (uint32_t)(g - v->sheet->group) : 0;
    own.check     = (uint8_t)validate_type_of(own.type);
    own.primitive = v->sheet->group[own.group].count == 0 &&
                    v->sheet->group[own.group].kind == SHEET_PLAIN;
    return own;
}

static void check_repetition(struct validate *v, const struct hilum_node *n,
                             const struct sheet_member *m)
{
    if (m->varies) {
        struct sheet_member own = varied(v, n, m);

        validate_value(v, n, &own);
        return;
    }
    validate_value(v, n, m);
    if (m->most && v->spot.repetition == m->most + 1u)
        report_add(&v->report, HILUM_WARNING, &v->spot, "cardinality",
                   "more repetitions than the %u that there may be", (unsigned)m->most);
}

static void check_segment(struct validate *v, const struct hilum_node *segment)
{
    const struct sheet_group *g    = sheet_segment(v->sheet, segment->name);
    uint32_t                  skip = g->separators, last = 0;
    uint64_t                  seen[SHEET_WORDS] = { skip ? 6 : 0 };

    v->spot = (struct report_spot){ .segment = segment };
    if (!g->name) {
        if (!is_z(segment->name))
            report_add(&v->report, HILUM_WARNING, &v->spot, "segment",
                       "this version has no such segment");
        return;
    }
    hilum_each(n, segment)
    {
        const struct sheet_member *m = sheet_member(v->sheet, g, n->name);

        if (n->name <= skip)
            continue;
        v->spot.field      = n->name;
        v->spot.repetition = n->name == last ? v->spot.repetition + 1 : 1;
        if (n->name != last && (n->name > g->count || m->withdrawn || m->forbidden))
            check_field(v, g, m, n->name, last);
        last = n->name;
        if (n->name <= SHEET_NUMBER)
            seen[n->name / 64] |= 1ull << (n->name % 64);
        if (!m->withdrawn && !m->forbidden)
            check_repetition(v, n, m);
    }
    v->spot = (struct report_spot){ .segment = segment };
    check_required(v, g, seen);
    if (g->rule_count)
        check_rules(v, g, segment, seen[0]);
}

/* ---- The message ---------------------------------------------------------- */

static struct hilum_view text_at(const struct validate *v, const struct hilum_node *msh,
                                 uint32_t field, uint32_t component)
{
    const struct hilum_node *n = msh ? hilum_child(msh, field) : NULL;

    n = n ? hilum_component(n, component) : NULL;
    return n ? hilum_text(v->report.doc, n) : HILUM_VIEW("");
}

/* 20501 is 2.5.1. */
static const char *version_words(uint32_t number, char *to, size_t room)
{
    snprintf(to, room, number % 100 ? "%u.%u.%u" : "%u.%u", (unsigned)(number / 10000),
             (unsigned)(number / 100 % 100), (unsigned)(number % 100));
    return to;
}

static void check_version(struct validate *v, const struct hilum_node *msh)
{
    struct hilum_view text = text_at(v, msh, 12, 1);
    char              words[16];

    v->spot =
        (struct report_spot){ .segment = msh, .name = HILUM_VIEW("MSH"), .field = 12 };
    version_words(v->sheet->version, words, sizeof words);
    if (text.len == 0)
        report_add(&v->report, HILUM_NOTE, &v->spot, "version",
                   "no version is given; it is read as %s", words);
    else if (dictionary_number(text) != v->sheet->version)
        report_add(&v->report, HILUM_NOTE, &v->spot, "version",
                   "there are no tables of this version; it is read as %s", words);
}

/* A Z event is a site's own. */
static void check_structure(struct validate *v, const struct hilum_node *msh)
{
    const struct structure *s     = v->structure;
    struct hilum_view       event = text_at(v, msh, 9, 2);
    struct hilum_view       named = text_at(v, msh, 9, 3);
    char                    words[16];

    v->spot =
        (struct report_spot){ .segment = msh, .name = HILUM_VIEW("MSH"), .field = 9 };
    if (!s) {
        report_add(&v->report,
                   event.len && event.ptr[0] == 'Z' ? HILUM_NOTE : HILUM_WARNING,
                   &v->spot, "structure",
                   "the standard has no structure for this type and event");
        return;
    }
    if (v->sheet->version < s->from || v->sheet->version > s->to)
        report_add(&v->report, HILUM_NOTE, &v->spot, "version",
                   "this version has no %.*s; that of %s is meant", WORD(s->name),
                   version_words(v->sheet->version > s->to ? s->to : s->from, words,
                                 sizeof words));
    v->spot.component = 3;
    if (named.len && !hilum_same(named, s->name))
        report_add(&v->report, HILUM_WARNING, &v->spot, "structure",
                   "the structure of this type and event is %.*s", WORD(s->name));
}

void validate_message(struct validate *v)
{
    const struct hilum_node *root = hilum_root(v->report.doc);
    const struct hilum_node *msh  = hilum_child(root, HILUM_NAME("MSH"));
    struct structure_walk    walk;
    uint32_t                 last = 0;

    check_version(v, msh);
    check_structure(v, msh);
    structure_begin(&walk, v->structure, v->report.doc, add_missing, v);
    hilum_each(segment, root)
    {
        check_place(v, &walk, segment, &last);
        check_segment(v, segment);
    }
    structure_end(&walk);
    v->spot = (struct report_spot){ .segment = msh, .name = HILUM_VIEW("MSH") };
    check_rules(v, &v->sheet->group[0], root, 0);
}
