/* package.c -- hilum package: FHIR packages, compiled and kept for validation. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "package/package.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PACKAGES_MOST = 64, PATH_MOST = 4096 };

struct request {
    const char *data;
    const char *out; /* NULL: among the packages of the data folder */
    const char *verb;
    char      **files;
    int         count;
};

/* The packages that others may build upon: R4 itself, and what was added before. */
struct known {
    struct package_file  files[PACKAGES_MOST];
    struct hilum_package packages[PACKAGES_MOST];
    size_t               count;
};

static bool parse(int argc, char **argv, struct request *r)
{
    const char *data = getenv("HILUM_DATA");

    *r = (struct request){ .data = data && *data ? data : "data", .files = argv };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            r->data = argv[++i];
        else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            r->out = argv[++i];
        else if (argv[i][0] == '-')
            return false;
        else if (!r->verb)
            r->verb = argv[i];
        else
            r->files[r->count++] = argv[i];
    }
    return r->verb &&
           (strcmp(r->verb, "list") == 0 ? r->count == 0 && !r->out
                                         : strcmp(r->verb, "add") == 0 && r->count > 0 &&
                                               (!r->out || r->count == 1));
}

/* ---- Those that are there ------------------------------------------------- */

static void know(struct known *k, const char *path)
{
    struct package_file *f = &k->files[k->count];
    const char          *why;

    if (k->count == PACKAGES_MOST)
        return;
    if (package_map(f, path, &why))
        k->packages[k->count++] = f->package;
    else if (access(path, F_OK) == 0)
        cli_failed("%s: %s", path, why);
}

static int compiled(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return len > 4 && strcmp(entry->d_name + len - 4, ".hpk") == 0;
}

static void known_open(struct known *k, const char *data)
{
    struct dirent **names = NULL;
    char            path[PATH_MOST];
    int             count;

    k->count = 0;
    if (snprintf(path, sizeof path, "%s/fhir/r4/core.hpk", cli_settings.schemas) <
        (int)sizeof path)
        know(k, path);
    if (snprintf(path, sizeof path, "%s/packages", data) >= (int)sizeof path)
        return;
    count = scandir(path, &names, compiled, alphasort);
    for (int i = 0; i < count; i++) {
        if (snprintf(path, sizeof path, "%s/packages/%s", data, names[i]->d_name) <
            (int)sizeof path)
            know(k, path);
        free(names[i]);
    }
    free(names);
}

static void known_close(struct known *k)
{
    for (size_t i = 0; i < k->count; i++)
        package_unmap(&k->files[i]);
}

static int list(const struct request *r)
{
    struct known k;

    known_open(&k, r->data);
    for (size_t i = 0; i < k.count; i++) {
        const struct hilum_package *p      = &k.packages[i];
        struct hilum_view           name   = hilum_package_text(p, p->header->name);
        struct hilum_view           number = hilum_package_text(p, p->header->number);

        printf("%.*s#%.*s  %u structures, %u code systems, %u value sets, %u search "
               "parameters, %u questionnaires\n",
               (int)name.len, name.ptr, (int)number.len, number.ptr,
               hilum_package_count(p, HILUM_STRUCTURES),
               hilum_package_count(p, HILUM_CODE_SYSTEMS),
               hilum_package_count(p, HILUM_VALUE_SETS),
               hilum_package_count(p, HILUM_SEARCHES),
               hilum_package_count(p, HILUM_RESOURCES));
    }
    known_close(&k);
    return CLI_DONE;
}

/* ---- Adding --------------------------------------------------------------- */

/* A name becomes part of a path. */
static bool plain(struct hilum_view v)
{
    static const char more[] = ".-_+";

    for (size_t i = 0; i < v.len; i++) {
        char c = v.ptr[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
              (c >= 'A' && c <= 'Z') || (c && strchr(more, c))))
            return false;
    }
    return v.len > 0 && v.len < 128 && v.ptr[0] != '.';
}

static bool made_folder(const char *path)
{
    return mkdir(path, 0755) == 0 || errno == EEXIST;
}

static bool place(const struct request *r, const struct package_made *made, char *path)
{
    if (r->out)
        return snprintf(path, PATH_MOST, "%s", r->out) < PATH_MOST;
    if (!plain(made->name) || !plain(made->number)) {
        cli_failed("its name or version has characters that no package has");
        return false;
    }
    if (snprintf(path, PATH_MOST, "%s/packages", r->data) >= PATH_MOST ||
        !made_folder(r->data) || !made_folder(path) ||
        snprintf(path, PATH_MOST, "%s/packages/%.*s#%.*s.hpk", r->data,
                 (int)made->name.len, made->name.ptr, (int)made->number.len,
                 made->number.ptr) >= PATH_MOST) {
        cli_failed("%s/packages: %s", r->data, strerror(errno));
        return false;
    }
    return true;
}

static void say(const struct package_made *made, const char *path, size_t bytes)
{
    printf("%.*s#%.*s: %u structures, %u code systems, %u value sets, %u search "
           "parameters, %u questionnaires; %u files left out; %zu KB in %s\n",
           (int)made->name.len, made->name.ptr, (int)made->number.len, made->number.ptr,
           made->structures, made->code_systems, made->value_sets, made->searches,
           made->resources, made->refused, bytes / 1024, path);
}

static int add(struct engine *e, const struct request *r, const char *file)
{
    struct known        k;
    struct arena        arena;
    struct problems     problems = { .arena = &arena };
    struct package_made made;
    struct hilum_buffer bytes, out;
    char                path[PATH_MOST];
    int                 code = CLI_NO;

    if (!cli_read(file, &bytes))
        return CLI_COULD_NOT;
    arena_init(&arena, LIMIT_SCRATCH);
    buffer_init(&out, HILUM_PACKAGE_MOST);
    known_open(&k, r->data);
    if (package_compile(e, hilum_buffer_view(&bytes), k.packages, k.count, &problems,
                        &made, &out) &&
        place(r, &made, path)) {
        if (package_store(path, hilum_buffer_view(&out))) {
            say(&made, path, out.len);
            code = CLI_DONE;
        } else {
            code = cli_failed("%s: %s", path, strerror(errno));
        }
    }
    for (size_t i = 0; i < problems.count && i < LIMIT_PROBLEMS; i++)
        if (!problems.list[i].file) /* of the archive as a whole */
            problems.list[i].file = file;
    cli_problems(&problems);
    known_close(&k);
    buffer_free(&out);
    arena_free(&arena);
    buffer_free(&bytes);
    return code;
}

int cli_package(int argc, char **argv)
{
    struct request r;
    struct engine  e;
    int            code = CLI_DONE, one;

    if (!parse(argc, argv, &r))
        return cli_misused("package", "it is add FILE.tgz, or list");
    if (strcmp(r.verb, "list") == 0)
        return list(&r);
    if (!cli_engine(&e))
        return CLI_COULD_NOT;
    for (int i = 0; i < r.count; i++) {
        one  = add(&e, &r, r.files[i]);
        code = one > code ? one : code;
    }
    engine_close(&e);
    return code;
}
