/* expr_bench.c -- how long an expression takes on a small message or resource. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "expr/expr.h"

#include "../core/expr/outline.h"

#include <stdio.h>
#include <stdlib.h>

static const char message[] =
    "ADT_A01\n"
    "  MSH\n    1 = |\n    2 = ^~\\\\&\n    3 = ADT\n    4 = WARD\n    5 = LAB\n    6 = "
    "LAB\n"
    "    7 = 20260101\n    9\n      1 = ADT\n      2 = A01\n    10 = 1\n    11 = P\n"
    "    12 = 2.5.1\n"
    "  EVN\n    1 = A01\n    2 = 20260101\n"
    "  PID\n    1 = 1\n    3\n      1 = 123\n      4 = W\n      5 = MR\n"
    "    3\n      1 = 456\n      4\n        1 = X\n        2 = 1.2.3\n        3 = ISO\n"
    "    5\n      1 = DOE\n      2 = JOHN\n    7 = 19610615\n    8 = M\n"
    "  PV1\n    1 = 1\n    2 = I\n    3 = W2\n"
    "  OBX\n    1 = 1\n    2 = NM\n    5 = 7.1\n    8 = H\n"
    "  OBX\n    1 = 2\n    2 = NM\n    5 = 5.2\n";

static const char patient[] =
    "Patient:Patient\n  id:id = example\n"
    "  identifier:Identifier\n    use:code = usual\n    system:uri = urn:oid:1.2.3\n"
    "    value:string = 12345\n"
    "  active:boolean = true\n"
    "  name:HumanName\n    use:code = official\n    family:string = Doe\n"
    "    given:string = John\n    given:string = James\n"
    "  name:HumanName\n    use:code = usual\n    given:string = Jim\n"
    "  gender:code = male\n  birthDate:date = 1974-12-25\n"
    "  managingOrganization:Reference\n    reference:string = Organization/1\n";

struct subject {
    const char *model, *text;
};

static const struct {
    bool        fhir;
    const char *text;
} cases[] = {
    { false, "MSH-9.1 != 'ADT'" },
    { false, "PID-3[2].4.1 = 'X' and PV1-2 = 'I'" },
    { false, "PID-3.1" },
    { false, "OBX.where(OBX-8 = 'H').exists()" },
    { true, "Patient.birthDate" },
    { true, "Patient.name.given" },
    { true, "Patient.birthDate = @1974-12-25" },
    { true, "Patient.name.where(use = 'official').family" },
    { true, "Patient.managingOrganization.where(resolve() is Organization)" },
};

/* Nanoseconds for one evaluation, from enough of them to fill 0.2 s. */
static double measure(const struct expr *e, struct expr_context *ctx)
{
    const struct hilum_node *root  = hilum_root(ctx->doc);
    int64_t                  begin = clock_nanos(), took;
    size_t                   count = 0;

    do {
        for (int i = 0; i < 1000; i++) {
            struct expr_result result;
            struct problem     problem;

            if (!expr_eval(e, ctx, root, &result, &problem))
                return -1;
            arena_reset(ctx->arena);
        }
        count += 1000;
        took = clock_nanos() - begin;
    } while (took < 200000000);
    return (double)took / (double)count;
}

int main(void)
{
    struct hilum_doc docs[] = { outline_read(message, "hl7v2"),
                                outline_read(patient, "fhir") };
    struct arena     compiled, scratch;

    arena_init(&compiled, 1 << 20);
    arena_init(&scratch, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct expr_context ctx = { .arena = &scratch, .doc = docs[cases[i].fhir] };
        struct problem      problem;
        const struct expr  *e =
            expr_compile(&compiled, cases[i].text, strlen(cases[i].text),
                         ctx.doc.block->model, &problem);

        if (!e)
            return EXIT_FAILURE;
        printf("%8.1f ns  %s\n", measure(e, &ctx), cases[i].text);
    }
    arena_free(&compiled);
    arena_free(&scratch);
    outline_free(docs[0]);
    outline_free(docs[1]);
    return EXIT_SUCCESS;
}
