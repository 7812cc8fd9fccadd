/* replay.c -- runs a fuzz target once over every file that is named, or in a
 * folder that is named. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPLAY_PATH = 4096, REPLAY_BYTES = 16 << 20 };

static size_t replayed;

static void replay_file(const char *path)
{
    FILE    *f     = fopen(path, "rb");
    uint8_t *bytes = malloc(REPLAY_BYTES);
    size_t   len;

    if (!f || !bytes) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    len = fread(bytes, 1, REPLAY_BYTES, f);
    fclose(f);
    /* As small as it is, so that reading past its end is noticed. */
    bytes = realloc(bytes, len ? len : 1);
    LLVMFuzzerTestOneInput(bytes, len);
    free(bytes);
    replayed++;
}

static void replay(const char *path)
{
    DIR           *folder = opendir(path);
    struct dirent *entry;

    if (!folder) {
        replay_file(path);
        return;
    }
    for (entry = readdir(folder); entry; entry = readdir(folder)) {
        char inside[REPLAY_PATH];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        replay_file(inside);
    }
    closedir(folder);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("%zu replayed\n", replayed);
    return replayed ? EXIT_SUCCESS : EXIT_FAILURE;
}
