/* structure.c -- StructureDefinitions and SearchParameters, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/structure.h"

#include "package/fields.h"

enum { CONTEXTS_MOST = 256, NAMES_MOST = 512 };

/* A snapshot that was made before its differential: slices of this are not in it. */
static bool is_stale(struct build *b, struct hilum_doc d, const struct drafts *all)
{
    const struct hilum_node *differential = field(hilum_root(d), "differential");

    if (!differential)
        return false;
    hilum_each(n, differential)
    {
        struct hilum_view id = field_text(d, n, "id");

        if (id.len && field(n, "sliceName") && drafts_find(all, b, id) == all->count)
            return true;
    }
    return false;
}

static bool snapshot_read(struct build *b, struct hilum_doc d, struct drafts *out)
{
    const struct hilum_node *snapshot = field(hilum_root(d), "snapshot");

    if (!snapshot)
        return false;
    hilum_each(n, snapshot)
    {
        struct draft *to;

        if (n->name != HILUM_NAME("element"))
            continue;
        to = drafts_insert(out, out->count);
        if (!to)
            return false;
        to->element.max = 1;
        to->element.id  = element_id(b, d, n);
        element_name(b, to);
        element_overlay(b, to, d, n);
    }
    return out->count > 0;
}

/* Places that R4 itself uses some of its extensions in, and their definitions forget. */
static const struct correction {
    const char *url, *context;
} corrections[] = {
    { .url     = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type",
      .context = "ElementDefinition.type" },
    { .url =
          "http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version",
      .context = "Element" },
    { .url =
          "http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version",
      .context = "CanonicalResource" },
    { .url = NULL },
};

static uint32_t correct(struct build *b, struct hilum_view url,
                        struct hilum_context *list, uint32_t count)
{
    for (const struct correction *c = corrections; c->url; c++)
        if (hilum_is(url, c->url) && count < CONTEXTS_MOST)
            list[count++] =
                (struct hilum_context){ HILUM_CONTEXT_ELEMENT,
                                        build_text(b, hilum_view(c->context)) };
    return count;
}

static struct hilum_run contexts_of(struct build *b, struct hilum_doc d,
                                    const struct hilum_node *root)
{
    static const char *const kinds[] = { "", "element", "extension", "fhirpath" };
    struct hilum_context     list[CONTEXTS_MOST];
    uint32_t                 count = 0;

    hilum_each(n, root)
    {
        if (count == CONTEXTS_MOST)
            break;
        if (n->name == HILUM_NAME("contextInvariant")) {
            list[count++] = (struct hilum_context){ HILUM_CONTEXT_INVARIANT,
                                                    build_text(b, hilum_text(d, n)) };
        } else if (n->name == HILUM_NAME("context")) {
            list[count] = (struct hilum_context){ 0, field_keep(b, d, n, "expression") };
            for (uint32_t k = 1; k < sizeof kinds / sizeof *kinds; k++)
                if (field_is(d, n, "type", kinds[k]))
                    list[count].kind = k;
            count++;
        }
    }
    count = correct(b, field_text(d, root, "url"), list, count);
    return build_run(b, HILUM_CONTEXTS, list, count);
}

static uint32_t kind_of(struct hilum_doc d, const struct hilum_node *root)
{
    static const char *const kinds[] = { "", "primitive-type", "complex-type", "resource",
                                         "logical" };

    for (uint32_t k = 1; k < sizeof kinds / sizeof *kinds; k++)
        if (field_is(d, root, "kind", kinds[k]))
            return k;
    return 0;
}

/* What has the type of its base is a profile of it, whatever its derivation says. */
static bool is_constraint(struct hilum_doc d, const struct hilum_node *root)
{
    struct hilum_view derivation = field_text(d, root, "derivation");
    struct hilum_view base       = field_text(d, root, "baseDefinition");
    struct hilum_view type       = field_text(d, root, "type");

    if (hilum_is(derivation, "constraint"))
        return true;
    return type.len && base.len > type.len &&
           memcmp(base.ptr + base.len - type.len, type.ptr, type.len) == 0;
}

/* Makes the elements anew; they stay as they are where that cannot be done. */
static bool remake(const struct origins *o, struct hilum_doc d, struct drafts *all,
                   struct hilum_view *why)
{
    struct drafts made = { 0 };

    if (!snapshot_make(o, d, &made, why)) {
        drafts_free(&made);
        return false;
    }
    drafts_free(all);
    *all = made;
    return true;
}

bool structure_add(const struct origins *o, struct hilum_doc d, struct hilum_view *why)
{
    struct build            *b    = o->build;
    const struct hilum_node *root = hilum_root(d);
    struct hilum_view        type = field_text(d, root, "type");
    struct drafts            all  = { 0 };
    struct hilum_structure   s    = { 0 };
    bool                     ok;

    s.url        = field_keep(b, d, root, "url");
    s.version    = field_keep(b, d, root, "version");
    s.type       = build_text(b, type);
    s.type_name  = hilum_name(type.ptr, type.len);
    s.base       = field_keep(b, d, root, "baseDefinition");
    s.kind       = kind_of(d, root);
    s.constraint = is_constraint(d, root);
    s.abstract   = field_is(d, root, "abstract", "true");
    ok           = s.url && snapshot_read(b, d, &all);
    if (s.url && (!ok || is_stale(b, d, &all)))
        ok = remake(o, d, &all, why) || ok;
    if (ok) {
        s.contexts = contexts_of(b, d, root);
        s.elements = drafts_add(&all, b);
        build_add(b, HILUM_STRUCTURES, &s, 1);
    }
    drafts_free(&all);
    return ok;
}

static struct hilum_run names_of(struct build *b, struct hilum_doc d,
                                 const struct hilum_node *root, uint32_t name)
{
    uint32_t list[NAMES_MOST], count = 0;

    hilum_each(n, root) if (n->name == name && count < NAMES_MOST) list[count++] =
        build_text(b, hilum_text(d, n));
    return build_run(b, HILUM_LISTS, list, count);
}

void structure_search(struct build *b, struct hilum_doc d)
{
    const struct hilum_node *root = hilum_root(d);
    struct hilum_search      s    = { 0 };

    s.url        = field_keep(b, d, root, "url");
    s.code       = field_keep(b, d, root, "code");
    s.type       = field_keep(b, d, root, "type");
    s.expression = field_keep(b, d, root, "expression");
    s.bases      = names_of(b, d, root, HILUM_NAME("base"));
    s.targets    = names_of(b, d, root, HILUM_NAME("target"));
    build_add(b, HILUM_SEARCHES, &s, 1);
}
