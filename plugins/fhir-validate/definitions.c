/* definitions.c -- the packages a validator knows, and finding things in them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "definitions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MOST = 4096 };

/* ---- Opening -------------------------------------------------------------- */

static bool add(struct definitions *d, struct hilum_view bytes, bool own,
                const char **why)
{
    struct pack *p = &d->packs[d->count];
    uint32_t     elements;

    *why = "there are too many packages";
    if (d->count == PACKS_MOST)
        return false;
    if (!hilum_package_open(&p->package, bytes, why))
        return false;
    elements  = hilum_package_count(&p->package, HILUM_ELEMENTS);
    p->bytes  = own ? bytes : (struct hilum_view){ "", 0 };
    p->rules  = calloc(hilum_package_count(&p->package, HILUM_INVARIANTS) + (size_t)1,
                       sizeof *p->rules);
    p->places = calloc(hilum_package_count(&p->package, HILUM_CONTEXTS) + (size_t)1,
                       sizeof *p->places);
    p->bound  = calloc(elements + (size_t)1, sizeof *p->bound);
    p->looked = calloc(elements + (size_t)1, 1);
    p->kids   = calloc(elements + (size_t)1, sizeof(*p->kids));
    d->count++;
    *why = "memory is out";
    return p->rules && p->places && p->bound && p->looked && p->kids;
}

static bool map(const char *path, struct hilum_view *out)
{
    int         fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void       *at = MAP_FAILED;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
        st.st_size <= HILUM_PACKAGE_MOST)
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (at == MAP_FAILED)
        return false;
    *out = (struct hilum_view){ at, (size_t)st.st_size };
    return true;
}

static enum hilum_verdict add_file(struct definitions *d, struct hilum_call *call,
                                   const char *path)
{
    struct hilum_view bytes;
    const char       *why = "";

    errno = 0;
    if (!map(path, &bytes))
        return hilum_blame(call, HILUM_FAIL, path, "%s",
                           errno ? strerror(errno) : "it is no file that can be mapped");
    if (add(d, bytes, true, &why))
        return HILUM_OK;
    if (d->count == 0 || d->packs[d->count - 1].bytes.ptr != bytes.ptr)
        munmap((void *)(uintptr_t)bytes.ptr, bytes.len);
    return hilum_blame(call, HILUM_FAIL, path, "%s", why);
}

static int compiled(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return len > 4 && strcmp(entry->d_name + len - 4, ".hpk") == 0;
}

/* Where `hilum package add` keeps them. */
static bool folder_path(char *to, const char *name, size_t len, const char *end)
{
    const char *data = getenv("HILUM_DATA");

    return snprintf(to, PATH_MOST, "%s/packages/%.*s%s", data && *data ? data : "data",
                    (int)len, name, end) < PATH_MOST;
}

static enum hilum_verdict add_all(struct definitions *d, struct hilum_call *call)
{
    struct dirent    **names = NULL;
    char               folder[PATH_MOST], path[PATH_MOST];
    enum hilum_verdict v = HILUM_OK;
    int                count;

    if (!folder_path(folder, "", 0, ""))
        return HILUM_OK;
    count = scandir(folder, &names, compiled, alphasort);
    for (int i = 0; i < count; i++) {
        if (v == HILUM_OK &&
            folder_path(path, names[i]->d_name, strlen(names[i]->d_name), ""))
            v = add_file(d, call, path);
        free(names[i]);
    }
    free(names);
    return v;
}

static enum hilum_verdict add_named(struct definitions *d, struct hilum_call *call,
                                    const char *name, size_t len)
{
    char path[PATH_MOST];
    bool ok = memchr(name, '/', len)
                  ? snprintf(path, sizeof path, "%.*s", (int)len, name) < PATH_MOST
                  : folder_path(path, name, len, ".hpk");

    return ok ? add_file(d, call, path)
              : hilum_blame(call, HILUM_FAIL, "packages", "a name is too long");
}

/* ---- Types ---------------------------------------------------------------- */

static void add_types(struct definitions *d, const struct pack *p)
{
    uint32_t count = hilum_package_count(&p->package, HILUM_STRUCTURES);

    for (uint32_t i = 0; i < count; i++) {
        const struct hilum_structure *s  = hilum_package_structure(&p->package, i);
        uint32_t                      at = s->type_name % TYPE_SLOTS;

        if (s->constraint || s->kind == 0 || s->kind == HILUM_KIND_LOGICAL)
            continue;
        for (size_t n = 0; n < TYPE_SLOTS; n++, at = (at + 1) % TYPE_SLOTS) {
            if (d->types[at].structure.pack && d->types[at].name != s->type_name)
                continue;
            if (!d->types[at].structure.pack) {
                d->types[at].name      = s->type_name;
                d->types[at].structure = (struct definition){ p, i };
            }
            break;
        }
    }
}

enum hilum_verdict definitions_open(struct definitions *d, struct hilum_call *call,
                                    const char *packages)
{
    enum hilum_verdict v = HILUM_OK;
    struct hilum_view  r4;
    const char        *why, *end;

    d->found = calloc(FOUND_SLOTS, sizeof *d->found);
    if (!d->found)
        return hilum_blame(call, HILUM_FAIL, "", "memory is out");
    if (!hilum_schema(call, "fhir/r4/core.hpk", &r4))
        return HILUM_FAIL;
    if (!add(d, r4, false, &why))
        return hilum_blame(call, HILUM_FAIL, "fhir/r4/core.hpk", "%s", why);
    if (strcmp(packages, "all") == 0) {
        v        = add_all(d, call);
        packages = "";
    }
    for (const char *at = packages; *at && v == HILUM_OK; at = *end ? end + 1 : end) {
        end = at + strcspn(at, ",");
        at += strspn(at, " ");
        if (end > at)
            v = add_named(d, call, at, (size_t)(end - at));
    }
    for (size_t i = 0; i < d->count && v == HILUM_OK; i++)
        add_types(d, &d->packs[i]);
    return v;
}

void definitions_close(struct definitions *d)
{
    free(d->found);
    d->found = NULL;
    for (size_t i = 0; i < d->count; i++) {
        uint32_t elements = hilum_package_count(&d->packs[i].package, HILUM_ELEMENTS);

        for (uint32_t k = 0; d->packs[i].kids && k < elements; k++)
            free(d->packs[i].kids[k]);
        free(d->packs[i].kids);
        free(d->packs[i].rules);
        free(d->packs[i].places);
        free(d->packs[i].bound);
        free(d->packs[i].looked);
        if (d->packs[i].bytes.len)
            munmap((void *)(uintptr_t)d->packs[i].bytes.ptr, d->packs[i].bytes.len);
    }
    d->count = 0;
}

/* ---- Finding -------------------------------------------------------------- */

/* 5.0 fits 5.0.1, and nothing fits everything. */
static bool version_fits(struct hilum_view wanted, struct hilum_view is)
{
    return wanted.len == 0 || hilum_same(wanted, is) ||
           (is.len > wanted.len && memcmp(is.ptr, wanted.ptr, wanted.len) == 0 &&
            is.ptr[wanted.len] == '.');
}

static uint32_t version_of(const struct pack *p, enum hilum_package_section s, uint32_t i)
{
    switch (s) {
    case HILUM_STRUCTURES:
        return hilum_package_structure(&p->package, i)->version;
    case HILUM_CODE_SYSTEMS:
        return hilum_package_code_system(&p->package, i)->version;
    case HILUM_VALUE_SETS:
        return hilum_package_value_set(&p->package, i)->version;
    case HILUM_RESOURCES:
        return hilum_package_resource(&p->package, i)->version;
    default:
        return 0;
    }
}

/* The slot where a URL is remembered: its end is what tells it from others. */
static struct found *found_at(const struct definitions *d, enum hilum_package_section s,
                              struct hilum_view url)
{
    uint64_t hash = url.len * 31 + (uint64_t)s, end = 0;

    if (url.len >= sizeof end)
        memcpy(&end, url.ptr + url.len - sizeof end, sizeof end);
    hash = (hash ^ end) * 0x9e3779b97f4a7c15u;
    return &d->found[hash >> 54];
}

/* The URL is the first member of every record that has one. */
static bool is_found(const struct found *f, enum hilum_package_section s,
                     struct hilum_view url)
{
    uint32_t text;

    if (!f->what.pack || f->section != s)
        return false;
    memcpy(&text,
           hilum_package_at(&f->what.pack->package, s) +
               (size_t)f->what.index * hilum_package_item(s),
           sizeof text);
    return hilum_same(text_of(f->what, text), url);
}

static struct definition search(const struct definitions *d, enum hilum_package_section s,
                                struct hilum_view url);

struct definition definitions_find(const struct definitions  *d,
                                   enum hilum_package_section s, struct hilum_view url)
{
    struct found *f = found_at(d, s, url);

    if (!is_found(f, s, url))
        *f = (struct found){ s, search(d, s, url) };
    return f->what;
}

static struct definition search(const struct definitions *d, enum hilum_package_section s,
                                struct hilum_view url)
{
    const char       *bar  = url.len ? memchr(url.ptr, '|', url.len) : NULL;
    struct hilum_view want = { "", 0 };

    if (bar) {
        want    = (struct hilum_view){ bar + 1, (size_t)(url.ptr + url.len - bar) - 1 };
        url.len = (size_t)(bar - url.ptr);
    }
    for (size_t i = d->count; url.len && i-- > 0;) {
        const struct pack *p     = &d->packs[i];
        uint32_t           count = hilum_package_count(&p->package, s);
        uint32_t           at    = hilum_package_find(&p->package, s, 0, count, url);

        if (at < count &&
            (!bar ||
             version_fits(want, hilum_package_text(&p->package, version_of(p, s, at)))))
            return (struct definition){ p, at };
    }
    return (struct definition){ NULL, 0 };
}

struct definition definitions_type(const struct definitions *d, uint32_t name)
{
    uint32_t at = name % TYPE_SLOTS;

    for (size_t n = 0; n < TYPE_SLOTS && d->types[at].structure.pack; n++) {
        if (d->types[at].name == name)
            return d->types[at].structure;
        at = (at + 1) % TYPE_SLOTS;
    }
    return (struct definition){ NULL, 0 };
}

bool definitions_is(const struct definitions *d, uint32_t name, uint32_t base)
{
    enum { ANCESTORS = 16 };
    struct definition s = definitions_type(d, name);

    for (int i = 0; i < ANCESTORS && name != base && s.pack; i++) {
        s    = definitions_find(d, HILUM_STRUCTURES, text_of(s, structure_of(s)->base));
        name = s.pack ? structure_of(s)->type_name : 0;
    }
    return name == base;
}

/* ---- Elements ------------------------------------------------------------- */

/* Nothing is said of it but how often it may be there. */
static bool is_plain(struct definition e)
{
    const struct hilum_element *x = element_of(e);

    if (x->span > 1 || x->content || x->strength >= HILUM_BOUND_EXTENSIBLE ||
        (x->fixed | x->pattern | x->least | x->most | x->max_length) ||
        x->invariants.count || x->types.count != 1)
        return false;
    return hilum_package_type(&e.pack->package, x->types.first)->profiles.count == 0;
}

static struct kid kid_of(struct definition e, uint32_t end)
{
    const struct hilum_element *x = element_of(e);
    struct definition next = { e.pack, hilum_package_after(e.index, x->span, end) };
    struct kid kid = { .name = x->name, .index = e.index, .min = x->min, .max = x->max };

    if (x->flags & HILUM_ELEMENT_SLICE)
        kid.flags |= KID_SLICE;
    else if (next.index < end && element_of(next)->name == x->name &&
             (element_of(next)->flags & HILUM_ELEMENT_SLICE))
        kid.flags |= KID_SLICED;
    if (is_plain(e))
        kid.flags |= KID_PLAIN;
    if (x->types.count == 1) {
        const struct hilum_element_type *t =
            hilum_package_type(&e.pack->package, x->types.first);

        kid.form = (uint16_t)(t->text ? formats_of(t->name) : KID_BY_NODE);
    }
    return kid;
}

const struct kids *definitions_kids(struct definition e)
{
    struct kids **slot;
    uint32_t      count = 0;

    if (e.index >= hilum_package_count(&e.pack->package, HILUM_ELEMENTS))
        return NULL;
    slot = &e.pack->kids[e.index];
    if (*slot)
        return *slot;
    each_child(child, e) count++;
    *slot = malloc(sizeof **slot + count * sizeof(struct kid));
    if (!*slot)
        return NULL;
    **slot = (struct kids){ .end = element_end(e) };
    each_child(child, e)
    {
        struct kid kid = kid_of(child, (*slot)->end);

        (*slot)->required +=
            !(kid.flags & KID_SLICE) && (kid.min > 0 || (kid.flags & KID_SLICED));
        (*slot)->list[(*slot)->count++] = kid;
    }
    return *slot;
}
