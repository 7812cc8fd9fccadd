/* config_fuzz.c -- any bytes as a pipeline file: YAML, spec and options. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/spec.h"

#include "base/bytes.h"

struct part {
    const char *text;
    const char *secret;
    int64_t     number, time, size, choice;
    bool        flag;
};

static const char *const choices[] = { "stored", "processed", NULL };

static const struct hilum_option rows[] = {
    HILUM_OPT_TEXT(struct part, text, .help = "A text."),
    HILUM_OPT_SECRET(struct part, secret, .preset = "", .help = "A secret."),
    HILUM_OPT_INT(struct part, number, .preset = "1", .least = "-5", .most = "5",
                  .help = "A number."),
    HILUM_OPT_MILLIS(struct part, time, .preset = "1s", .most = "1d", .help = "A time."),
    HILUM_OPT_BYTES(struct part, size, .preset = "1K", .least = "1", .help = "A size."),
    HILUM_OPT_CHOICE(struct part, choice, .preset = "stored", .choices = choices,
                     .help = "A choice."),
    HILUM_OPT_BOOL(struct part, flag, .preset = "false", .help = "A flag."),
    HILUM_OPT_END,
};

/* What follows reads: the options of every part, and a place in each text. */
static void use(struct spec *s, const struct spec_entry *entries, size_t count,
                struct arena *arena)
{
    static const struct option_set set = OPTION_SET("part", struct part, rows);

    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *when = spec_word(&entries[i], "when");
        struct part             state;

        option_fill(&set, &state, s->doc, entries[i].options, entries[i].part_at, arena);
        for (size_t k = 0; when && k <= when->text.len && k < 1000; k++)
            yaml_inside(s->doc, when, k);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct hilum_view text = { (const char *)bytes, len };
    struct arena      arena;
    struct problems   problems = { .arena = &arena };
    struct yaml      *doc;
    struct spec      *s;
    FILE             *to = fopen("/dev/null", "w");

    /* Files that a mutation happens to name could block. */
    if (!to || memmem(bytes, len, "file:", 5)) {
        if (to)
            fclose(to);
        return 0;
    }
    arena_init(&arena, 64 << 20);
    doc = yaml_bytes(&arena, "fuzz.yaml", text, &problems);
    s   = doc ? spec_read(doc, &arena) : NULL;
    if (s) {
        use(s, s->source, s->source ? 1 : 0, &arena);
        use(s, s->steps, s->step_count, &arena);
        use(s, s->sinks, s->sink_count, &arena);
        use(s, s->stores, s->store_count, &arena);
        use(s, s->services, s->service_count, &arena);
    }
    for (size_t i = 0; i < problems.count; i++)
        problem_print(to, &problems.list[i], true);
    arena_free(&arena);
    fclose(to);
    return 0;
}
