/* option_schema.h -- a table of options as JSON Schema, for editors. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CONFIG_OPTION_SCHEMA_H
#define CORE_CONFIG_OPTION_SCHEMA_H

#include "config/json.h"
#include "config/option.h"

/* The schema of a map with these options; null will do where none is required.
 * The summary may be NULL. */
void option_schema(const struct option_set *set, struct json *j, const char *key,
                   const char *summary);

/* The schema of one value, under the option's name. */
void option_schema_row(struct json *j, const struct hilum_option *o);

/* Must something be given? */
bool option_schema_required(const struct option_set *set);

#endif
