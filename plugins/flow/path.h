/* path.h -- the place of one value: an HL7 path, or a path of FHIR elements. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HL7:  PID-8  PID-3[2].4.1  OBX[2]-5    repetitions count from 1
 * FHIR: birthDate  Patient.name[0].family  lists count from 0
 *
 * Both become steps from the root of a document downwards, each to the nth child
 * of a name.  What has no number is the first.
 */
#ifndef FLOW_PATH_H
#define FLOW_PATH_H

#include <hilum/plugin.h>

enum { PATH_STEPS = 12 };

struct step {
    uint32_t name;
    uint32_t nth;    /* from 0 */
    bool     listed; /* it was numbered */
};

struct path {
    bool        hl7;  /* segment, field, component, subcomponent */
    uint32_t    root; /* FHIR: the resource's type, or 0: any */
    size_t      count;
    struct step steps[PATH_STEPS];
};

/* Blames and answers FAIL where the text is no path. */
enum hilum_verdict path_read(struct hilum_call *call, const char *text, struct path *out);

#endif
