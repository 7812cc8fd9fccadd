/* terminology.h -- CodeSystems and ValueSets, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PACKAGE_TERMINOLOGY_H
#define CORE_PACKAGE_TERMINOLOGY_H

#include "package/build.h"

void terminology_code_system(struct build *b, struct hilum_doc d);
void terminology_value_set(struct build *b, struct hilum_doc d);

#endif
