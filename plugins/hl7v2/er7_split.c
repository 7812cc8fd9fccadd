/* er7_split.c -- takes messages off a stream of bytes, such as a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_split.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum {
    VT        = 0x0b,
    FS        = 0x1c,
    LEAD_MOST = 64, /* blanks passed over before a name */
    NAME      = 4,  /* a segment's name, and its separator */
    BLOCK     = 16, /* bytes looked at at once */
};

#define BOM "\xef\xbb\xbf"

/* What stands at the beginning of a line, beside the kinds of enum er7_line. */
enum { LINE_OTHER = -1, LINE_UNSURE = -2 };

static bool is_end(char c)
{
    return c == '\r' || c == '\n' || c == VT || c == FS;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_separator(char c)
{
    return (unsigned char)c > ' ' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
           !(c >= 'a' && c <= 'z');
}

static struct hilum_view from(struct hilum_view v, size_t at)
{
    return v.len ? (struct hilum_view){ v.ptr + at, v.len - at } : v;
}

/* ---- Lines ------------------------------------------------------------------ */

static const char names[][NAME] = { [ER7_LINE_MSH] = "MSH",
                                    [ER7_LINE_FHS] = "FHS",
                                    [ER7_LINE_BHS] = "BHS",
                                    [ER7_LINE_BTS] = "BTS",
                                    [ER7_LINE_FTS] = "FTS" };

/* A trailer may be nothing but its name. */
static bool is_trailer(int kind)
{
    return kind == ER7_LINE_BTS || kind == ER7_LINE_FTS;
}

static int named(const char name[static NAME])
{
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
        if (memcmp(name, names[i], NAME - 1) == 0)
            return is_separator(name[NAME - 1]) ||
                           (is_trailer(i) && is_end(name[NAME - 1]))
                       ? i
                       : LINE_OTHER;
    return LINE_OTHER;
}

/* The length of a blank, or a byte order mark; 0 where neither begins here. */
static size_t blank_length(struct hilum_view v)
{
    if (v.len && is_blank(*v.ptr))
        return 1;
    return v.len >= 3 && memcmp(v.ptr, BOM, 3) == 0 ? 3 : 0;
}

/* How much is passed over before a name. */
static size_t lead(struct hilum_view line)
{
    size_t at = 0, more = blank_length(line);

    for (; more && at < LEAD_MOST; more = blank_length(from(line, at)))
        at += more;
    return at;
}

/* What kind of line begins here, and where its name stands; UNSURE where more bytes
 * would tell. */
static int line_kind(struct hilum_view line, bool last, size_t *at)
{
    char              name[NAME] = "\n\n\n"; /* what is missing is a line's end */
    struct hilum_view rest;
    size_t            len;

    *at  = lead(line);
    rest = from(line, *at);
    for (len = 0; len < NAME && len < rest.len && !is_end(rest.ptr[len]); len++)
        name[len] = rest.ptr[len];
    if (len < NAME)
        name[len] = '\n';
    return len == rest.len && len < NAME && !last ? LINE_UNSURE : named(name);
}

/* ---- The end of a piece ----------------------------------------------------- */

/* Whether a name may follow, or what is passed over before one. */
static bool may_begin(char c)
{
    return c == 'M' || c == 'B' || c == 'F' || is_blank(c) || c == BOM[0];
}

/* Few line ends have such a byte behind them, so that whole blocks are passed over:
 * the first byte from `at` on that may be one, or a later byte that the block at a time
 * cannot say more of. */
static size_t pass_over(struct hilum_view v, size_t at)
{
#if defined(__SSE2__)
    const __m128i control = _mm_set1_epi8(0x1f);

    for (; v.len - at > BLOCK + 1; at += BLOCK) {
        __m128i here = _mm_loadu_si128((const __m128i *)(const void *)(v.ptr + at));
        __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(v.ptr + at + 1));
        __m128i name =
            _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8('M')),
                         _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8('B')),
                                      _mm_cmpeq_epi8(next, _mm_set1_epi8('F'))));
        __m128i pass =
            _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8(BOM[0])),
                         _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8(' ')),
                                      _mm_cmpeq_epi8(next, _mm_set1_epi8('\t'))));
        __m128i ends = _mm_cmpeq_epi8(_mm_min_epu8(here, control), here);
        int     bits = _mm_movemask_epi8(_mm_and_si128(ends, _mm_or_si128(name, pass)));

        if (bits) {
            while (!(bits & 1)) {
                bits >>= 1;
                at++;
            }
            return at;
        }
    }
#else
    (void)v;
#endif
    return at;
}

/* Where the next line begins that begins something; the end of the bytes where that is
 * as far as it goes, SIZE_MAX where more bytes are needed. */
static size_t find_next(struct er7_split *s, struct hilum_view bytes, bool last)
{
    size_t at, name;

    for (at = s->scanned; at + 1 < bytes.len; at++) {
        int kind;

        at = pass_over(bytes, at);
        if (!is_end(bytes.ptr[at]) || !may_begin(bytes.ptr[at + 1]))
            continue;
        kind = line_kind(from(bytes, at + 1), last, &name);
        if (kind >= 0)
            return at + 1;
        if (kind == LINE_UNSURE)
            break;
    }
    if (last)
        return bytes.len;
    s->scanned = at;
    return SIZE_MAX;
}

/* The same without what follows the last line's end. */
static struct hilum_view trim(struct hilum_view text)
{
    size_t len = text.len;

    while (len && is_end(text.ptr[len - 1]))
        len--;
    if (len < text.len && text.ptr[len] == '\r')
        len++;
    if (len < text.len && text.ptr[len] == '\n')
        len++;
    return (struct hilum_view){ text.ptr, len };
}

/* ---- Pieces ----------------------------------------------------------------- */

static void found(struct hilum_piece *p, enum hilum_found what, size_t used)
{
    p->found = what;
    p->used  = used;
}

static void found_fault(struct hilum_piece *p, struct er7_fault fault, size_t used)
{
    found(p, HILUM_FOUND_FAULT, used);
    p->place  = fault.place;
    p->reason = fault.reason;
}

/* A header or a trailer: one line, and what ends it. */
static void take_line(struct er7_split *s, struct hilum_view bytes, size_t name,
                      enum er7_line kind, bool last, struct hilum_piece *p)
{
    size_t           at = s->scanned > name ? s->scanned : name, end;
    struct er7_fault fault;

    while (at < bytes.len && !is_end(bytes.ptr[at]))
        at++;
    if (at == bytes.len && !last) {
        s->scanned = at;
        return;
    }
    for (end = at; end < bytes.len && is_end(bytes.ptr[end]);)
        end++;
    s->scanned = 0;
    fault      = er7_batch_line(&s->batch, kind,
                                (struct hilum_view){ bytes.ptr + name, at - name });
    found(p, HILUM_FOUND_OTHER, end);
    p->place = names[kind];
    if (fault.place)
        found_fault(p, fault, end);
}

/* A message, or text that is none and is handed on as one. */
static void take_message(struct er7_split *s, struct hilum_view bytes, size_t name,
                         bool is_message, bool last, struct hilum_piece *p)
{
    size_t next = find_next(s, bytes, last);

    if (next == SIZE_MAX)
        return;
    s->scanned = 0;
    if (is_message)
        er7_batch_message(&s->batch);
    found(p, HILUM_FOUND_MESSAGE, next);
    p->message = trim((struct hilum_view){ bytes.ptr + name, next - name });
    p->labels  = er7_batch_labels(&s->batch, is_message);
}

/* Line ends at the front, and lines of nothing but blanks; SIZE_MAX where more bytes
 * would tell. */
static size_t blank_front(struct hilum_view bytes, bool last)
{
    size_t blank = 0, at = 0, more;

    do {
        for (; at < bytes.len && is_end(bytes.ptr[at]); at++)
            blank = at + 1;
        more = blank_length(from(bytes, at));
        at += more;
    } while (more);
    if (at < bytes.len || blank)
        return blank;
    return last ? at : SIZE_MAX;
}

static void take_end(struct er7_split *s, struct hilum_piece *p)
{
    struct er7_fault fault = er7_batch_end(&s->batch);

    if (fault.place)
        found_fault(p, fault, 0);
    else
        found(p, HILUM_FOUND_NOTHING, 0);
}

void er7_split(void *splitter, struct hilum_view bytes, bool last, struct hilum_piece *p)
{
    struct er7_split *s     = splitter;
    size_t            blank = blank_front(bytes, last), name;
    struct er7_fault  fault;
    int               kind;

    *p = (struct hilum_piece){
        .size = sizeof *p, .found = HILUM_FOUND_MORE, .place = "", .reason = ""
    };
    if (blank == SIZE_MAX)
        return;
    if (blank) {
        found(p, HILUM_FOUND_OTHER, blank);
        return;
    }
    if (bytes.len == 0) {
        take_end(s, p);
        return;
    }
    kind = line_kind(bytes, last, &name);
    if (kind == LINE_UNSURE)
        return;
    if (kind == LINE_OTHER) {
        take_message(s, bytes, 0, false, last, p);
        return;
    }
    fault = er7_batch_expect(&s->batch, (enum er7_line)kind);
    if (fault.place)
        found_fault(p, fault, 0);
    else if (kind == ER7_LINE_MSH)
        take_message(s, bytes, name, true, last, p);
    else
        take_line(s, bytes, name, (enum er7_line)kind, last, p);
}

bool er7_several(struct hilum_view bytes)
{
    size_t blank = blank_front(bytes, true), name;
    int    kind  = line_kind(from(bytes, blank), true, &name);

    return kind == ER7_LINE_FHS || kind == ER7_LINE_BHS;
}
