/* expr_fuzz.c -- any text as an expression, evaluated on a small document. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/expr.h"
#include "expr/model.h"

#include "../core/expr/outline.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char patient[] =
    "Patient:Patient\n  id:id = example\n  active:boolean = true\n"
    "  contained:Organization\n    id:id = org\n"
    "  name:HumanName\n    use:code = official\n    family:string = Doe\n"
    "    given:string = John\n    given:string = James\n"
    "  name:HumanName\n    given:string = Jim\n"
    "  birthDate:date = 1974-12-25\n  multipleBirth:integer = 2\n"
    "  weight:Quantity\n    value:decimal = 84.50\n    code:code = kg\n"
    "  managingOrganization:Reference\n    reference:string = #org\n";

static const char message[] =
    "ADT_A01\n  MSH\n    9\n      1 = ADT\n      2 = A01\n"
    "  PID\n    3\n      1 = 123\n    3\n      1 = 456\n      4\n        1 = X\n    7 = "
    "\"\"\n"
    "  OBX\n    2 = NM\n    5 = 7.1\n    8 = H\n  OBX\n    2 = ST\n    5 = one\n";

/* A few types are enough for a check. */
static const char table[] =
    "Element\tabstract\n\textension\t0..*\tExtension\n"
    "Resource\tabstract\n\tid\t0..1\tid\nboolean\tprimitive\tElement\n"
    "string\tprimitive\tElement\ndate\tprimitive\tElement\nid\tprimitive\tstring\n"
    "Extension\tcomplex\tElement\n\turl\t1..1\tstring\n\tvalue[x]\t0..1\tstring date\n"
    "HumanName\tcomplex\tElement\n\tgiven\t0..*\tstring\n\tfamily\t0..1\tstring\n"
    "Patient\tresource\tResource\n\tname\t0..*\tHumanName\n\tbirthDate\t0..1\tdate\n"
    "\tcontained\t0..*\tResource\n\tcontact\t0..*\t#Patient.contact\n"
    "Patient.contact\tbackbone\tElement\n\tcontact\t0..*\t#Patient.contact\n";

static const struct expr_model *model(void)
{
    static const struct expr_model *loaded;
    static struct arena             arena;
    struct problem                  why;

    if (!loaded) {
        arena_init(&arena, 16 << 20);
        loaded = expr_model_load(&arena, hilum_view(table), &why);
    }
    return loaded;
}

/* The first byte chooses the document; the rest is the expression. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct hilum_doc docs[2];
    struct problem          problem;
    struct arena            arena;
    const struct expr      *e;

    if (!docs[0].block) {
        docs[0] = outline_read(patient, "fhir");
        docs[1] = outline_read(message, "hl7v2");
    }
    if (size == 0)
        return 0;
    arena_init(&arena, 16 << 20);
    {
        struct hilum_doc    doc = docs[data[0] & 1];
        struct expr_context ctx = { .arena     = &arena,
                                    .doc       = doc,
                                    .name_text = outline_name };
        struct expr_result  result;

        e = expr_compile(&arena, (const char *)data + 1, size - 1, doc.block->model,
                         &problem);
        if (e && data[0] & 2 && !model())
            abort();
        if (e && data[0] & 2)
            expr_check(&arena, e, model(), HILUM_VIEW("Patient"), &problem);
        if (e && expr_eval(e, &ctx, hilum_root(doc), &result, &problem))
            for (size_t i = 0; i < result.count && i < 64; i++)
                expr_text(&ctx, &result.items[i]);
    }
    arena_free(&arena);
    return 0;
}
