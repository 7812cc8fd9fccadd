/* yaml.c -- a YAML file as a tree that knows where everything stands. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/yaml.h"

#include "base/limits.h"
#include "base/table.h"
#include "base/utf8.h"
#include "config/expand.h"

#include <stdlib.h>
#include <yaml.h>

/* A map or list that is being filled. */
struct frame {
    struct yaml_node  *node;
    struct yaml_node **tail; /* where the next value is linked */
    struct table       keys;

    /* In a map, the key whose value comes next. */
    bool              has_key;
    bool              twice; /* the value is read, but left out */
    struct hilum_view key;
    struct place      key_at;
};

struct reader {
    struct yaml  *doc;
    yaml_parser_t parser;
    struct frame  stack[LIMIT_CONFIG_DEPTH];
    size_t        depth;
    size_t        nodes;
    bool          failed; /* a problem was reported after which reading ends */
};

static struct place place_of(yaml_mark_t mark)
{
    return (struct place){ mark.line + 1, mark.column + 1 };
}

/* Reports a mistake after which nothing more can be read. */
#define FAIL(r, at, ...)                                                                 \
    ((r)->failed = true, lines_blame(&(r)->doc->lines, at, __VA_ARGS__))

/* libyaml's words, and what a person can do about it. */
static const struct {
    const char *theirs;
    const char *ours;
} sentences[] = {
    { .theirs = "mapping values are not allowed in this context",
      .ours = "a ':' cannot stand here: put text that holds ': ' in quotes, or check the "
              "indentation of this line" },
    { .theirs = "did not find expected key",
      .ours =
          "a key is expected here: check the indentation, and the quotes of the value "
          "before" },
    { .theirs = "could not find expected ':'",
      .ours   = "a ':' is missing behind this key, or the line is not indented enough" },
    { .theirs = "did not find expected '-' indicator",
      .ours = "an entry that begins with '- ' is expected here: check the indentation" },
    { .theirs = "block sequence entries are not allowed in this context",
      .ours   = "a '- ' cannot stand here: begin the list on a line of its own" },
    { .theirs = "did not find expected ',' or '}'",
      .ours   = "a ',' or the closing '}' is missing before this" },
    { .theirs = "did not find expected ',' or ']'",
      .ours   = "a ',' or the closing ']' is missing before this" },
    { .theirs = "found character that cannot start any token",
      .ours   = "a value cannot begin with this character: put it in quotes" },
    { .theirs = "found unexpected end of stream", .ours = "this quote is never closed" },
    { .theirs = "found unknown escape character",
      .ours =
          "an unknown escape in double quotes: write \\\\ for a backslash, or use single "
          "quotes" },
    { .theirs = "found undefined tag handle",
      .ours   = "a tag such as !name is not understood: put text that begins with '!' in "
                "quotes" },
    { .theirs = NULL },
};

/* Is there a tab among the blanks that this line begins with, and where? */
static bool tab_before(struct reader *r, struct place *at)
{
    struct lines *l     = &r->doc->lines;
    struct place  start = { at->line, 1 };
    size_t        i     = lines_offset(l, start);

    for (; i < l->len && (l->text[i] == ' ' || l->text[i] == '\t'); i++) {
        if (l->text[i] == '\t') {
            *at = start;
            return true;
        }
        start.column++;
    }
    return false;
}

/* Is it a ${...} that stands bare between { } or [ ]? */
static bool bare_variable(struct reader *r, struct place at)
{
    struct lines *l = &r->doc->lines;
    size_t        i = lines_offset(l, at);

    return i > 0 && i < l->len && l->text[i] == '{' && l->text[i - 1] == '$';
}

static void syntax_error(struct reader *r)
{
    const yaml_parser_t *p    = &r->parser;
    const char          *says = p->problem ? p->problem : "memory is out";
    struct place         at   = place_of(p->problem_mark);

    if (tab_before(r, &at)) {
        FAIL(r, at, "a tab in the indentation: YAML is indented with spaces");
        return;
    }
    if (bare_variable(r, at)) {
        at.column--;
        FAIL(r, at, "between { } or [ ] a ${...} must stand in quotes: \"${...}\"");
        return;
    }
    /* Where the end came too early, the beginning is what helps. */
    if (p->context && strcmp(says, "found unexpected end of stream") == 0)
        at = place_of(p->context_mark);
    for (size_t i = 0; sentences[i].theirs; i++) {
        if (strcmp(sentences[i].theirs, says) == 0)
            says = sentences[i].ours;
    }
    if (p->context && strncmp(p->context, "while parsing a flow", 20) == 0 &&
        p->context_mark.line + 1 < at.line)
        FAIL(r, at, "%s, for what was opened in line %zu", says,
             p->context_mark.line + 1);
    else
        FAIL(r, at, "%s", says);
}

static struct hilum_view written(struct reader *r, const yaml_event_t *e)
{
    struct lines *l    = &r->doc->lines;
    size_t        from = lines_offset(l, place_of(e->start_mark));
    size_t        to   = lines_offset(l, place_of(e->end_mark));

    return (struct hilum_view){ l->text + from, to > from ? to - from : 0 };
}

/* A node for what the event begins, linked where it belongs. */
static struct yaml_node *add_node(struct reader *r, const yaml_event_t *e,
                                  enum yaml_kind kind)
{
    struct frame *in      = r->depth ? &r->stack[r->depth - 1] : NULL;
    struct yaml_node *new = arena_zero(r->doc->arena, sizeof *new);
    struct place at       = place_of(e->start_mark);

    if (!new || r->nodes++ == LIMIT_CONFIG_NODES) {
        FAIL(r, at, "the file has too many values: %d is the most", LIMIT_CONFIG_NODES);
        return NULL;
    }
    new->kind = kind;
    new->at   = at;
    if (!in) {
        r->doc->root = new;
        return new;
    }
    if (in->node->kind == YAML_MAP) {
        new->key    = in->key;
        new->key_at = in->key_at;
        in->has_key = false;
        if (in->twice)
            return new;
    }
    *in->tail = new;
    in->tail  = &new->next;
    in->node->count++;
    return new;
}

static struct hilum_view keep(struct reader *r, const yaml_event_t *e)
{
    size_t len  = e->data.scalar.length;
    char  *copy = arena_text(r->doc->arena, (const char *)e->data.scalar.value, len);

    if (!copy)
        FAIL(r, place_of(e->start_mark), "memory is out");
    return (struct hilum_view){ copy, copy ? len : 0 };
}

static void read_key(struct reader *r, struct frame *in, const yaml_event_t *e)
{
    struct place       at = place_of(e->start_mark);
    struct yaml_node **tail;

    in->has_key = true;
    in->key_at  = at;
    in->key     = keep(r, e);
    if (r->failed)
        return;
    if (r->nodes++ == LIMIT_CONFIG_NODES) {
        FAIL(r, at, "the file has too many values: %d is the most", LIMIT_CONFIG_NODES);
        return;
    }
    /* The table remembers the link where the key's value will hang. */
    tail      = table_get(&in->keys, in->key);
    in->twice = tail != NULL;
    if (in->twice)
        lines_blame(&r->doc->lines, at, "'%.*s' is given twice, first in line %zu",
                    (int)in->key.len, in->key.ptr, (*tail)->key_at.line);
    else if (in->key.len == 0)
        lines_blame(&r->doc->lines, at, "a key is missing before this ':'");
    else if (!table_set(&in->keys, in->key, in->tail))
        FAIL(r, at, "memory is out");
}

static void read_scalar(struct reader *r, const yaml_event_t *e)
{
    struct frame     *in = r->depth ? &r->stack[r->depth - 1] : NULL;
    struct yaml_node *node;

    if (in && in->node->kind == YAML_MAP && !in->has_key) {
        read_key(r, in, e);
        return;
    }
    node = add_node(r, e, YAML_TEXT);
    if (!node)
        return;
    node->quoted  = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->written = written(r, e);
    node->text    = keep(r, e);
    if (!r->failed)
        expand_node(r->doc, node);
}

static void open_frame(struct reader *r, const yaml_event_t *e, enum yaml_kind kind)
{
    struct frame     *in = r->depth ? &r->stack[r->depth - 1] : NULL;
    struct place      at = place_of(e->start_mark);
    struct yaml_node *node;

    if (in && in->node->kind == YAML_MAP && !in->has_key) {
        FAIL(r, at, "a key must be a word, not a map or list%s",
             bare_variable(r, at) ? "; put ${...} in quotes" : "");
        return;
    }
    if (r->depth == LIMIT_CONFIG_DEPTH) {
        FAIL(r, at, "nested too deeply: %d levels are the most", LIMIT_CONFIG_DEPTH);
        return;
    }
    node = add_node(r, e, kind);
    if (node)
        r->stack[r->depth++] = (struct frame){ .node = node, .tail = &node->first };
}

static void close_frame(struct reader *r)
{
    r->depth--;
    table_free(&r->stack[r->depth].keys);
}

/* What YAML can do and a pipeline should not. */
static void check_extras(struct reader *r, const yaml_event_t *e,
                         const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        lines_blame(&r->doc->lines, place_of(e->start_mark),
                    "an anchor (&%s) is not understood: put text that begins with '&' in "
                    "quotes",
                    (const char *)anchor);
    if (tag)
        lines_blame(
            &r->doc->lines, place_of(e->start_mark),
            "a tag (%s) is not understood: put text that begins with '!' in quotes",
            (const char *)tag);
}

static void read_event(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        check_extras(r, e, e->data.scalar.anchor, e->data.scalar.tag);
        read_scalar(r, e);
        break;
    case YAML_MAPPING_START_EVENT:
        check_extras(r, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
        open_frame(r, e, YAML_MAP);
        break;
    case YAML_SEQUENCE_START_EVENT:
        check_extras(r, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
        open_frame(r, e, YAML_LIST);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_frame(r);
        break;
    case YAML_ALIAS_EVENT:
        FAIL(
            r, place_of(e->start_mark),
            "an alias (*%s) is not understood: write out what it stands for, or put text "
            "that begins with '*' in quotes",
            (const char *)e->data.alias.anchor);
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (r->doc->root)
            FAIL(r, place_of(e->start_mark),
                 "a second document begins here: one file is one pipeline");
        break;
    default:
        break;
    }
}

static void read_events(struct reader *r)
{
    bool end = false;

    while (!end && !r->failed) {
        yaml_event_t event;

        if (!yaml_parser_parse(&r->parser, &event)) {
            syntax_error(r);
            break;
        }
        end = event.type == YAML_STREAM_END_EVENT;
        read_event(r, &event);
        yaml_event_delete(&event);
    }
    while (r->depth)
        close_frame(r);
    if (!r->failed && !r->doc->root)
        FAIL(r, ((struct place){ 1, 1 }), "the file is empty");
}

/* Reads doc->lines; gives doc back, or NULL. */
static struct yaml *read_tree(struct yaml *doc)
{
    struct reader *r  = calloc(1, sizeof *r);
    bool           ok = r && yaml_parser_initialize(&r->parser);

    if (!ok) {
        lines_blame(&doc->lines, (struct place){ 0 }, "memory is out");
        free(r);
        return NULL;
    }
    r->doc = doc;
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)doc->lines.text,
                                 doc->lines.len);
    read_events(r);
    ok = !r->failed;
    yaml_parser_delete(&r->parser);
    free(r);
    return ok ? doc : NULL;
}

struct yaml *yaml_file(struct arena *arena, const char *path, struct problems *problems)
{
    struct yaml *doc = arena_zero(arena, sizeof *doc);

    if (!doc)
        return NULL;
    doc->arena = arena;
    return lines_file(&doc->lines, path, problems) ? read_tree(doc) : NULL;
}

struct yaml *yaml_bytes(struct arena *arena, const char *path, struct hilum_view bytes,
                        struct problems *problems)
{
    struct yaml *doc = arena_zero(arena, sizeof *doc);

    if (!doc)
        return NULL;
    doc->arena = arena;
    return lines_bytes(&doc->lines, path, bytes, problems) ? read_tree(doc) : NULL;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *at = map && map->kind == YAML_MAP ? map->first : NULL;

    while (at && !hilum_is(at->key, key))
        at = at->next;
    return at;
}

bool yaml_nothing(const struct yaml_node *node)
{
    return node->kind == YAML_TEXT && !node->quoted && !node->expanded &&
           (node->text.len == 0 || hilum_is(node->text, "~") ||
            hilum_is(node->text, "null"));
}

const char *yaml_says(const struct yaml_node *node)
{
    if (node->kind == YAML_MAP)
        return "a map";
    if (node->kind == YAML_LIST)
        return "a list";
    return yaml_nothing(node) ? "nothing" : "a text";
}

/* Bytes of the escape that src begins with in double quotes; *says gets those
 * of the text it stands for. */
static size_t escape_length(const char *src, const char *end, struct hilum_view text,
                            size_t *says)
{
    size_t left = (size_t)(end - src);
    size_t len  = 2;

    *says = utf8_step(text);
    if (left < 2)
        return left;
    if (lines_break(src + 1, end)) {
        *says = 0;
        return 1 + lines_break(src + 1, end);
    }
    if (src[1] == 'x')
        len = 4;
    else if (src[1] == 'u')
        len = 6;
    else if (src[1] == 'U')
        len = 10;
    return len < left ? len : left;
}

struct place yaml_inside(const struct yaml *doc, const struct yaml_node *node,
                         size_t offset)
{
    const char *src = node->written.ptr, *end;
    char        quote;
    size_t      i = 0;

    if (node->kind != YAML_TEXT || node->expanded || node->written.len == 0)
        return node->at;
    end   = src + node->written.len;
    quote = node->quoted ? *src : '\0';
    if (quote == '\'' || quote == '"')
        src++;
    else if (quote) /* | or >: the text begins in the next line */
        while (src < end && !lines_break(src, end))
            src++;
    /* The two texts differ in escapes and white space only. */
    while (src < end) {
        struct hilum_view rest   = { node->text.ptr + i, node->text.len - i };
        bool              escape = quote == '"' && *src == '\\';
        bool              same   = rest.len && rest.ptr[0] == *src;
        size_t            eol    = lines_break(src, end);
        size_t            says   = 1;

        if (i >= offset && (same || escape || rest.len == 0))
            break;
        if (escape) {
            src += escape_length(src, end, rest, &says);
            i += says;
        } else if (same) {
            src += quote == '\'' && *src == '\'' ? 2 : 1;
            i++;
        } else {
            src += eol ? eol : 1;
            i += eol && rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '\n');
        }
    }
    return lines_walk(&doc->lines, node->at,
                      (size_t)(node->written.ptr - doc->lines.text),
                      (size_t)(src - doc->lines.text));
}

const char *yaml_path(const struct yaml *doc, const char *path)
{
    const char *file  = doc->lines.file;
    const char *slash = strrchr(file, '/');

    if (*path == '/' || !slash)
        return arena_text(doc->arena, path, strlen(path));
    return arena_printf(doc->arena, "%.*s%s", (int)(slash + 1 - file), file, path);
}
