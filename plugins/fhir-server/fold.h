/* fold.h -- words without case and accents, as they are searched. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_FOLD_H
#define FHIR_FOLD_H

#include <hilum/plugin.h>

/* "Müller" becomes "muller"; in scratch memory.  Other scripts, and bytes that
 * are no UTF-8, stay as they are.  The pointer is NULL when memory is out. */
struct hilum_view fold(struct hilum_call *call, struct hilum_view text);

#endif
