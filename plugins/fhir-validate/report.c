/* report.c -- what was found: where it stands, and said once. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"

#include <stdio.h>

/* ---- Places --------------------------------------------------------------- */

static size_t put(char *path, size_t at, struct hilum_view v)
{
    size_t len = v.len < LOOK_PATH - 1 - at ? v.len : LOOK_PATH - 1 - at;

    memcpy(path + at, v.ptr, len);
    path[at + len] = '\0';
    return at + len;
}

const char *look_path(const struct look *l, const struct hilum_node *node,
                      char path[LOOK_PATH])
{
    const struct hilum_node *at   = hilum_root(l->doc);
    size_t                   used = put(path, 0, hilum_name_text(l->call, at->name));

    while (at != node) {
        const struct hilum_node *next = NULL;
        uint32_t                 nth  = 0;
        char                     index[16];

        hilum_each(child, at)
        {
            if (node >= child && node < child + child->span) {
                next = child;
                break;
            }
        }
        if (!next)
            break;
        hilum_each(child, at)
        {
            if (child == next)
                break;
            nth += child->name == next->name;
        }
        used = put(path, used, HILUM_VIEW("."));
        used = put(path, used, hilum_name_text(l->call, next->name));
        if (next->flags & HILUM_NODE_LIST) {
            snprintf(index, sizeof index, "[%u]", nth);
            used = put(path, used, hilum_view(index));
        }
        at = next;
    }
    return path;
}

/* The line and column of a node, counted from 1; false: the source is not known.  Most
 * findings come in the order of the source: counting goes on from the last one. */
static bool find_line(struct look *l, const struct hilum_node *node)
{
    if (node->place == HILUM_NO_PLACE || node->place >= l->source.len)
        return false;
    if (l->line == 0 || node->place < l->place) {
        l->place = 0;
        l->line = l->column = 1;
    }
    for (; l->place < node->place; l->place++) {
        bool end = l->source.ptr[l->place] == '\n';

        l->line += end;
        l->column = end ? 1 : l->column + 1;
    }
    return true;
}

/* ---- Saying --------------------------------------------------------------- */

/* A profile repeats what its base says. */
static bool said(struct look *l, const struct hilum_node *node, const char *rule,
                 const char *text)
{
    uint64_t mark = (uint64_t)(node - hilum_root(l->doc)) * 0x9e3779b97f4a7c15u;

    for (const char *at = rule; *at; at++)
        mark = (mark ^ (unsigned char)*at) * 0x100000001b3u;
    for (const char *at = text; *at; at++)
        mark = (mark ^ (unsigned char)*at) * 0x100000001b3u;
    for (uint32_t i = 0; i < l->said_count; i++)
        if (l->said[i] == mark)
            return true;
    if (l->said_count < REPORTS_MOST)
        l->said[l->said_count++] = mark;
    return false;
}

void look_report(struct look *l, enum hilum_severity severity,
                 const struct hilum_node *node, const char *rule, const char *fmt, ...)
{
    char    path[LOOK_PATH], text[512];
    va_list ap;

    l->failed |= severity == HILUM_PROBLEM;
    if (l->quiet || l->said_count == REPORTS_MOST)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (said(l, node, rule, text))
        return;
    look_path(l, node, path);
    if (l->count[severity]++ == 0)
        memcpy(l->first[severity], path, sizeof path);
    if (find_line(l, node))
        hilum_report(l->call, severity, path, rule, "%s (line %zu, column %zu)", text,
                     l->line, l->column);
    else
        hilum_report(l->call, severity, path, rule, "%s", text);
}
