/* log.c -- structured log lines on stderr: logfmt, or JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include "base/bytes.h"
#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

enum {
    LOG_LINE = 2048,
    LOG_TAIL = 32, /* what ends a line that is cut: an escape, quotes, a brace */
};

static enum log_form  form;
static enum log_level least = LOG_INFO;

void log_setup(enum log_form as, enum log_level from)
{
    form  = as;
    least = from;
}

/* Quoted, with the escapes that logfmt and JSON share. */
static void put_quoted(struct hilum_buffer *b, const char *text)
{
    hilum_put_byte(b, '"');
    for (; *text && b->room - b->len > LOG_TAIL; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\') {
            hilum_put_byte(b, '\\');
            hilum_put_byte(b, (char)c);
        } else if (c < 0x20) {
            buffer_printf(b, "\\u%04x", c);
        } else {
            hilum_put_byte(b, (char)c);
        }
    }
    hilum_put_byte(b, '"');
}

void log_vwrite(enum log_level level, const char *who, const char *fmt, va_list ap)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    char                     what[LOG_LINE / 2], line[LOG_LINE], when[CLOCK_TEXT];
    struct hilum_buffer      b = { .ptr = line, .room = sizeof line - 2 };

    if (level < least)
        return;
    vsnprintf(what, sizeof what, fmt, ap);
    clock_text(clock_now(), when);
    buffer_printf(&b,
                  form == LOG_JSON ? "{\"time\":\"%s\",\"level\":\"%s\",\"from\":"
                                   : "time=%s level=%s from=",
                  when, names[level]);
    put_quoted(&b, who);
    hilum_put_text(&b, form == LOG_JSON ? ",\"what\":" : " what=");
    put_quoted(&b, what);
    if (form == LOG_JSON)
        hilum_put_byte(&b, '}');
    line[b.len++] = '\n';
    /* One write a line, so that threads do not mix theirs.  Where stderr is
     * gone there is nobody left to tell. */
    if (write(STDERR_FILENO, line, b.len) < 0)
        return;
}

void log_write(enum log_level level, const char *who, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    log_vwrite(level, who, fmt, ap);
    va_end(ap);
}
