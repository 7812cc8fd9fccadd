/* option_help.c -- a table of options for people: hilum help mllp.mllp. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"
#include "config/option.h"
#include "config/value.h"

enum { PAGE_WIDTH = 90, NAME_WIDTH_MOST = 24 };

/* The text wrapped between two columns; the cursor stands in the left one. */
static void put_wrapped(FILE *to, const char *text, size_t left)
{
    size_t column = left;

    while (*text) {
        size_t word = strcspn(text, " \n");

        if (column > left && column + 1 + word > PAGE_WIDTH) {
            fprintf(to, "\n%*s", (int)left, "");
            column = left;
        } else if (column > left) {
            fputc(' ', to);
            column++;
        }
        fprintf(to, "%.*s", (int)word, text);
        column += word;
        text += word;
        text += strspn(text, " \n");
    }
    fputc('\n', to);
}

/* "size, 1K to 256M, preset 16M", "stored or processed, required" ... */
static void put_facts(const struct hilum_option *o, struct hilum_buffer *to)
{
    if (o->type == HILUM_CHOICE) {
        for (size_t i = 0; o->choices[i]; i++) {
            const char *joint = o->choices[i + 1] ? ", " : " or ";

            buffer_printf(to, "%s%s", i ? joint : "", o->choices[i]);
        }
    } else {
        hilum_put_text(to, value_type(o));
    }
    if (o->least && o->most)
        buffer_printf(to, ", %s to %s", o->least, o->most);
    else if (o->least)
        buffer_printf(to, ", at least %s", o->least);
    else if (o->most)
        buffer_printf(to, ", at most %s", o->most);
    if (!o->preset)
        hilum_put_text(to, ", required");
    else if (*o->preset)
        buffer_printf(to, ", preset %s", o->preset);
}

void option_help(const struct option_set *set, FILE *to)
{
    struct hilum_option o;
    struct hilum_buffer facts;
    size_t              wide = 0;

    for (size_t i = 0; option_row(set, i, &o); i++) {
        size_t len = strlen(o.name);

        if (len > wide && len <= NAME_WIDTH_MOST)
            wide = len;
    }
    buffer_init(&facts, 64 << 10);
    for (size_t i = 0; option_row(set, i, &o); i++) {
        const char *text;

        buffer_reset(&facts);
        put_facts(&o, &facts);
        text = buffer_text(&facts);
        fprintf(to, "  %-*s  ", (int)wide, o.name);
        put_wrapped(to, text ? text : value_type(&o), wide + 4);
        fprintf(to, "%*s", (int)wide + 4, "");
        put_wrapped(to, o.help, wide + 4);
    }
    buffer_free(&facts);
}
