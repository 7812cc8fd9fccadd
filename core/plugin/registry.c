/* registry.c -- which plugins there are, and what they offer. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/registry.h"

#include "base/bytes.h"
#include "config/option.h"
#include "message/message.h"
#include "message/name.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { REGISTRY_MEMORY = 4 << 20, REGISTRY_REFUSED = 64 };

void registry_init(struct registry *r)
{
    *r = (struct registry){ 0 };
    arena_init(&r->arena, REGISTRY_MEMORY);
}

void registry_free(struct registry *r)
{
    free(r->parts);
    arena_free(&r->arena);
}

static bool refuse(struct registry *r, const char *path, const char *why)
{
    if (!r->refused)
        r->refused = arena_alloc(&r->arena, REGISTRY_REFUSED * sizeof *r->refused);
    if (r->refused && r->refused_count < REGISTRY_REFUSED)
        r->refused[r->refused_count++] =
            (struct refused){ arena_text(&r->arena, path, strlen(path)),
                              arena_text(&r->arena, why, strlen(why)) };
    return false;
}

static bool known(const struct registry *r, const struct hilum_plugin *p)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->parts[i].plugin, p->name) == 0)
            return true;
    return false;
}

static int by_name(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int                order = strcmp(x->plugin, y->plugin);

    return order ? order : strcmp(x->part.name, y->part.name);
}

static bool add(struct registry *r, const struct hilum_plugin *p, const char *path,
                const struct hilum_part *raw)
{
    struct part *part;

    if (r->count == r->room) {
        size_t room = r->room ? r->room * 2 : 32;
        void  *to   = realloc(r->parts, room * sizeof *r->parts);

        if (!to)
            return false;
        r->parts = to;
        r->room  = room;
    }
    part  = &r->parts[r->count++];
    *part = (struct part){ .plugin = p->name, .version = p->version, .path = path };
    loader_copy_sized(&part->part, sizeof part->part, raw);
    if (part->part.produces) {
        struct hilum_view model = message_model(part->part.produces);

        name_add(model.ptr, model.len);
    }
    return loader_kind(&part->part, &part->kind);
}

/* NULL, or what is wrong with the options of one of its parts. */
static const char *options_check(struct registry *r, const struct hilum_plugin *p)
{
    const char *why = NULL;

    for (size_t i = 0; p->parts[i] && !why; i++) {
        struct hilum_part part;

        loader_copy_sized(&part, sizeof part, p->parts[i]);
        why = option_check(&(struct option_set){ .whose  = part.name,
                                                 .rows   = part.options,
                                                 .stride = part.option_size,
                                                 .state  = part.state },
                           &r->arena);
    }
    return why;
}

/* As with commands on a PATH, of two plugins with one name in folders the first
 * one counts. */
static bool load(struct registry *r, const char *path, bool first_counts)
{
    struct hilum_plugin p;
    const char         *why = loader_open(path, &p);
    const char         *kept;

    if (!why)
        why = options_check(r, &p);
    if (why)
        return refuse(r, path, why);
    if (known(r, &p))
        return first_counts || refuse(r, path, "a plugin of that name is loaded already");
    kept = arena_text(&r->arena, path, strlen(path));
    for (size_t i = 0; p.parts[i]; i++)
        if (!kept || !add(r, &p, kept, p.parts[i]))
            return refuse(r, path, "memory is out");
    qsort(r->parts, r->count, sizeof *r->parts, by_name);
    return true;
}

bool registry_load(struct registry *r, const char *path)
{
    return load(r, path, false);
}

static void load_folder(struct registry *r, const char *folder)
{
    struct dirent **names = NULL;
    int             count = scandir(folder, &names, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        size_t      len  = strlen(name);

        if (len > 3 && strcmp(name + len - 3, ".so") == 0) {
            char path[4096];

            if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
                load(r, path, true);
        }
        free(names[i]);
    }
    free(names);
}

void registry_load_folders(struct registry *r, const char *folders)
{
    while (*folders) {
        size_t len = strcspn(folders, ":");
        char   folder[4096];

        if (len && len < sizeof folder) {
            memcpy(folder, folders, len);
            folder[len] = '\0';
            load_folder(r, folder);
        }
        folders += len + (folders[len] == ':');
    }
}

/* Is it called that: by its own name, or by plugin.part? */
static bool called(const struct part *p, struct hilum_view name)
{
    size_t plugin = strlen(p->plugin);

    if (hilum_is(name, p->part.name))
        return true;
    return name.len > plugin && name.ptr[plugin] == '.' &&
           memcmp(name.ptr, p->plugin, plugin) == 0 &&
           hilum_is((struct hilum_view){ name.ptr + plugin + 1, name.len - plugin - 1 },
                    p->part.name);
}

const struct part *registry_find(const struct registry *r, enum part_kind kind,
                                 struct hilum_view name)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->parts[i].kind == kind && called(&r->parts[i], name))
            return &r->parts[i];
    return NULL;
}

const struct part *registry_stage(const struct registry *r, struct hilum_view name,
                                  struct hilum_view model)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];

        if (p->kind == PART_STAGE && called(p, name) &&
            hilum_same(message_model(p->part.accepts), model))
            return p;
    }
    return NULL;
}

const struct part *registry_codec(const struct registry *r, struct hilum_view format)
{
    bool syntax = memchr(format.ptr, '/', format.len) != NULL;

    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];

        if (p->kind == PART_CODEC &&
            hilum_is(format, syntax ? p->part.accepts : p->part.produces))
            return p;
    }
    return NULL;
}

const char *const *registry_names(const struct registry *r, enum part_kind kind,
                                  struct arena *arena)
{
    const char **names = arena_alloc(arena, (r->count + 1) * sizeof *names);
    size_t       n     = 0;

    for (size_t i = 0; names && i < r->count; i++)
        if (r->parts[i].kind == kind)
            names[n++] = r->parts[i].part.name;
    if (names)
        names[n] = NULL;
    return names;
}
