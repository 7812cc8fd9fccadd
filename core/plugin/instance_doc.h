/* instance_doc.h -- YAML files that a part reads, as documents. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_INSTANCE_DOC_H
#define CORE_PLUGIN_INSTANCE_DOC_H

#include "plugin/instance.h"

/* [serial] The service hilum_yaml(): see hilum/plugin.h for the document's shape. */
bool instance_yaml(struct hilum_call *, const char *path, struct hilum_doc *out);

/* Frees what the instance has read. */
void instance_docs_free(struct instance *i);

#endif
