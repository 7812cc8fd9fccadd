/* html.h -- is a narrative what FHIR allows one to be? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_HTML_H
#define CORE_EXPR_HTML_H

#include <hilum/view.h>

enum {
    HTML_DEPTH = 64, /* elements within elements, at most */
};

/* Is the text a div of well-formed XHTML, of the elements and attributes alone that
 * FHIR allows in a narrative (no scripts, forms, frames, events), and is something in
 * it? */
bool html_allowed(struct hilum_view text);

#endif
