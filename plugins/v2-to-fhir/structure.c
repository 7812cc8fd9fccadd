/* structure.c -- message maps: where segments stand, and what is made of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "structure.h"

#include <stdio.h>

enum { MOST_MAPPINGS = 16 };

struct reader {
    struct load      *load;
    struct rulebook  *book;
    struct structure *s;
    uint32_t          group;
    struct mapping    mappings[MOST_MAPPINGS]; /* of the last position */
};

/* The resource type that a variable's name begins with. */
static struct hilum_view type_part(struct hilum_view name)
{
    size_t at = 0;

    while (at < name.len && ((name.ptr[at] >= 'A' && name.ptr[at] <= 'Z') ||
                             (name.ptr[at] >= 'a' && name.ptr[at] <= 'z')))
        at++;
    return (struct hilum_view){ name.ptr, at };
}

/* Patient is Patient[1]; `text` is left behind the name. */
static bool variable_read(struct reader *r, struct hilum_view *text, uint32_t *to)
{
    struct structure *s    = r->s;
    struct hilum_view type = type_part(*text), name = type;
    struct variable  *v;

    if (text->len > type.len && text->ptr[type.len] == '[') {
        const char *end = memchr(text->ptr, ']', text->len);

        if (!end)
            return load_fail(r->load, "a bracket is missing in %.*s", VIEW_ARG(*text));
        name.len = (size_t)(end - text->ptr) + 1;
    }
    text->ptr += name.len;
    text->len -= name.len;
    if (name.len == type.len + 3 && name.ptr[name.len - 2] == '1')
        name.len = type.len;
    for (*to = 0; *to < s->variable_count; ++*to)
        if (hilum_same(s->variables[*to].name, name))
            return true;
    if (s->variable_count == MOST_VARIABLES)
        return load_fail(r->load, "a message map has at most %d resources",
                         MOST_VARIABLES);
    v       = &s->variables[s->variable_count++];
    v->name = name;
    v->type = elements_type(&r->book->elements, type);
    return v->type || load_fail(r->load, "there is no resource %.*s", VIEW_ARG(type));
}

static uint32_t common(const struct structure *s, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (s->groups[a].depth >= s->groups[b].depth)
            a = s->groups[a].parent;
        else
            b = s->groups[b].parent;
    }
    return a;
}

/* A map at the last position fills the variable. */
static void variable_fill(struct structure *s, uint32_t variable)
{
    struct variable *v     = &s->variables[variable];
    uint32_t         here  = s->position_count - 1;
    uint32_t         group = s->positions[here].group;

    if (!v->filled) {
        v->filled   = true;
        v->group    = group;
        v->position = s->positions[here].repeats ? here : NO_POSITION;
        return;
    }
    v->group = common(s, v->group, group);
    if (v->position != here)
        v->position = NO_POSITION;
}

/* `Observation[2].subject = Patient[1]` */
static bool link_read(struct reader *r, struct hilum_view text, struct link *link)
{
    const char       *equals = memchr(text.ptr, '=', text.len);
    struct hilum_view left, right;
    struct step      *last;

    if (!equals)
        return load_fail(r->load, "a link is written RESOURCE.ELEMENT = RESOURCE");
    left  = load_trim((struct hilum_view){ text.ptr, (size_t)(equals - text.ptr) });
    right = load_trim(
        (struct hilum_view){ equals + 1, (size_t)(text.ptr + text.len - equals - 1) });
    if (!variable_read(r, &left, &link->from) || !variable_read(r, &right, &link->to))
        return false;
    if (left.len < 2 || left.ptr[0] != '.' || right.len)
        return load_fail(r->load, "a link is written RESOURCE.ELEMENT = RESOURCE");
    left.ptr++;
    left.len--;
    if (!path_compile(r->load, &r->book->elements, r->s->variables[link->from].type, left,
                      false, &link->path))
        return false;
    if (!hilum_is(link->path.type->text, "Reference"))
        return load_fail(r->load, "%.*s is not a reference", VIEW_ARG(left));
    last = &link->path.steps[link->path.count - 1];
    if (last->element->list) /* one more for each resource */
        last->repeat = REPEAT_SOURCE;
    return true;
}

static bool links_read(struct reader *r, struct hilum_view text, struct mapping *m)
{
    struct link found[MOST_LINKS];

    while (text.len) {
        const char *comma = memchr(text.ptr, ',', text.len);
        size_t      len   = comma ? (size_t)(comma - text.ptr) : text.len;

        if (m->count == MOST_LINKS)
            return load_fail(r->load, "a map has at most %d links", MOST_LINKS);
        if (!link_read(r, load_trim((struct hilum_view){ text.ptr, len }),
                       &found[m->count++]))
            return false;
        len += comma ? 1 : 0;
        text.ptr += len;
        text.len -= len;
    }
    m->links = LOAD_MANY(r->load, m->count + 1, struct link);
    if (!m->links)
        return false;
    memcpy(m->links, found, m->count * sizeof *found);
    return true;
}

static struct hilum_view cut_after(struct hilum_view *text, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= text->len; i++)
        if (memcmp(text->ptr + i, word, len) == 0 &&
            (i == 0 || text->ptr[i - 1] == ' ')) {
            struct hilum_view cut = { text->ptr + i + len, text->len - i - len };

            text->len = i;
            *text     = load_trim(*text);
            return cut;
        }
    return (struct hilum_view){ NULL, 0 };
}

static bool mapping_read(struct reader *r, struct hilum_view line)
{
    struct position  *p = &r->s->positions[r->s->position_count - 1];
    struct mapping   *m = &r->mappings[p->count];
    struct hilum_view id, resource, name, condition, links;

    if (!r->s->position_count || p->count == MOST_MAPPINGS)
        return load_fail(r->load, "a segment has at most %d maps", MOST_MAPPINGS);
    if (!load_word(&line, &id) || !load_word(&line, &resource) ||
        !load_word(&line, &name))
        return load_fail(r->load, "a map has an id, a resource and a name");
    condition = cut_after(&line, "if ");
    links     = cut_after(&line, "with ");
    *m        = (struct mapping){ .count = 0 };
    if (!variable_read(r, &resource, &m->variable) || resource.len)
        return load_fail(r->load, "a map fills a resource, not %.*s", VIEW_ARG(resource));
    variable_fill(r->s, m->variable);
    m->rules =
        rules_load(r->load, r->book, "segments", name, r->s->variables[m->variable].type);
    if (!m->rules || !links_read(r, links, m))
        return false;
    if (condition.len)
        m->condition = condition_compile(r->load, condition);
    p->count++;
    return !r->load->failed;
}

static bool position_close(struct reader *r)
{
    struct position *p;

    if (!r->s->position_count)
        return true;
    p = &r->s->positions[r->s->position_count - 1];
    if (p->mappings)
        return true;
    p->mappings = LOAD_MANY(r->load, p->count + 1, struct mapping);
    if (!p->mappings)
        return false;
    memcpy(p->mappings, r->mappings, p->count * sizeof *p->mappings);
    return true;
}

static bool group_read(struct reader *r, struct hilum_view line)
{
    struct structure *s = r->s;
    struct hilum_view name, repeats;
    struct group     *g = &s->groups[s->group_count];

    if (s->group_count == MOST_GROUPS ||
        s->groups[r->group].depth + 1 == MOST_GROUP_DEPTH)
        return load_fail(r->load, "there are too many groups");
    load_word(&line, &name);
    *g       = (struct group){ .parent  = r->group,
                               .depth   = s->groups[r->group].depth + 1,
                               .begin   = s->position_count,
                               .repeats = load_word(&line, &repeats) };
    r->group = s->group_count++;
    return true;
}

static bool segment_read(struct reader *r, struct hilum_view line)
{
    struct structure *s = r->s;
    struct hilum_view name, repeats;

    if (s->position_count == MOST_POSITIONS)
        return load_fail(r->load, "a message has at most %d segments", MOST_POSITIONS);
    if (!load_word(&line, &name))
        return load_fail(r->load, "a segment has a name");
    s->positions[s->position_count++] = (struct position){
        .name    = hilum_name(name.ptr, name.len),
        .group   = r->group,
        .repeats = load_word(&line, &repeats),
    };
    return true;
}

static bool line_read(struct reader *r, struct hilum_view line)
{
    struct hilum_view word;

    load_word(&line, &word);
    if (hilum_is(word, "map"))
        return mapping_read(r, line);
    if (!position_close(r))
        return false;
    if (hilum_is(word, "segment"))
        return segment_read(r, line);
    if (hilum_is(word, "group"))
        return group_read(r, line);
    if (!hilum_is(word, "end") || !r->group)
        return load_fail(r->load, "what is %.*s?", VIEW_ARG(word));
    r->s->groups[r->group].end = r->s->position_count;
    r->group                   = r->s->groups[r->group].parent;
    return true;
}

struct structure *structure_load(struct load *load, struct rulebook *book,
                                 struct hilum_view name)
{
    struct load       outer = *load;
    struct structure *s     = LOAD_NEW(load, struct structure);
    struct reader     r     = { .load = load, .book = book, .s = s };
    struct hilum_view line;
    char              file[96];

    snprintf(file, sizeof file, "messages/%.*s.map", VIEW_ARG(name));
    if (!s || !load_file(load, file))
        return NULL;
    s->name        = name;
    s->group_count = 1;
    while (load_line(load, &line))
        if (!line_read(&r, line))
            return NULL;
    if (r.group || !position_close(&r)) {
        load_fail(load, "a group has no end");
        return NULL;
    }
    s->groups[0].end = s->position_count;
    outer.failed     = load->failed;
    *load            = outer;
    return s;
}

/* ---- Walking a message ---------------------------------------------------- */

static uint32_t find(const struct structure *s, uint32_t from, uint32_t end,
                     uint32_t name)
{
    while (from < end && s->positions[from].name != name)
        from++;
    return from < end ? from : NO_POSITION;
}

uint32_t structure_next(const struct structure *s, uint32_t before, uint32_t name,
                        uint32_t *restarts)
{
    uint32_t group, found;

    *restarts = 0;
    if (before == NO_POSITION)
        return find(s, 0, s->position_count, name);
    if (s->positions[before].name == name && s->positions[before].repeats)
        return before;
    for (group = s->positions[before].group;; group = s->groups[group].parent) {
        found = find(s, before + 1, s->groups[group].end, name);
        if (found != NO_POSITION)
            return found;
        found = s->groups[group].repeats
                    ? find(s, s->groups[group].begin, before + 1, name)
                    : NO_POSITION;
        if (found != NO_POSITION) {
            *restarts = group;
            return found;
        }
        if (!group)
            return find(s, 0, s->position_count, name);
    }
}

uint32_t structure_shared(const void *structure, uint32_t a, uint32_t b)
{
    const struct structure *s = structure;

    return s->groups[common(s, s->positions[a].group, s->positions[b].group)].depth;
}

uint32_t structure_closest(const void *structure, uint32_t position, uint32_t name)
{
    const struct structure *s    = structure;
    uint32_t                most = 0;

    for (uint32_t i = 0; i < s->position_count && position != NO_POSITION; i++)
        if (s->positions[i].name == name && structure_shared(s, position, i) > most)
            most = structure_shared(s, position, i);
    return most;
}

bool structure_inside(const struct structure *s, uint32_t group, uint32_t outer)
{
    while (group && group != outer)
        group = s->groups[group].parent;
    return group == outer;
}
