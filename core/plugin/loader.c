/* loader.c -- opens plugins and decides whether they fit this engine. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/loader.h"

#include <dlfcn.h>
#include <stdio.h>

enum { LOADER_PARTS = 64, LOADER_REASON = 256 };

static _Thread_local char reason[LOADER_REASON];

static const char *const kind_names[] = {
    [PART_SOURCE] = "source", [PART_CODEC] = "codec", [PART_STAGE] = "stage",
    [PART_SINK] = "sink",     [PART_STORE] = "store", [PART_SERVICE] = "service",
};

const char *loader_kind_name(enum part_kind kind)
{
    return kind_names[kind];
}

bool loader_copy_sized(void *to, size_t room, const void *from)
{
    const unsigned char *bytes = from;
    uint32_t             size;

    memcpy(&size, from, sizeof size);
    if (size < sizeof size)
        return false;
    memset(to, 0, room);
    memcpy(to, from, size < room ? size : room);
    for (size_t i = room; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

bool loader_kind(const struct hilum_part *p, enum part_kind *kind)
{
    const bool is[] = {
        [PART_SOURCE]  = p->start && p->stop,
        [PART_CODEC]   = p->decode && p->encode,
        [PART_STAGE]   = p->process,
        [PART_SINK]    = p->deliver,
        [PART_STORE]   = p->store,
        [PART_SERVICE] = p->mount,
    };
    size_t found = 0;

    for (size_t i = 0; i < sizeof is / sizeof *is; i++)
        if (is[i]) {
            *kind = (enum part_kind)i;
            found++;
        }
    return found == 1;
}

static const char *part_check(const struct hilum_part *raw)
{
    struct hilum_part p;
    enum part_kind    kind;

    if (!loader_copy_sized(&p, sizeof p, raw))
        return "a part of it was made for a newer engine";
    if (!p.name || !p.summary)
        return "a part of it has no name or no summary";
    if (!loader_kind(&p, &kind)) {
        snprintf(reason, sizeof reason,
                 "its part %s must be exactly one of: a source (start and stop), a codec "
                 "(decode and encode), a stage, a sink, a store, a service",
                 p.name);
        return reason;
    }
    if (kind != PART_SOURCE && kind != PART_STORE && kind != PART_SERVICE && !p.accepts) {
        snprintf(reason, sizeof reason, "its part %s does not say what it accepts",
                 p.name);
        return reason;
    }
    if ((kind == PART_CODEC || kind == PART_STAGE) && !p.produces) {
        snprintf(reason, sizeof reason, "its part %s does not say what it produces",
                 p.name);
        return reason;
    }
    if (p.options &&
        p.option_size < offsetof(struct hilum_option, type) + sizeof(uint64_t))
        return "its options are described in a form this engine does not know";
    return NULL;
}

static const char *fit(const struct hilum_plugin *p)
{
    if (p->abi != HILUM_ABI) {
        snprintf(reason, sizeof reason,
                 "it was made for ABI %u, and this engine has ABI %u", p->abi, HILUM_ABI);
        return reason;
    }
    if (p->host_size > sizeof(struct hilum_host)) {
        snprintf(
            reason, sizeof reason,
            "it wants services that this engine lacks (%llu bytes of them, and there "
            "are %zu): a newer engine is needed",
            (unsigned long long)p->host_size, sizeof(struct hilum_host));
        return reason;
    }
    if (!p->name || !p->version || !p->parts || !p->parts[0])
        return "it offers nothing: name, version or parts are missing";
    for (size_t i = 0; p->parts[i]; i++) {
        const char *why =
            i < LOADER_PARTS ? part_check(p->parts[i]) : "it has too many parts";

        if (why)
            return why;
    }
    return NULL;
}

const char *loader_open(const char *path, struct hilum_plugin *out)
{
    void       *so = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const void *raw;

    if (!so) {
        snprintf(reason, sizeof reason, "%s", dlerror());
        return reason;
    }
    raw = dlsym(so, "hilum_plugin");
    if (!raw)
        return "it exports no symbol hilum_plugin: is it a plugin of this engine?";
    if (!loader_copy_sized(out, sizeof *out, raw))
        return "it was made for a newer engine";
    return fit(out);
}
