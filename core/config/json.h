/* json.h -- writing JSON for people to read: indented, one member a line. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CONFIG_JSON_H
#define CORE_CONFIG_JSON_H

#include <hilum/view.h>

/* A zeroed one with `to` set is ready.  Members take a key; where the writer is
 * in a list, the key is NULL. */
struct json {
    struct hilum_buffer *to;
    size_t               depth;
    bool                 more; /* something stands in the object already */
};

/* '{' or '['; json_end() takes the same one. */
void json_begin(struct json *j, const char *key, char bracket);
void json_end(struct json *j, char bracket);

void json_text(struct json *j, const char *key, const char *text);
void json_int(struct json *j, const char *key, int64_t n);
void json_bool(struct json *j, const char *key, bool b);

/* A list of texts, ended with NULL, in one line. */
void json_texts(struct json *j, const char *key, const char *const *texts);

#endif
