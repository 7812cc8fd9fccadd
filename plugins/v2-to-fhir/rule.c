/* rule.c -- reads the rows of segment and datatype maps. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rule.h"

#include "value.h"

#include <stdio.h>

enum { MOST_ROWS = 160, MOST_PARTS = 16 };

/* Splits `VALUE if CONDITION`, outside quotes. */
static struct hilum_view condition_cut(struct hilum_view *value)
{
    bool quoted = false;

    for (size_t i = 0; i + 3 < value->len; i++) {
        quoted ^= value->ptr[i] == '"';
        if (!quoted && (i == 0 || value->ptr[i - 1] == ' ') &&
            memcmp(value->ptr + i, "if ", 3) == 0) {
            struct hilum_view cut = { value->ptr + i + 3, value->len - i - 3 };

            value->len = i;
            *value     = load_trim(*value);
            return cut;
        }
    }
    return (struct hilum_view){ NULL, 0 };
}

static bool starts(struct hilum_view v, const char *with)
{
    size_t len = strlen(with);

    return v.len >= len && memcmp(v.ptr, with, len) == 0;
}

static bool path_like(struct hilum_view v)
{
    size_t at = 0;

    while (at < v.len && at < 4 && v.ptr[at] != '-' && v.ptr[at] != '.')
        at++;
    return at >= 2 && at <= 3 && at + 1 < v.len && v.ptr[at + 1] >= '1' &&
           v.ptr[at + 1] <= '9';
}

static bool part_add(struct load *load, struct row *row, struct part *parts,
                     struct hilum_view word)
{
    struct part *p = &parts[row->count];

    word = load_trim(word);
    if (row->count == MOST_PARTS)
        return load_fail(load, "a value has at most %d parts", MOST_PARTS);
    row->count++;
    *p         = (struct part){ .text = word };
    p->literal = word.len >= 2 && word.ptr[0] == '"';
    if (!p->literal)
        return hl7_path_compile(load, word, &p->path);
    p->text = (struct hilum_view){ word.ptr + 1, word.len - 2 };
    return true;
}

/* `A & B & "text"`, or the inside of join("-", A, B). */
static bool parts_read(struct load *load, struct row *row, struct hilum_view text,
                       char between)
{
    struct part parts[MOST_PARTS];
    bool        quoted = false;
    size_t      from   = 0;

    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len)
            quoted ^= text.ptr[i] == '"';
        if (i < text.len && (quoted || text.ptr[i] != between))
            continue;
        if (!part_add(load, row, parts, (struct hilum_view){ text.ptr + from, i - from }))
            return false;
        from = i + 1;
    }
    row->op    = ROW_JOIN;
    row->parts = LOAD_MANY(load, row->count, struct part);
    if (!row->parts)
        return false;
    memcpy(row->parts, parts, row->count * sizeof *parts);
    return true;
}

static bool join_read(struct load *load, struct row *row, struct hilum_view text)
{
    if (text.ptr[text.len - 1] != ')')
        return load_fail(load, "a parenthesis is missing");
    text.ptr += 5;
    text.len -= 6;
    if (!parts_read(load, row, text, ',') || !row->parts[0].literal)
        return load_fail(load, "join begins with its separator");
    row->text = row->parts[0].text;
    row->parts++;
    row->count--;
    return true;
}

/* MAP or MAP(PATH). */
static bool map_read(struct load *load, struct rulebook *book, struct row *row,
                     struct hilum_view name)
{
    const char *open = memchr(name.ptr, '(', name.len);

    if (open) {
        struct hl7_path *argument = LOAD_NEW(load, struct hl7_path);

        if (!argument ||
            !hl7_path_compile(
                load,
                (struct hilum_view){ open + 1, (size_t)(name.ptr + name.len - open - 2) },
                argument))
            return false;
        row->argument = argument;
        name.len      = (size_t)(open - name.ptr);
    }
    row->op    = ROW_MAP;
    row->rules = rules_load(load, book, "datatypes", name, row->target.type);
    return row->rules != NULL;
}

static bool sibling_read(struct load *load, struct row *row, struct hilum_view text)
{
    row->op = ROW_REFERENCE;
    if (text.len < 7 || text.ptr[4] != '[' || text.ptr[5] < '1' || text.ptr[5] > '9')
        return load_fail(load, "a reference is written ref [4]");
    row->sibling = (uint32_t)(text.ptr[5] - '0');
    return true;
}

/* Is it known before any message that the row's text is a value of its target? */
static bool row_fits(struct load *load, const struct row *row)
{
    const struct element *e       = row->target.last;
    const struct zone     no_zone = { .len = 0 };
    enum kind             kind    = row->target.count ? e->type->kind : KIND_COMPLEX;

    if (row->via || kind == KIND_COMPLEX)
        return false;
    switch (row->op) {
    case ROW_LITERAL: /* times wait for the message's zone */
        return (kind == KIND_STRING || kind == KIND_CODE || kind == KIND_URI ||
                kind == KIND_BOOLEAN) &&
               row->text.len && element_allows(e, row->text) &&
               hilum_same(value_convert(load->pool, kind, row->text, &no_zone),
                          row->text);
    case ROW_CODESYSTEM:
    case ROW_ASSIGNER:
        return (kind == KIND_STRING || kind == KIND_URI) && !e->codes.len;
    default:
        return kind == KIND_STRING && !e->codes.len;
    }
}

static bool value_read(struct load *load, struct rulebook *book, struct row *row,
                       struct hilum_view value)
{
    static const struct {
        const char *word;
        enum row_op op;
    } words[] = { { "copy", ROW_COPY },         { "codesystem", ROW_CODESYSTEM },
                  { "assigner", ROW_ASSIGNER }, { "text", ROW_TEXT },
                  { "lines", ROW_LINES },       { "numbers", ROW_NUMBERS },
                  { "base64", ROW_BASE64 } };
    struct hilum_view word, rest = value;

    if (starts(value, "ref "))
        return sibling_read(load, row, value);
    if (starts(value, "join("))
        return join_read(load, row, value);
    if (memchr(value.ptr, '&', value.len) || path_like(value))
        return row->single = true, parts_read(load, row, value, '&');
    if (value.ptr[0] == '"') {
        row->op = ROW_LITERAL;
        return load_word(&rest, &row->text);
    }
    load_word(&rest, &word);
    row->op = ROW_COPY;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (hilum_is(word, words[i].word))
            return row->op = words[i].op, true;
    if (!hilum_is(word, "via")) {
        if (!map_read(load, book, row, word))
            return false;
        if (!load_word(&rest, &word))
            return true;
    }
    if (!hilum_is(word, "via") || !load_word(&rest, &word))
        return load_fail(load, "the value %.*s is not understood", VIEW_ARG(value));
    row->via = codes_load(load, &book->codes, word);
    return row->via != NULL;
}

static bool row_read(struct load *load, struct rulebook *book, const struct type *type,
                     struct hilum_view line, struct row *row)
{
    struct hilum_view id, source, target, cut;
    bool              plain;

    if (!load_word(&line, &id) || !load_word(&line, &source) ||
        !load_word(&line, &target))
        return load_fail(load, "a row has an id, a source, a target and a value");
    line = load_trim(line);
    cut  = condition_cut(&line);
    if (!line.len)
        return load_fail(load, "the row %.*s has no value", VIEW_ARG(id));
    row->plain = hilum_is(target, "$value") || hilum_is(target, "$this");
    plain      = !(line.len > 2 && line.ptr[0] >= 'A' && line.ptr[0] <= 'Z' &&
              !path_like(line) && !memchr(line.ptr, '&', line.len)) &&
            !starts(line, "ref ");
    if (!hl7_path_compile(load, source, &row->source) ||
        !path_compile(load, &book->elements, type, target, plain, &row->target))
        return false;
    if (cut.len) {
        row->condition = condition_compile(load, cut);
        if (!row->condition)
            return false;
    }
    if (!value_read(load, book, row, line))
        return false;
    row->fits = row_fits(load, row);
    return true;
}

static uint16_t row_key(struct row *row, bool segment)
{
    if (segment)
        return row->source.field;
    if (!row->source.field) /* the type's bare name is the value itself */
        row->source.segment = 0;
    if (row->source.segment || row->source.count > 1)
        return KEY_SEARCH;
    return row->source.count && row->source.part[0] < KEY_SEARCH ? row->source.part[0]
           : row->source.count                                   ? KEY_SEARCH
                                                                 : 0;
}

/* Does a path lead through the reference at the end of another? */
static bool path_through(const struct path *path, const struct path *reference)
{
    if (path->count + 1 < reference->count)
        return false;
    for (uint32_t i = 0; i + 1 < reference->count; i++)
        if (path->steps[i].op != reference->steps[i].op ||
            path->steps[i].element != reference->steps[i].element ||
            path->steps[i].slot != reference->steps[i].slot)
            return false;
    return true;
}

static void rows_alone(struct row *rows, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct path *target = &rows[i].target;

        rows[i].alone = rows[i].op == ROW_MAP && !rows[i].via && !rows[i].argument &&
                        target->count > 1 &&
                        target->steps[target->count - 1].op == STEP_ENTER;
        for (uint32_t k = 0; k < count && rows[i].alone; k++)
            rows[i].alone = k == i || !path_through(&rows[k].target, target);
    }
}

static bool rows_read(struct load *load, struct rulebook *book, struct rules *rules,
                      bool segment)
{
    struct row        rows[MOST_ROWS];
    uint16_t          keys[MOST_ROWS];
    struct hilum_view line;

    while (load_line(load, &line)) {
        struct row *row = &rows[rules->count];

        if (rules->count == MOST_ROWS)
            return load_fail(load, "a map has at most %d rows", MOST_ROWS);
        memset(row, 0, sizeof *row);
        if (!row_read(load, book, rules->type, line, row))
            return false;
        keys[rules->count++] = row_key(row, segment);
    }
    rules->rows = LOAD_MANY(load, rules->count + 1, struct row);
    rules->keys = LOAD_MANY(load, rules->count + 1, uint16_t);
    if (!rules->rows || !rules->keys)
        return false;
    memcpy(rules->keys, keys, rules->count * sizeof *keys);
    rows_alone(rows, rules->count);
    memcpy(rules->rows, rows, rules->count * sizeof *rows);
    return true;
}

const struct rules *rules_load(struct load *load, struct rulebook *book,
                               const char *folder, struct hilum_view name,
                               const struct type *type)
{
    struct load   outer = *load;
    struct rules *rules = book->rules;
    char          file[96];

    while (rules && !(rules->type == type && hilum_same(rules->name, name)))
        rules = rules->next;
    if (rules || load->failed)
        return rules;
    rules = LOAD_NEW(load, struct rules);
    if (!rules)
        return NULL;
    /* In the list before its rows are read: a map that leads to itself ends there. */
    *rules      = (struct rules){ .name = name, .type = type, .next = book->rules };
    book->rules = rules;
    snprintf(file, sizeof file, "%s/%.*s.map", folder, VIEW_ARG(name));
    if (!load_file(load, file) ||
        !rows_read(load, book, rules, strcmp(folder, "segments") == 0)) {
        return NULL;
    }
    *load = outer;
    return rules;
}
