/* place.c -- a folder for a test, and what is in it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <check.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/hilum-file-XXXXXX";

void place_begin(void)
{
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

void place_end(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void place_write(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");

    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    fclose(out);
}

bool place_has(const char *path, const char *text)
{
    char   got[4096];
    FILE  *in = fopen(path, "r");
    size_t len;

    if (!in)
        return false;
    len = fread(got, 1, sizeof got, in);
    fclose(in);
    return len == strlen(text) && memcmp(got, text, len) == 0;
}

bool place_comes(const char *path, const char *text)
{
    for (int i = 0; i < 2000; i++) {
        if (place_has(path, text))
            return true;
        usleep(5000);
    }
    return false;
}

size_t place_count(const char *path)
{
    DIR           *dir   = opendir(path);
    size_t         count = 0;
    struct dirent *e;

    ck_assert_ptr_nonnull(dir);
    for (e = readdir(dir); e; e = readdir(dir))
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    return count;
}
