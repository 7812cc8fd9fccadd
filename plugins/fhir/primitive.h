/* primitive.h -- how the values of FHIR's primitive types are written. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_PRIMITIVE_H
#define FHIR_PRIMITIVE_H

#include <hilum/view.h>

/* What stands for a value, in JSON and in the text of a node. */
enum fhir_form {
    FHIR_OBJECT,   /* no value: elements */
    FHIR_RESOURCE, /* a resource of any type */
    FHIR_BOOLEAN,  /* from here on JSON numbers and booleans */
    FHIR_INTEGER,
    FHIR_UNSIGNED,
    FHIR_POSITIVE,
    FHIR_DECIMAL,
    FHIR_TEXT, /* from here on JSON strings */
    FHIR_DATE,
    FHIR_DATETIME,
    FHIR_INSTANT,
    FHIR_TIME,
    FHIR_XHTML,
};

static inline bool fhir_form_is_primitive(unsigned form)
{
    return form >= FHIR_BOOLEAN;
}

static inline bool fhir_form_is_string(unsigned form)
{
    return form >= FHIR_TEXT;
}

/* The form of a primitive type by its name: those that are not special are text. */
enum fhir_form fhir_primitive_form(struct hilum_view type);

/* What a value of this form should have been ("a date, such as 2024-02-29"), or
 * NULL where it is one. */
const char *fhir_primitive_fault(unsigned form, struct hilum_view text);

#endif
