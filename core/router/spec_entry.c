/* spec_entry.c -- one entry of a pipeline file: a part and the words beside it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/spec_entry.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "router/spec_words.h"

#include <ctype.h>

enum { NAME_MOST = 64 };

/* Every word that stands beside a part somewhere. */
#define BESIDE_PARTS (SPEC_IN(SPEC_SOURCE) | SPEC_IN(SPEC_STEP) | SPEC_IN(SPEC_SINK))

struct entry_reader {
    struct spec_entry *e;
    struct yaml       *doc;
    struct arena      *arena;
};

const struct yaml_node *spec_word(const struct spec_entry *e, const char *word)
{
    return yaml_get(e->node, word);
}

bool spec_name_check(struct yaml *doc, const struct yaml_node *node, const char *what)
{
    struct hilum_view v   = node->text;
    size_t            bad = 0;

    while (bad < v.len &&
           (isalnum((unsigned char)v.ptr[bad]) || strchr("._-", v.ptr[bad])))
        bad++;
    if (bad < v.len)
        lines_blame(&doc->lines, yaml_inside(doc, node, bad),
                    "%s is made of letters, digits, '.', '_' and '-'", what);
    else if (v.len > NAME_MOST)
        lines_blame(&doc->lines, node->at, "%s has %d characters at most", what,
                    NAME_MOST);
    return bad == v.len && v.len <= NAME_MOST;
}

static bool is_word(const struct yaml_node *value)
{
    return spec_word_find(value->key, BESIDE_PARTS) != NULL;
}

/* The value whose key is the part: what is followed by a map or nothing has the
 * shape of one; a misspelt word is followed by a text. */
static const struct yaml_node *find_part(const struct yaml_node *map)
{
    const struct yaml_node *any = NULL;

    for (const struct yaml_node *v = map->first; v; v = v->next) {
        if (is_word(v))
            continue;
        if (v->kind == YAML_MAP || yaml_nothing(v))
            return v;
        if (!any)
            any = v;
    }
    return any;
}

/* "steps and sinks": where a word belongs. */
static const char *homes(const struct spec_word *w, struct hilum_buffer *to)
{
    unsigned    left = w->places & BESIDE_PARTS;
    const char *text;

    for (unsigned place = 0; left; left &= ~SPEC_IN(place), place++) {
        if (!(left & SPEC_IN(place)))
            continue;
        if (to->len)
            hilum_put_text(to, left == SPEC_IN(place) ? " and " : ", ");
        hilum_put_text(to, spec_place_plural((enum spec_place)place));
    }
    text = buffer_text(to);
    return text ? text : "others";
}

/* A key that is neither the part nor a word that may stand here. */
static void blame_other(struct entry_reader *r, const struct yaml_node *value)
{
    struct lines           *l    = &r->doc->lines;
    const char             *part = r->e->part;
    const struct spec_word *word = spec_word_find(value->key, BESIDE_PARTS);
    struct hilum_view       key  = value->key;
    struct hilum_buffer     buffer;
    const char             *names[SPEC_WORDS_MOST];
    const char             *hint;

    if (word) {
        buffer_init(&buffer, LIMIT_REASON);
        lines_blame(l, value->key_at, "'%s' does not go with %s, only with %s",
                    word->option.name, spec_place_name(r->e->place),
                    homes(word, &buffer));
        buffer_free(&buffer);
        return;
    }
    spec_word_names(SPEC_IN(r->e->place), names);
    hint = lines_hint(l, key, names);
    if (*hint)
        lines_blame(l, value->key_at, "unknown word '%.*s'%s", (int)key.len, key.ptr,
                    hint);
    else if (value->kind == YAML_TEXT && !yaml_nothing(value))
        lines_blame(l, value->key_at,
                    "unknown word '%.*s'; if it is an option of %s, indent it under %s:",
                    (int)key.len, key.ptr, part, part);
    else
        lines_blame(
            l, value->key_at,
            "an entry has one part, and this one is '%s'; '%.*s' needs an entry of "
            "its own",
            part, (int)key.len, key.ptr);
}

static bool read_retry(struct entry_reader *r)
{
    const struct yaml_node *given = spec_word(r->e, "retry");
    struct spec_retry      *retry = &r->e->retry;
    struct place            at    = given ? given->key_at : r->e->part_at;

    if (!option_fill(&spec_retry_set, retry, r->doc, given, at, r->arena))
        return false;
    if (retry->first <= retry->most)
        return true;
    lines_blame(&r->doc->lines, at, "the first pause of 'retry' is longer than the most");
    return false;
}

/* A format is a text, or a map of one codec with its options. */
static void read_format(struct entry_reader *r)
{
    const struct yaml_node *given = spec_word(r->e, "format");

    if (!given || yaml_nothing(given))
        return;
    if (given->kind == YAML_TEXT) {
        r->e->format = given->text.ptr;
    } else if (given->kind == YAML_MAP && given->count == 1) {
        r->e->format         = given->first->key.ptr;
        r->e->format_options = yaml_nothing(given->first) ? NULL : given->first;
    } else {
        lines_blame(&r->doc->lines, given->at,
                    "a format is a name, such as hl7v2, or one name with its options");
    }
}

/* The words beside the part, and what else is there. */
static void read_words(struct entry_reader *r, const struct yaml_node *part)
{
    struct spec_entry      *e   = r->e;
    const struct yaml_node *map = e->node->kind == YAML_MAP ? e->node : NULL;
    const struct yaml_node *name;

    for (const struct yaml_node *v = map ? map->first : NULL; v; v = v->next) {
        if (v != part && !spec_word_find(v->key, SPEC_IN(e->place)))
            blame_other(r, v);
    }
    spec_words_fill(e->place, e, r->doc, map, r->arena);
    if (spec_word_find(hilum_view("format"), SPEC_IN(e->place)) && map)
        read_format(r);
    if (e->place == SPEC_SINK)
        read_retry(r);
    name = spec_word_find(hilum_view("name"), SPEC_IN(e->place)) ? spec_word(e, "name")
                                                                 : NULL;
    if (*e->name && name)
        spec_name_check(r->doc, name, "a name");
}

/* What is no map: a part on its own, or a mistake. */
static bool read_bare(struct entry_reader *r)
{
    struct spec_entry      *e    = r->e;
    const struct yaml_node *node = e->node;

    if (node->kind == YAML_LIST) {
        lines_blame(&r->doc->lines, node->at, "%s is a part with its options, not a list",
                    spec_place_name(e->place));
        return false;
    }
    if (yaml_nothing(node)) {
        lines_blame(&r->doc->lines, node->at, "%s is missing here: name a part",
                    spec_place_name(e->place));
        return false;
    }
    e->part    = node->text.ptr;
    e->part_at = node->at;
    return true;
}

static bool read_part(struct entry_reader *r, const struct yaml_node *part)
{
    struct spec_entry *e = r->e;

    if (!part) {
        lines_blame(&r->doc->lines, e->node->at,
                    "%s names no part, such as 'mllp: { ... }'",
                    spec_place_name(e->place));
        return false;
    }
    e->part    = part->key.ptr;
    e->part_at = part->key_at;
    e->options = yaml_nothing(part) ? NULL : part;
    return true;
}

bool spec_entry_read(struct spec_entry *e, enum spec_place place, struct yaml *doc,
                     const struct yaml_node *node, struct arena *arena)
{
    struct entry_reader     r    = { .e = e, .doc = doc, .arena = arena };
    const struct yaml_node *part = node->kind == YAML_MAP ? find_part(node) : NULL;

    *e      = (struct spec_entry){ .place = place, .node = node, .instances = 1 };
    e->name = e->when = e->format = e->from = "";
    if (node->broken || !(node->kind == YAML_MAP ? read_part(&r, part) : read_bare(&r)))
        return false;
    read_words(&r, part);
    if (place == SPEC_STORE)
        e->name = node->key.ptr;
    else if (!*e->name)
        e->name = e->part;
    return true;
}
