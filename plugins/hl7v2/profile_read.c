/* profile_read.c -- reads the files of profiles. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "profile_read.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATH_ROOM = 1024, WORD_ROOM = 32 };

/* ---- Match, tables ------------------------------------------------------ */

static bool read_match(struct profile_reader *r, const struct hilum_node *n)
{
    struct profile *p = r->profile;

    hilum_each(child, n)
    {
        struct hilum_view key = profile_key(r->call, child);
        char              text[WORD_ROOM];

        snprintf(text, sizeof text, "%.*s", (int)key.len, key.ptr);
        if (p->matches == PROFILE_MATCHES)
            return profile_fault(r, child, "there are at most %d conditions",
                                 PROFILE_MATCHES);
        if (!er7_place_read(&p->match[p->matches].place, text) ||
            p->match[p->matches].place.field == 0)
            return profile_fault(r, child, "%s is no place such as MSH-3 or MSH-9.1",
                                 text);
        p->match[p->matches++].value = hilum_text(p->doc, child);
    }
    return true;
}

static bool read_severity(struct profile_reader *r, const struct hilum_node *n,
                          const char *what, bool *off, uint8_t *severity)
{
    static const char *const words[] = { "note", "warning", "problem", "off", NULL };
    struct hilum_view        text    = hilum_text(r->profile->doc, n);
    struct profile_hint      hint    = profile_hint(text, words);

    for (int i = 0; words[i]; i++) {
        if (!hilum_is(text, words[i]))
            continue;
        *off      = i == 3;
        *severity = (uint8_t)(i == 3 ? HILUM_NOTE : i);
        return true;
    }
    return profile_fault(r, n, "%s is note, warning, problem or off%s", what, hint.text);
}

static bool read_tables(struct profile_reader *r, const struct hilum_node *n)
{
    static const char *const words[] = { "add", "remove", NULL };
    struct profile          *p       = r->profile;

    hilum_each(table, n)
    {
        struct hilum_view key    = profile_key(r->call, table);
        bool              listed = false;

        hilum_each(code, table) listed = listed || code->flags & HILUM_NODE_LIST;
        if (!listed && !profile_words(r, table, words))
            return false;
        if (columns_number(key) && key.len <= 4)
            continue;
        if (p->tables == PROFILE_TABLES)
            return profile_fault(r, table, "there are at most %d tables", PROFILE_TABLES);
        p->table[p->tables++] = key;
    }
    return true;
}

uint32_t profile_table(const struct profile *p, struct hilum_view name)
{
    uint32_t number = columns_number(name);

    if (number && name.len <= 4)
        return number;
    for (uint32_t i = 0; i < p->tables; i++)
        if (hilum_same(p->table[i], name))
            return TABLES_SITE + i;
    return 0;
}

/* ---- Rules ---------------------------------------------------------------- */

static struct hilum_view text_of(struct profile_reader *r, const struct hilum_node *rule,
                                 const char *word)
{
    const struct hilum_node *n = profile_child(rule, word);

    return n ? hilum_text(r->profile->doc, n) : HILUM_VIEW("");
}

static bool compile(struct profile_reader *r, const struct hilum_node *rule,
                    const char *word, struct rule_test *t, uint32_t segment)
{
    const struct hilum_node *n = profile_child(rule, word);

    return rule_compile(t, r->call, text_of(r, rule, word), segment) ||
           profile_fault(r, n, "%s", hilum_why(r->call));
}

/* A rule is asked on segments whose fields are known. */
static bool check_segment(struct profile_reader *r, const struct hilum_node *n,
                          struct hilum_view name)
{
    const struct hilum_node *own = profile_child(hilum_root(r->profile->doc), "segments");

    return profile_listed(r->dictionary->segments, '\n', name) ||
           (own && hilum_child(own, hilum_name(name.ptr, name.len))) ||
           profile_fault(r, n, "neither the standard nor `segments` has a segment %.*s%s",
                         (int)name.len, name.ptr,
                         profile_hint_of(r->dictionary->segments, name).text);
}

static bool read_rule(struct profile_reader *r, const struct hilum_node *n,
                      struct rule *to)
{
    static const char *const words[]  = { "rule",  "segment",  "when", "must",
                                          "field", "severity", "says", NULL };
    const struct hilum_node *severity = profile_child(n, "severity");
    const struct hilum_node *field    = profile_child(n, "field");
    struct hilum_view        segment  = text_of(r, n, "segment");
    uint8_t                  level    = HILUM_WARNING;
    bool                     off      = false;

    *to =
        (struct rule){ .name    = text_of(r, n, "rule"),
                       .segment = segment.len ? hilum_name(segment.ptr, segment.len) : 0,
                       .span    = { 0, UINT32_MAX },
                       .says    = text_of(r, n, "says") };
    if (!profile_words(r, n, words))
        return false;
    if (to->name.len == 0 || to->name.len >= REPORT_RULE || to->says.len == 0 ||
        text_of(r, n, "must").len == 0)
        return profile_fault(r, n, "a rule has `rule`, its name, `must` and `says`");
    if ((segment.len && !check_segment(r, profile_child(n, "segment"), segment)) ||
        (severity && !read_severity(r, severity, "severity", &off, &level)))
        return false;
    to->severity = (enum hilum_severity)level;
    if (field && !profile_number(r, field, SHEET_NUMBER, false, &to->field))
        return false;
    return compile(r, n, "when", &to->when, to->segment) &&
           compile(r, n, "must", &to->must, to->segment);
}

static bool read_rules(struct profile_reader *r, const struct hilum_node *list)
{
    struct rules *rules = &r->profile->rules;

    rules->rule = calloc(RULES_MOST, sizeof *rules->rule);
    if (!rules->rule)
        return profile_fault(r, list, "no memory for its rules");
    hilum_each(n, list)
    {
        if (rules->count == RULES_MOST)
            return profile_fault(r, n, "there are at most %d rules", RULES_MOST);
        if (!read_rule(r, n, &rules->rule[rules->count]))
            return false;
        rules->count++;
    }
    return true;
}

/* ---- Severity ------------------------------------------------------------- */

/* The families of rules that validate.h has. */
static const char *const families[] = { "version",     "structure",  "segment",
                                        "required",    "length",     "datatype",
                                        "cardinality", "components", "fields",
                                        "table",       "withdrawn",  "condition",
                                        "checkdigit",  NULL };

static bool is_family(struct hilum_view word)
{
    for (size_t i = 0; families[i]; i++)
        if (hilum_is(word, families[i]))
            return true;
    return false;
}

/* Is there a rule of this name: a family, "table 0001", one of the profile's or of the
 * standard's? */
static bool check_rule(struct profile_reader *r, const struct hilum_node *n,
                       struct hilum_view name)
{
    const struct rules *own  = &r->profile->rules;
    struct profile_hint hint = profile_hint(name, families);
    struct hilum_view   rest = name, word = columns_take(&rest, ' '), standard;

    if (is_family(name) || (hilum_is(word, "table") && profile_table(r->profile, rest)))
        return true;
    for (uint32_t i = 0; i < own->count; i++) {
        char        text[REPORT_RULE];
        const char *one[] = { text, NULL };

        if (hilum_same(own->rule[i].name, name))
            return true;
        snprintf(text, sizeof text, "%.*s", (int)own->rule[i].name.len,
                 own->rule[i].name.ptr);
        hint = hint.text[0] ? hint : profile_hint(name, one);
    }
    if (!hilum_schema(r->call, "hl7v2/rules", &standard))
        return profile_fault(r, n, "the rules cannot be read");
    if (profile_listed(standard, '\n', name))
        return true;
    hint = hint.text[0] ? hint : profile_hint_of(standard, name);
    return profile_fault(r, n, "there is no rule %.*s%s", (int)name.len, name.ptr,
                         hint.text);
}

static bool read_levels(struct profile_reader *r, const struct hilum_node *n)
{
    struct report_levels *levels = &r->profile->levels;

    hilum_each(child, n)
    {
        struct report_level *l   = &levels->level[levels->count];
        struct hilum_view    key = profile_key(r->call, child);

        if (levels->count == REPORT_LEVELS || key.len >= REPORT_RULE)
            return profile_fault(r, child,
                                 "there are at most %d severities, of names with "
                                 "at most %d letters",
                                 REPORT_LEVELS, REPORT_RULE - 1);
        snprintf(l->rule, sizeof l->rule, "%.*s", (int)key.len, key.ptr);
        if (!check_rule(r, child, key) ||
            !read_severity(r, child, "a severity", &l->off, &l->severity))
            return false;
        levels->count++;
    }
    return true;
}

/* ---- Files ---------------------------------------------------------------- */

static bool read_file(struct profile_reader *r)
{
    static const char *const words[] = { "profile", "match", "segments", "structures",
                                         "tables",  "rules", "severity", NULL };
    const struct hilum_node *root    = hilum_root(r->profile->doc);
    const struct hilum_node *name    = profile_child(root, "profile");
    static const struct {
        const char *word;
        bool (*read)(struct profile_reader *, const struct hilum_node *);
        bool list;
    } parts[] = { { "match", read_match, false },
                  { "tables", read_tables, false }, /* before what names them */
                  { "segments", profile_read_segments, false },
                  { "structures", profile_read_structures, false },
                  { "rules", read_rules, true },
                  { "severity", read_levels, false } };

    if (!profile_words(r, root, words))
        return false;
    if (!name || hilum_text(r->profile->doc, name).len == 0)
        return profile_fault(r, root, "a profile has a name: `profile: NAME`");
    r->profile->name = hilum_text(r->profile->doc, name);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const struct hilum_node *n = profile_child(root, parts[i].word);

        if (n && ((!parts[i].list && !profile_map(r, n)) || !parts[i].read(r, n)))
            return false;
    }
    return true;
}

static bool open_file(struct profiles *all, struct hilum_call *call,
                      const struct dictionary *d, const char *path)
{
    struct profile       *p = calloc(1, sizeof *p);
    struct profile_reader r = { call, d, p };

    if (!p || all->count == PROFILES_MOST) {
        free(p);
        hilum_blame(call, HILUM_FAIL, path, "there are at most %d profiles",
                    PROFILES_MOST);
        return false;
    }
    all->list[all->count++] = p;
    p->path                 = path; /* for mistakes, within open */
    return hilum_yaml(call, path, &p->doc) && read_file(&r);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_yaml(const char *name)
{
    size_t len = strlen(name);

    return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

/* The files of a folder, in the order of their names. */
static bool open_folder(struct profiles *all, struct hilum_call *call,
                        const struct dictionary *d, const char *folder, DIR *dir)
{
    char  *name[PROFILES_MOST + 1]; /* one too many is a mistake */
    size_t count = 0;
    bool   ok    = true;

    for (struct dirent *e = readdir(dir); e && count <= PROFILES_MOST; e = readdir(dir)) {
        size_t room = strlen(folder) + strlen(e->d_name) + 2;

        name[count] = is_yaml(e->d_name) ? malloc(room) : NULL;
        if (name[count])
            snprintf(name[count++], room, "%s/%s", folder, e->d_name);
    }
    if (count == 0) {
        hilum_blame(call, HILUM_FAIL, folder, "there is no *.yaml in this folder");
        return false;
    }
    qsort(name, count, sizeof *name, by_name);
    for (size_t i = 0; i < count; i++) {
        ok = ok && open_file(all, call, d, name[i]);
        free(name[i]);
    }
    return ok;
}

bool profiles_open(struct profiles *all, struct hilum_call *call,
                   const struct dictionary *d, const char *paths)
{
    struct hilum_view rest = hilum_view(paths);
    bool              ok   = true;

    while (ok && rest.len) {
        struct hilum_view one = columns_take(&rest, ',');
        char              path[PATH_ROOM];
        DIR              *dir;

        while (one.len && one.ptr[0] == ' ') {
            one.ptr++;
            one.len--;
        }
        if (one.len == 0)
            continue;
        snprintf(path, sizeof path, "%.*s", (int)one.len, one.ptr);
        dir = opendir(path);
        ok  = dir ? open_folder(all, call, d, path, dir) : open_file(all, call, d, path);
        if (dir)
            closedir(dir);
    }
    return ok;
}

void profiles_close(struct profiles *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        struct profile *p = all->list[i];

        for (uint32_t m = 0; m < p->made_count; m++) {
            free(p->made[m].made);
            free(p->made[m].lines.ptr);
        }
        rules_close(&p->rules);
        free(p);
    }
    all->count = 0;
}
