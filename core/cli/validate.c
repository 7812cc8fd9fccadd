/* validate.c -- hilum validate: what in messages is not as their standard wants it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/findings.h"

#include "base/bytes.h"
#include "config/json.h"

#include <stdlib.h>

struct request {
    const char *from, *profile;
    bool        json;
    char      **files;
    int         count;
};

static bool parse(int argc, char **argv, struct request *r)
{
    *r = (struct request){ .files = argv };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            r->json = true;
        else if (strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            r->from = argv[++i];
        else if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
            r->profile = argv[++i];
        else if (argv[i][0] == '-' && argv[i][1])
            return false;
        else
            r->files[r->count++] = argv[i];
    }
    return true;
}

/* ---- Printing ------------------------------------------------------------- */

static void print_lines(const struct findings *f, const char *path, bool several)
{
    bool colour = cli_colour(stdout);

    if (several)
        printf("%s\n", path);
    for (size_t i = 0; i < f->call.report_count; i++) {
        const struct call_report *r = &f->call.reports[i];

        printf("%s%-14s %s%-7s%s  %-12s %s\n", several ? "  " : "", r->place,
               colour ? findings_colour(r->severity) : "",
               call_severity_name(r->severity), colour ? "\033[0m" : "", r->rule,
               r->text);
    }
    printf("%s%zu problems, %zu warnings, %zu notes\n", several ? "  " : "",
           f->count[HILUM_PROBLEM], f->count[HILUM_WARNING], f->count[HILUM_NOTE]);
}

static void print_json(struct json *j, const struct findings *f, const char *path)
{
    json_begin(j, NULL, '{');
    json_text(j, "file", path);
    json_int(j, "problems", (int64_t)f->count[HILUM_PROBLEM]);
    json_int(j, "warnings", (int64_t)f->count[HILUM_WARNING]);
    json_int(j, "notes", (int64_t)f->count[HILUM_NOTE]);
    json_begin(j, "reports", '[');
    for (size_t i = 0; i < f->call.report_count; i++) {
        const struct call_report *r = &f->call.reports[i];

        json_begin(j, NULL, '{');
        json_text(j, "place", r->place);
        json_text(j, "severity", call_severity_name(r->severity));
        json_text(j, "rule", r->rule);
        json_text(j, "says", r->text);
        json_end(j, '{');
    }
    json_end(j, '[');
    json_end(j, '{');
}

/* ---- Files ---------------------------------------------------------------- */

/* One stage is opened for each model that comes by, and kept for the next file. */
struct bench {
    struct engine        *engine;
    const struct request *request;
    struct json          *json;
    bool                  several; /* messages: each report begins with its name */
    struct findings       findings;
    struct hilum_view     model; /* of the findings; empty: they are not open */
};

static bool ready(struct bench *b, struct hilum_view model)
{
    if (hilum_same(b->model, model))
        return true;
    if (b->model.len)
        findings_close(&b->findings);
    b->model.len = 0;
    if (findings_open(&b->findings, b->engine, model, b->request->profile)) {
        if (b->findings.part) {
            b->model = model;
            return true;
        }
        cli_failed("there is no plugin that validates %.*s", (int)model.len, model.ptr);
    }
    findings_close(&b->findings);
    return false;
}

static int validate_bytes(struct bench *b, const char *path, struct hilum_view bytes)
{
    struct cli_message m;
    int                code = CLI_COULD_NOT;

    if (!cli_decode(b->engine, path, b->request->from, bytes, &m))
        return CLI_NO;
    if (ready(b, hilum_view(codec_part(m.codec)->part.produces)) &&
        findings_run(&b->findings, &m)) {
        code = b->findings.count[HILUM_PROBLEM] ? CLI_NO : CLI_DONE;
        if (b->json)
            print_json(b->json, &b->findings, path ? path : "stdin");
        else
            print_lines(&b->findings, path, b->several);
    }
    cli_message_free(&m);
    return code;
}

/* The codec of the bytes where they hold several messages, such as a batch; NULL: they
 * are one. */
static const struct hilum_part *splitter_of(const struct bench *b,
                                            struct hilum_view   bytes)
{
    const char        *format = b->request->from ? b->request->from : cli_format(bytes);
    const struct part *part   = registry_codec(&b->engine->registry, hilum_view(format));

    if (part && part->part.several && part->part.split && part->part.several(bytes))
        return &part->part;
    return NULL;
}

/* Each message of a batch, as FILE:1, FILE:2, ...; what is wrong with the batch itself
 * is a mistake, too. */
static int validate_several(struct bench *b, const char *path, struct hilum_view bytes,
                            const struct hilum_part *codec)
{
    void              *state = calloc(1, codec->splitter + 1);
    struct hilum_piece piece = { .found = HILUM_FOUND_OTHER };
    int                code  = CLI_DONE, one;
    size_t             nth   = 0;
    char               name[512];

    b->several = true;
    while (state && piece.found != HILUM_FOUND_NOTHING &&
           piece.found != HILUM_FOUND_MORE) {
        piece = (struct hilum_piece){ .size = sizeof piece, .place = "", .reason = "" };
        codec->split(state, bytes, true, &piece);
        one = CLI_DONE;
        if (piece.found == HILUM_FOUND_MESSAGE) {
            snprintf(name, sizeof name, "%s:%zu", path ? path : "stdin", ++nth);
            one = validate_bytes(b, name, piece.message);
        } else if (piece.found == HILUM_FOUND_FAULT) {
            fprintf(stderr, "%s: error: %s%s%s\n", path ? path : "stdin", piece.place,
                    piece.place[0] ? ": " : "", piece.reason);
            one = CLI_NO;
        }
        code = one > code ? one : code;
        bytes.ptr += piece.used < bytes.len ? piece.used : bytes.len;
        bytes.len -= piece.used < bytes.len ? piece.used : bytes.len;
    }
    free(state);
    return code;
}

static int validate_file(struct bench *b, const char *path)
{
    const struct hilum_part *codec;
    struct hilum_buffer      bytes;
    int                      code;

    if (!cli_read(path, &bytes))
        return CLI_COULD_NOT;
    codec = splitter_of(b, hilum_buffer_view(&bytes));
    code  = codec ? validate_several(b, path, hilum_buffer_view(&bytes), codec)
                  : validate_bytes(b, path, hilum_buffer_view(&bytes));
    buffer_free(&bytes);
    return code;
}

int cli_validate(int argc, char **argv)
{
    struct request      r;
    struct engine       e;
    struct hilum_buffer out;
    struct json         json = { .to = &out };
    struct bench        b    = { .engine = &e, .request = &r };
    int                 code = CLI_DONE, one;

    if (!parse(argc, argv, &r))
        return cli_misused("validate", "name files, or give a message on stdin");
    b.several = r.count > 1;
    if (!cli_engine(&e))
        return CLI_COULD_NOT;
    buffer_init(&out, LIMIT_MESSAGE);
    if (r.json) {
        b.json = &json;
        json_begin(&json, NULL, '[');
    }
    for (int i = 0; i < r.count || i == 0; i++) {
        one  = validate_file(&b, r.count ? r.files[i] : NULL);
        code = one > code ? one : code;
    }
    if (r.json) {
        json_end(&json, '[');
        fwrite(out.ptr, 1, out.len, stdout);
        putchar('\n');
    }
    if (b.model.len)
        findings_close(&b.findings);
    buffer_free(&out);
    engine_close(&e);
    return code;
}
