/* identity_load.c -- reads resources.map. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "identity_rules.h"

static bool part_read(struct load *load, struct rulebook *book, const struct type *type,
                      struct hilum_view text, struct identity_part *part)
{
    part->is_hl7 = memchr(text.ptr, '-', text.len) != NULL;
    part->any    = memchr(text.ptr, '[', text.len) == NULL;
    if (part->is_hl7)
        return hl7_path_compile(load, text, &part->hl7);
    return path_compile(load, &book->elements, type, text, false, &part->path);
}

static bool identity_read(struct load *load, struct rulebook *book,
                          struct hilum_view line, struct identity *rule)
{
    struct hilum_view word = { NULL, 0 };

    while (load_word(&line, &word)) {
        if (hilum_is(word, "from")) {
            load_word(&line, &word);
            rule->from = hilum_name(word.ptr, word.len);
        } else if (hilum_is(word, "when")) {
            rule->when = true;
            if (!load_word(&line, &word) ||
                !part_read(load, book, rule->type, word, &rule->condition) ||
                !load_word(&line, &word) || !load_word(&line, &rule->value))
                return load_fail(load, "when PATH = \"VALUE\"");
        } else {
            break;
        }
    }
    rule->search = hilum_is(word, "search");
    if (!rule->search && !hilum_is(word, "derive"))
        return load_fail(load, "an identity is searched or derived");
    while (load_word(&line, &word)) {
        if (rule->count == MOST_PARTS)
            return load_fail(load, "an identity has at most %d parts", MOST_PARTS);
        if (!part_read(load, book, rule->type, word, &rule->parts[rule->count++]))
            return false;
    }
    return rule->count || load_fail(load, "an identity is made of something");
}

static bool required_read(struct load *load, struct rulebook *book,
                          struct hilum_view line, struct required *rule)
{
    struct hilum_view element;

    if (!load_word(&line, &element))
        return load_fail(load, "an element is missing");
    if (!rule->subject && !load_word(&line, &rule->value))
        return load_fail(load, "a value is missing");
    return path_compile(load, &book->elements, rule->type, element, false, &rule->path);
}

static bool identity_add(struct identities *all, struct load *load, struct rulebook *book,
                         const struct type *type, struct hilum_view line)
{
    struct identity **rule = &all->rules[identity_bucket(type)];

    while (*rule)
        rule = &(*rule)->next;
    *rule = LOAD_NEW(load, struct identity);
    if (!*rule)
        return false;
    (*rule)->type = type;
    return identity_read(load, book, line, *rule);
}

static bool required_add(struct identities *all, struct load *load, struct rulebook *book,
                         const struct type *type, struct hilum_view verb,
                         struct hilum_view line)
{
    struct required **rule = &all->required[identity_bucket(type)];

    while (*rule)
        rule = &(*rule)->next;
    *rule = LOAD_NEW(load, struct required);
    if (!*rule)
        return false;
    (*rule)->type    = type;
    (*rule)->subject = hilum_is(verb, "subject");
    return (*rule)->subject || hilum_is(verb, "require")
               ? required_read(load, book, line, *rule)
               : load_fail(load, "what is %.*s?", VIEW_ARG(verb));
}

bool identities_load(struct identities *all, struct load *load, struct rulebook *book)
{
    struct hilum_view line, verb, name;

    if (!load_file(load, "resources.map"))
        return false;
    while (load_line(load, &line)) {
        const struct type *type;

        if (!load_word(&line, &verb) || !load_word(&line, &name))
            return load_fail(load, "a line has a verb and a resource");
        type = elements_type(&book->elements, name);
        if (!type)
            return load_fail(load, "there is no resource %.*s", VIEW_ARG(name));
        if (hilum_is(verb, "identity") ? !identity_add(all, load, book, type, line)
                                       : !required_add(all, load, book, type, verb, line))
            return false;
    }
    return !load->failed;
}
