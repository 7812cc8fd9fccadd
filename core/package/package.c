/* package.c -- the resources of an npm archive, compiled into one file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/package.h"

#include "package/fields.h"
#include "package/structure.h"
#include "package/terminology.h"
#include "package/tgz.h"
#include "package/value.h"

#include "base/bytes.h"
#include "config/yaml.h"
#include "plugin/codec.h"

enum {
    LATER_MOST = 20000, /* profiles without a snapshot */
    ROUNDS     = 32,    /* profiles upon profiles upon profiles */
};

/* A profile whose snapshot has to be made: its base must have been compiled before. */
struct later {
    struct hilum_block *block;
    struct hilum_view   bytes, name;
};

struct compile {
    struct engine       *engine;
    struct codec        *codec;
    struct call          call;
    struct build         build;
    struct origins       origins;
    struct problems     *problems;
    struct package_made *made;
    struct later        *later;
    size_t               later_count, later_room;
};

HILUM_PRINTF(3)
static void refuse(struct compile *c, struct hilum_view file, const char *fmt, ...)
{
    struct problem at = { .file    = arena_text(c->problems->arena, file.ptr, file.len),
                          .warning = true };
    va_list        ap;

    c->made->refused++;
    va_start(ap, fmt);
    problems_vadd(c->problems, &at, fmt, ap);
    va_end(ap);
}

static bool postpone(struct compile *c, const struct later *one)
{
    if (c->later_count == c->later_room) {
        size_t        room = c->later_room ? c->later_room * 2 : 64;
        struct later *list =
            room > 2 * LATER_MOST ? NULL : realloc(c->later, room * sizeof *list);

        if (!list)
            return false;
        c->later      = list;
        c->later_room = room;
    }
    c->later[c->later_count++] = *one;
    return true;
}

/* True: it is done with; false: its base may come later in the archive. */
static bool add_structure(struct compile *c, struct hilum_doc d, struct hilum_view *why)
{
    if (!structure_add(&c->origins, d, why))
        return false;
    c->made->structures++;
    return true;
}

static bool add(struct compile *c, struct hilum_doc d)
{
    const struct hilum_node *root = hilum_root(d);
    struct build            *b    = &c->build;
    struct hilum_view        why;

    if (root->type == HILUM_NAME("StructureDefinition")) {
        if (!field(root, "snapshot"))
            return false;
        return add_structure(c, d, &why);
    }
    if (root->type == HILUM_NAME("CodeSystem"))
        terminology_code_system(b, d);
    else if (root->type == HILUM_NAME("ValueSet"))
        terminology_value_set(b, d);
    else if (root->type == HILUM_NAME("SearchParameter"))
        structure_search(b, d);
    else if (root->type == HILUM_NAME("Questionnaire"))
        value_resource(b, d);
    return true;
}

/* Only what is compiled is decoded: the name of a file says what it is, or its first
 * bytes do. */
static bool wanted(const struct tgz_file *f)
{
    static const char *const types[] = { "StructureDefinition", "CodeSystem", "ValueSet",
                                         "SearchParameter", "Questionnaire" };
    static const char        key[]   = "\"resourceType\"";
    const char              *at;
    struct hilum_view        v = f->bytes;

    at = memrchr(f->name.ptr, '/', f->name.len);
    if (f->name.len < 5 || memcmp(f->name.ptr + f->name.len - 5, ".json", 5) != 0 ||
        (at && at[1] == '.'))
        return false;
    at = v.len ? memmem(v.ptr, v.len, key, sizeof key - 1) : NULL;
    if (!at)
        return false;
    v.len -= (size_t)(at - v.ptr) + sizeof key - 1;
    v.ptr = at + sizeof key - 1;
    while (v.len && strchr(" \t\r\n:\"", *v.ptr)) {
        v.ptr++;
        v.len--;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (view_starts(v, types[i]) && v.len > strlen(types[i]) &&
            v.ptr[strlen(types[i])] == '"')
            return true;
    return false;
}

static void add_file(struct compile *c, const struct tgz_file *f)
{
    struct hilum_block *block;
    struct later        one;

    call_begin(&c->call, NULL);
    block = engine_decode(c->engine, &c->call, c->codec, f->bytes);
    if (!block) {
        refuse(c, f->name, "%s: %s", c->call.place, c->call.reason);
        return;
    }
    one = (struct later){ .block = block, .bytes = f->bytes, .name = f->name };
    if (add(c, (struct hilum_doc){ block, f->bytes.ptr }))
        free(block);
    else if (!postpone(c, &one))
        c->build.failed = true;
}

/* As long as one more could be made, others may build upon it. */
static void add_later(struct compile *c)
{
    bool more = true;

    for (int round = 0; round < ROUNDS && more; round++) {
        more = false;
        for (size_t i = 0; i < c->later_count; i++) {
            struct later     *l = &c->later[i];
            struct hilum_view why;

            if (!l->block ||
                !add_structure(c, (struct hilum_doc){ l->block, l->bytes.ptr }, &why))
                continue;
            free(l->block);
            l->block = NULL;
            more     = true;
        }
    }
    for (size_t i = 0; i < c->later_count; i++) {
        struct hilum_view why = { "", 0 };

        if (!c->later[i].block)
            continue;
        structure_add(&c->origins,
                      (struct hilum_doc){ c->later[i].block, c->later[i].bytes.ptr },
                      &why);
        refuse(c, c->later[i].name, "no snapshot can be made: %.*s is not known",
               (int)why.len, why.ptr);
        free(c->later[i].block);
    }
    free(c->later);
}

/* ---- The archive ---------------------------------------------------------- */

/* JSON is YAML: package.json is read as the files of pipelines are, but for what these
 * may take from their surroundings. */
static void read_manifest(struct compile *c, const struct tgz_file *f)
{
    struct problems         ignored = { .arena = c->problems->arena };
    struct yaml            *doc;
    const struct yaml_node *name, *number;

    if (f->bytes.len == 0 || memmem(f->bytes.ptr, f->bytes.len, "${", 2))
        return;
    doc = yaml_bytes(c->problems->arena, "package.json", f->bytes, &ignored);
    if (!doc)
        return;
    name            = yaml_get(doc->root, "name");
    number          = yaml_get(doc->root, "version");
    c->made->name   = name ? name->text : c->made->name;
    c->made->number = number ? number->text : c->made->number;
}

static bool is_manifest(struct hilum_view name)
{
    return hilum_is(name, "package/package.json") ||
           hilum_is(name, "./package/package.json");
}

static bool read_archive(struct compile *c, struct hilum_view tar)
{
    struct tgz_file f;
    size_t          at   = 0;
    int             more = tgz_next(tar, &at, &f);

    for (; more == 1; more = tgz_next(tar, &at, &f)) {
        if (is_manifest(f.name))
            read_manifest(c, &f);
        else if (wanted(&f))
            add_file(c, &f);
    }
    add_later(c);
    return more == 0;
}

bool package_compile(struct engine *e, struct hilum_view archive,
                     const struct hilum_package *others, size_t count,
                     struct problems *problems, struct package_made *made,
                     struct hilum_buffer *out)
{
    struct compile      c  = { .engine   = e,
                               .codec    = codec_find(e, HILUM_VIEW("fhir/json")),
                               .problems = problems,
                               .made     = made };
    struct problem      at = { 0 };
    struct hilum_buffer tar;
    bool                ok = false;

    *made = (struct package_made){ 0 };
    call_init(&c.call, e);
    build_init(&c.build);
    buffer_init(&tar, TGZ_MOST);
    c.origins = (struct origins){ .build = &c.build, .others = others, .count = count };
    if (!c.codec)
        problems_add(problems, &at, "there is no codec for fhir/json");
    else if (!tgz_unpack(archive, &tar))
        problems_add(problems, &at, "it is no gzip, is cut off, or unpacks to too much");
    else if (!read_archive(&c, hilum_buffer_view(&tar)))
        problems_add(problems, &at, "it is no tar archive, or is cut off");
    else if (made->name.len == 0 || made->number.len == 0)
        problems_add(problems, &at, "package/package.json does not say name and version");
    else if (!build_write(&c.build, made->name, made->number, HILUM_VIEW("4.0.1"), out))
        problems_add(problems, &at, "it is too large, or memory is out");
    else
        ok = true;
    made->code_systems = build_count(&c.build, HILUM_CODE_SYSTEMS);
    made->value_sets   = build_count(&c.build, HILUM_VALUE_SETS);
    made->searches     = build_count(&c.build, HILUM_SEARCHES);
    made->resources    = build_count(&c.build, HILUM_RESOURCES);
    buffer_free(&tar);
    build_free(&c.build);
    call_free(&c.call);
    return ok;
}
