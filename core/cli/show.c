/* show.c -- hilum show: a message as a tree with the standard's names. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "message/name.h"

enum { SHOW_TEXT = 120 };

struct painter {
    struct engine      *engine;
    struct cli_message *message;
    struct hilum_doc    doc;
    bool                colour;
    bool                hl7;
};

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

/* PID, PID-3, PID-3.4: what an HL7 person calls a node; else its name. */
static void print_name(const struct painter *p, const struct hilum_node *const *path,
                       size_t depth)
{
    struct hilum_view text = name_text(path[depth]->name);

    if (path[depth]->name > UINT16_MAX || depth == 0) {
        printf("%s%.*s%s", p->colour ? "\033[1m" : "", (int)text.len, text.ptr,
               p->colour ? "\033[0m" : "");
        return;
    }
    text = name_text(path[1]->name);
    printf("%.*s", (int)text.len, text.ptr);
    for (size_t i = 2; i <= depth; i++)
        printf("%c%u", i == 2 ? '-' : '.', path[i]->name);
}

static void print_node(struct painter *p, const struct hilum_node **path, size_t depth)
{
    const struct hilum_node *n = path[depth];
    struct hilum_view        name, type;

    if (depth > 0) {
        printf("%*s", (int)(depth - 1) * 2, "");
        print_name(p, path, depth);
        name =
            engine_describe(p->engine, &p->message->call, p->message->codec, p->doc, n);
        type = name_text(n->type);
        if (name.len)
            printf("  %s%.*s%s", p->colour ? "\033[36m" : "", (int)name.len, name.ptr,
                   p->colour ? "\033[0m" : "");
        if (type.len && depth > 1)
            printf(" (%.*s)", (int)type.len, type.ptr);
        /* The text of an HL7 node with children is that of the children. */
        if (hilum_leaf(n) || (!p->hl7 && n->flags & HILUM_NODE_VALUE)) {
            printf(": ");
            print_text(hilum_text(p->doc, n));
        }
        putchar('\n');
    } else {
        print_name(p, path, 0);
        putchar('\n');
    }
    if (depth == HILUM_DEPTH)
        return;
    hilum_each(child, n)
    {
        path[depth + 1] = child;
        print_node(p, path, depth + 1);
    }
}

int cli_show(int argc, char **argv)
{
    const char *from = argc > 2 && strcmp(argv[1], "--from") == 0 ? argv[2] : NULL;
    int         at   = from ? 3 : 1;
    const struct hilum_node *path[HILUM_DEPTH + 1];
    struct engine            e;
    struct hilum_buffer      bytes;
    struct cli_message       m;
    struct painter           p;
    int                      code = CLI_NO;

    if (argc > at + 1 || (argc > at && argv[at][0] == '-' && argv[at][1]))
        return cli_misused("show", "name at most one file");
    if (!cli_read(argc > at ? argv[at] : NULL, &bytes))
        return CLI_COULD_NOT;
    if (!cli_engine(&e)) {
        buffer_free(&bytes);
        return CLI_COULD_NOT;
    }
    if (cli_decode(&e, argc > at ? argv[at] : NULL, from, hilum_buffer_view(&bytes),
                   &m)) {
        p       = (struct painter){ .engine  = &e,
                                    .message = &m,
                                    .doc     = cli_doc(&m),
                                    .colour  = cli_colour(stdout),
                                    .hl7     = m.block->model == HILUM_NAME("hl7v2") };
        path[0] = hilum_root(p.doc);
        print_node(&p, path, 0);
        cli_message_free(&m);
        code = CLI_DONE;
    }
    engine_close(&e);
    buffer_free(&bytes);
    return code;
}
