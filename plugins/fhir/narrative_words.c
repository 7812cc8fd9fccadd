/* narrative_words.c -- the elements and attributes of XHTML that a narrative may have. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words stand in lists by their length, each with a blank behind: a word is found by
 * looking at few others.
 */
#include "narrative_words.h"

enum { LONGEST = 11 };

static const char *const elements[LONGEST + 1] = {
    [1]  = "p a b i q ",
    [2]  = "br h1 h2 h3 h4 h5 h6 em tt hr ul ol li dl dt dd tr th td ",
    [3]  = "div big dfn var bdo kbd sub sup pre col img map ",
    [4]  = "span abbr cite code samp area ",
    [5]  = "small table thead tfoot tbody ",
    [6]  = "strong ",
    [7]  = "acronym address caption ",
    [8]  = "colgroup ",
    [10] = "blockquote ",
};

static const char *const attributes[LONGEST + 1] = {
    [2] = "id ",
    [3] = "dir ",
    [4] = "lang span char abbr axis ",
    [5] = "title style class width align scope xmlns ",
    [6] = "valign ",
    [7] = "charoff headers rowspan colspan ",
    [8] = "xml:lang tabindex ",
    [9] = "accesskey ",
};

/* Those that only some elements have. */
static const struct {
    const char *element;
    const char *attributes[LONGEST + 1];
} own[] = {
    { "a",
      { [3] = "rel rev ",
        [4] = "name href type ",
        [5] = "shape ",
        [6] = "coords ",
        [7] = "charset ",
        [8] = "hreflang " } },
    { "img",
      { [3] = "src alt ",
        [5] = "ismap ",
        [6] = "border height usemap ",
        [8] = "longdesc " } },
    { "table",
      { [5]  = "frame rules ",
        [6]  = "border ",
        [7]  = "summary ",
        [11] = "cellspacing cellpadding " } },
    { "area", { [3] = "alt ", [4] = "href ", [5] = "shape ", [6] = "coords nohref " } },
    { "blockquote", { [4] = "cite " } },
    { "q", { [4] = "cite " } },
    { "map", { [4] = "name " } },
    { "pre", { [5] = "space ", [9] = "xml:space " } },
    { "td", { [6] = "nowrap " } },
};

/* These words are too short for memcmp. */
static inline bool is_word(const char *at, struct hilum_view word)
{
    size_t i = 0;

    while (i < word.len && at[i] == word.ptr[i])
        i++;
    return i == word.len;
}

static bool is_among(struct hilum_view word, const char *const lists[LONGEST + 1])
{
    const char *list = word.len <= LONGEST ? lists[word.len] : NULL;

    for (; list && *list; list += word.len + 1)
        if (is_word(list, word))
            return true;
    return false;
}

bool fhir_narrative_element(struct hilum_view name)
{
    return is_among(name, elements);
}

bool fhir_narrative_attribute(struct hilum_view element, struct hilum_view name)
{
    if (is_among(name, attributes))
        return true;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (hilum_is(element, own[i].element))
            return is_among(name, own[i].attributes);
    return false;
}
