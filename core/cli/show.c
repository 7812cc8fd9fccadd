/* show.c -- hilum show: a message as a tree with the standard's names. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings.h"

#include "base/bytes.h"
#include "message/name.h"

#include <stdlib.h>

enum { SHOW_TEXT = 120, SHOW_PLACE = 512 };

struct painter {
    struct engine            *engine;
    struct cli_message       *message;
    struct hilum_doc          doc;
    const struct findings    *findings;
    const struct hilum_node **of;     /* of each finding: the node it is shown with */
    struct hilum_group       *groups; /* of each segment; may be NULL */
    size_t                    group_count;
    bool                      colour;
    bool                      hl7;
};

static const char *paint(const struct painter *p, const char *colour)
{
    return p->colour ? colour : "";
}

/* A text in one line, cut where it is long, with what a terminal could take as
 * a command shown as dots. */
static void print_text(struct hilum_view text)
{
    size_t len = text.len < SHOW_TEXT ? text.len : SHOW_TEXT;

    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
        len--;
    for (size_t i = 0; i < len; i++)
        putchar((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f ? '.'
                                                                         : text.ptr[i]);
    if (len < text.len)
        printf("... (%zu bytes)", text.len);
}

/* ---- Places --------------------------------------------------------------- */

/* Where a node stands, as people write it: OBX[2]-5[3].1 or Patient.name[1].family.
 * nth counts the siblings of its name from 1. */
static size_t put_place(const struct painter *p, char *place, size_t len, size_t depth,
                        const struct hilum_node *n, size_t nth)
{
    struct hilum_view name = name_text(n->name);
    size_t            room = SHOW_PLACE - len;
    int               put;

    if (p->hl7 && depth <= 2 && nth > 1)
        put = snprintf(place + len, room, "%s%.*s[%zu]", depth == 2 ? "-" : "",
                       (int)name.len, name.ptr, nth);
    else if (p->hl7)
        put = snprintf(place + len, room, "%s%.*s",
                       depth == 1   ? ""
                       : depth == 2 ? "-"
                                    : ".",
                       (int)name.len, name.ptr);
    else if (n->flags & HILUM_NODE_LIST)
        put = snprintf(place + len, room, ".%.*s[%zu]", (int)name.len, name.ptr, nth - 1);
    else
        put = snprintf(place + len, room, ".%.*s", (int)name.len, name.ptr);
    return put > 0 && (size_t)put < room ? len + (size_t)put : len;
}

/* How often each name has been seen below a node; names of one kind mostly follow
 * each other, segments do not. */
struct tally {
    struct {
        uint32_t name;
        size_t   count;
    } of[128];
    size_t used;
};

static size_t tally(struct tally *t, uint32_t name)
{
    size_t i = 0;

    while (i < t->used && t->of[i].name != name)
        i++;
    if (i == t->used && i == sizeof t->of / sizeof t->of[0])
        i = 0;
    if (i == t->used || t->of[i].name != name) {
        t->of[i].name  = name;
        t->of[i].count = 0;
        t->used += i == t->used;
    }
    return ++t->of[i].count;
}

/* ---- Findings ------------------------------------------------------------- */

/* Does a finding's place lie at or below this one? */
static bool within(const char *finding, const char *place, size_t len)
{
    return strncmp(finding, place, len) == 0 &&
           (finding[len] == '\0' || strchr("-.[", finding[len]));
}

/* Each finding is shown with the innermost node of its place that there is. */
static void settle(struct painter *p, const struct hilum_node *n, char *place, size_t len,
                   size_t depth)
{
    struct tally t = { .used = 0 };

    place[len] = '\0';
    for (size_t i = 0; i < p->findings->call.report_count && len; i++)
        if (within(p->findings->call.reports[i].place, place, len))
            p->of[i] = n;
    if (depth == HILUM_DEPTH)
        return;
    hilum_each(child, n)
    {
        size_t end = put_place(p, place, len, depth + 1, child, tally(&t, child->name));

        settle(p, child, place, end, depth + 1);
        place[len] = '\0';
    }
}

static void print_findings(const struct painter *p, const struct hilum_node *n,
                           size_t indent)
{
    for (size_t i = 0; i < p->findings->call.report_count; i++) {
        const struct call_report *r = &p->findings->call.reports[i];

        if (p->of[i] == n)
            printf("%*s%s! %s%s%s: %s%s\n", (int)indent, "",
                   paint(p, findings_colour(r->severity)), r->place,
                   r->place[0] ? " " : "", call_severity_name(r->severity), r->text,
                   paint(p, "\033[0m"));
    }
}

/* ---- Groups --------------------------------------------------------------- */

static size_t steps_in(struct hilum_view path)
{
    size_t steps = path.len > 0;

    for (size_t i = 0; i < path.len; i++)
        steps += path.ptr[i] == '/';
    return steps;
}

/* The groups that begin with this segment: those of its path that are not in the
 * path of the one before. */
static void print_groups(const struct painter *p, struct hilum_view before,
                         struct hilum_view path)
{
    size_t step = 0, at = 0;

    while (at < path.len) {
        const char *slash = memchr(path.ptr + at, '/', path.len - at);
        size_t      end   = slash ? (size_t)(slash - path.ptr) : path.len;
        bool        same  = end <= before.len && memcmp(before.ptr, path.ptr, end) == 0 &&
                    (end == before.len || before.ptr[end] == '/');

        if (!same)
            printf("%*s%s%.*s%s\n", (int)step * 2, "", paint(p, "\033[35m"),
                   (int)(end - at), path.ptr + at, paint(p, "\033[0m"));
        step++;
        at = end + 1;
    }
}

static bool read_groups(struct painter *p)
{
    struct call  *c = &p->message->call;
    struct codec *k = p->message->codec;
    size_t        n = engine_groups(p->engine, c, k, p->doc, NULL, 0);

    p->groups = n ? calloc(n, sizeof *p->groups) : NULL;
    if (n && !p->groups)
        return false;
    p->group_count = n ? engine_groups(p->engine, c, k, p->doc, p->groups, n) : 0;
    return true;
}

/* ---- Nodes ---------------------------------------------------------------- */

static void print_node(struct painter *p, const struct hilum_node *n, const char *place,
                       size_t indent, size_t depth, const char *after)
{
    struct hilum_view title =
        engine_describe(p->engine, &p->message->call, p->message->codec, p->doc, n);
    struct hilum_view name = name_text(n->name), type = name_text(n->type);
    bool              bold = n->name > UINT16_MAX;

    printf("%*s%s", (int)indent, "", bold ? paint(p, "\033[1m") : "");
    if (p->hl7 && depth)
        fputs(place, stdout);
    else
        printf("%.*s", (int)name.len, name.ptr);
    fputs(bold ? paint(p, "\033[0m") : "", stdout);
    if (title.len)
        printf("  %s%.*s%s", paint(p, "\033[36m"), (int)title.len, title.ptr,
               paint(p, "\033[0m"));
    if (type.len && depth > 1)
        printf(" (%.*s)", (int)type.len, type.ptr);
    /* The text of an HL7 node with children is that of the children. */
    if (n->flags & HILUM_NODE_NULL && p->hl7) {
        printf(": \"\"");
    } else if (hilum_leaf(n) || (!p->hl7 && n->flags & HILUM_NODE_VALUE)) {
        printf(": ");
        print_text(hilum_text(p->doc, n));
    }
    printf("%s\n", after);
    print_findings(p, n, indent + 2);
}

static void print_below(struct painter *p, const struct hilum_node *n, char *place,
                        size_t len, size_t indent, size_t depth)
{
    struct tally t = { .used = 0 };

    if (depth == HILUM_DEPTH)
        return;
    hilum_each(child, n)
    {
        size_t end = put_place(p, place, len, depth + 1, child, tally(&t, child->name));

        print_node(p, child, place, indent, depth + 1, "");
        print_below(p, child, place, end, indent + 2, depth + 1);
        place[len] = '\0';
    }
}

/* The segments of a message, each in its groups. */
static void print_grouped(struct painter *p, char *place)
{
    struct tally      t      = { .used = 0 };
    struct hilum_view before = { "", 0 };
    size_t            nth    = 0;

    hilum_each(segment, hilum_root(p->doc))
    {
        const struct hilum_group *g      = &p->groups[nth < p->group_count ? nth : 0];
        size_t                    indent = 2 * steps_in(g->path);
        size_t end = put_place(p, place, 0, 1, segment, tally(&t, segment->name));

        print_groups(p, before, g->path);
        print_node(p, segment, place, indent, 1, g->stray ? "  (out of place)" : "");
        print_below(p, segment, place, end, indent + 2, 1);
        before = g->path;
        nth++;
    }
}

static bool print_message(struct painter *p)
{
    const struct hilum_node *root              = hilum_root(p->doc);
    struct hilum_view        name              = name_text(root->name);
    char                     place[SHOW_PLACE] = "";
    size_t                   len               = 0;

    p->of = calloc(p->findings->call.report_count + 1, sizeof *p->of);
    if (!p->of || !read_groups(p)) {
        free(p->of);
        return cli_failed("memory is out") == CLI_DONE;
    }
    for (size_t i = 0; i < p->findings->call.report_count; i++)
        p->of[i] = root;
    if (!p->hl7)
        len = (size_t)snprintf(place, sizeof place, "%.*s", (int)name.len, name.ptr);
    settle(p, root, place, len, 0);
    print_node(p, root, place, 0, 0, "");
    if (p->groups)
        print_grouped(p, place);
    else
        print_below(p, root, place, len, 0, 0);
    free(p->groups);
    free(p->of);
    return true;
}

/* ---- The verb ------------------------------------------------------------- */

struct request {
    const char *from, *profile, *path;
};

static bool parse(int argc, char **argv, struct request *r)
{
    *r = (struct request){ 0 };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            r->from = argv[++i];
        else if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
            r->profile = argv[++i];
        else if (r->path || (argv[i][0] == '-' && argv[i][1]))
            return false;
        else
            r->path = argv[i];
    }
    return true;
}

/* The codec that knows the profile's names, for describing. */
static bool take_profile(struct engine *e, const char *profile, struct cli_message *m)
{
    struct arena    arena;
    struct problems problems = { .arena = &arena };
    struct yaml    *doc;
    struct codec   *own = NULL;

    arena_init(&arena, LIMIT_SCRATCH);
    doc = findings_options(&arena, profile, &problems);
    if (doc)
        own = codec_with(e, codec_part(m->codec), doc, doc->root, doc->root->at);
    if (own)
        m->codec = own;
    else
        cli_failed("%s", problems.count ? problems.list[0].what : "memory is out");
    arena_free(&arena);
    return own != NULL;
}

static int show(struct engine *e, const struct request *r, struct cli_message *m)
{
    struct findings found;
    struct painter  p    = { .engine = e, .message = m, .findings = &found };
    int             code = CLI_COULD_NOT;

    if (r->profile && !take_profile(e, r->profile, m))
        return code;
    if (findings_open(&found, e, hilum_view(codec_part(m->codec)->part.produces),
                      r->profile) &&
        findings_run(&found, m)) {
        p.doc    = findings_doc(&found);
        p.colour = cli_colour(stdout);
        p.hl7    = p.doc.block->model == HILUM_NAME("hl7v2");
        code     = print_message(&p) ? CLI_DONE : CLI_COULD_NOT;
    }
    findings_close(&found);
    return code;
}

int cli_show(int argc, char **argv)
{
    struct request      r;
    struct engine       e;
    struct hilum_buffer bytes;
    struct cli_message  m;
    int                 code = CLI_NO;

    if (!parse(argc, argv, &r))
        return cli_misused("show", "name at most one file");
    if (!cli_read(r.path, &bytes))
        return CLI_COULD_NOT;
    if (!cli_engine(&e)) {
        buffer_free(&bytes);
        return CLI_COULD_NOT;
    }
    if (cli_decode(&e, r.path, r.from, hilum_buffer_view(&bytes), &m)) {
        code = show(&e, &r, &m);
        cli_message_free(&m);
    }
    engine_close(&e);
    buffer_free(&bytes);
    return code;
}
