/* types.c -- the types an item can be of, and which type is which. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/types.h"

#include "expr/value.h"

/* The types of FHIRPath's own values, which nodes of documents without a model have. */
#define SYSTEM_TYPES(X)                                                                  \
    X(Boolean, 0xec95435fu, 0, EXPR_BOOLEAN)                                             \
    X(Integer, 0xd9a953e5u, 0, EXPR_INTEGER)                                             \
    X(Decimal, 0xa5aaf4ecu, 0, EXPR_DECIMAL)                                             \
    X(String, 0xe04f4858u, 0, EXPR_STRING)

/* The data types that FHIRPath gives a meaning: name, id (hilum_name of the name;
 * a test checks it), the base's id, and the kind of value; EXPR_NODE: none. */
#define EXPR_TYPES(X)                                                                    \
    X(base64Binary, 0xd77dffdbu, 0xfd376697u, EXPR_STRING)                               \
    X(boolean, 0xe5f46ebfu, 0xfd376697u, EXPR_BOOLEAN)                                   \
    X(canonical, 0xede66485u, 0x40757269u, EXPR_STRING)                                  \
    X(code, 0xf9316cf4u, 0x97c16538u, EXPR_STRING)                                       \
    X(date, 0xd472dc59u, 0xfd376697u, EXPR_DATE)                                         \
    X(dateTime, 0xcd16b9b0u, 0xfd376697u, EXPR_DATETIME)                                 \
    X(decimal, 0x9f088d4cu, 0xfd376697u, EXPR_DECIMAL)                                   \
    X(id, 0x40696400u, 0x97c16538u, EXPR_STRING)                                         \
    X(instant, 0x906871b2u, 0xfd376697u, EXPR_DATETIME)                                  \
    X(integer, 0xbfd2c445u, 0xfd376697u, EXPR_INTEGER)                                   \
    X(integer64, 0xedf7b307u, 0xfd376697u, EXPR_INTEGER)                                 \
    X(markdown, 0xa7212b4cu, 0x97c16538u, EXPR_STRING)                                   \
    X(oid, 0x406f6964u, 0x40757269u, EXPR_STRING)                                        \
    X(positiveInt, 0xdd072fc3u, 0xbfd2c445u, EXPR_INTEGER)                               \
    X(string, 0x97c16538u, 0xfd376697u, EXPR_STRING)                                     \
    X(time, 0xdd3c9be4u, 0xfd376697u, EXPR_TIME)                                         \
    X(unsignedInt, 0xd4327167u, 0xbfd2c445u, EXPR_INTEGER)                               \
    X(uri, 0x40757269u, 0xfd376697u, EXPR_STRING)                                        \
    X(url, 0x4075726cu, 0x40757269u, EXPR_STRING)                                        \
    X(uuid, 0xa78a5432u, 0x40757269u, EXPR_STRING)                                       \
    X(xhtml, 0x8ea5c8bau, 0xfd376697u, EXPR_STRING)                                      \
    X(Quantity, 0xabf732f8u, 0xfd376697u, EXPR_QUANTITY)                                 \
    X(Age, 0x40416765u, 0xabf732f8u, EXPR_QUANTITY)                                      \
    X(Count, 0xe1e7b894u, 0xabf732f8u, EXPR_QUANTITY)                                    \
    X(Distance, 0xd3d96082u, 0xabf732f8u, EXPR_QUANTITY)                                 \
    X(Duration, 0xd4c7492du, 0xabf732f8u, EXPR_QUANTITY)                                 \
    X(MoneyQuantity, 0xae276bceu, 0xabf732f8u, EXPR_QUANTITY)                            \
    X(SimpleQuantity, 0xdbf72fdeu, 0xabf732f8u, EXPR_QUANTITY)                           \
    X(BackboneElement, 0xba6f654cu, 0xfd376697u, EXPR_NODE)                              \
    X(Dosage, 0xc817189cu, 0xba6f654cu, EXPR_NODE)                                       \
    X(Timing, 0x8e34d757u, 0xba6f654cu, EXPR_NODE)                                       \
    X(Reference, 0xadc8c33au, 0xfd376697u, EXPR_NODE)                                    \
    X(Bundle, 0xe6397a25u, 0xa3b0d815u, EXPR_NODE)                                       \
    X(Binary, 0xf7214e1cu, 0xa3b0d815u, EXPR_NODE)                                       \
    X(Parameters, 0xfd7f93f9u, 0xa3b0d815u, EXPR_NODE)                                   \
    X(DomainResource, 0xe7a6f471u, 0xa3b0d815u, EXPR_NODE)                               \
    SYSTEM_TYPES(X)                                                                      \
    X(Element, 0xfd376697u, 0x00000000u, EXPR_NODE)                                      \
    X(Resource, 0xa3b0d815u, 0x00000000u, EXPR_NODE)

enum expr_kind type_value(uint32_t type)
{
    switch (type) {
#define KIND(name, id, base, kind)                                                       \
    case id:                                                                             \
        return kind;
        EXPR_TYPES(KIND)
#undef KIND
    default:
        return EXPR_NODE;
    }
}

uint32_t type_base(uint32_t type)
{
    switch (type) {
#define BASE(name, id, base, kind)                                                       \
    case id:                                                                             \
        return base;
        EXPR_TYPES(BASE)
#undef BASE
    default:
        return 0;
    }
}

bool type_is_base(uint32_t type)
{
    static const uint32_t bases[] = {
#define BASE(name, id, base, kind) base,
        EXPR_TYPES(BASE)
#undef BASE
    };

    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (bases[i] == type)
            return true;
    return type == HILUM_NAME("DomainResource");
}

struct hilum_view type_text(uint32_t type)
{
    switch (type) {
#define TEXT(name, id, base, kind)                                                       \
    case id:                                                                             \
        return HILUM_VIEW(#name);
        EXPR_TYPES(TEXT)
#undef TEXT
    default:
        return (struct hilum_view){ "", 0 };
    }
}

/* What FHIRPath calls the types of its own values. */
static struct hilum_view system_name(const struct expr_item *item)
{
    switch ((enum expr_kind)item->kind) {
    case EXPR_BOOLEAN:
        return HILUM_VIEW("Boolean");
    case EXPR_INTEGER:
        return item->zone == VALUE_LONG ? HILUM_VIEW("Long") : HILUM_VIEW("Integer");
    case EXPR_DECIMAL:
        return HILUM_VIEW("Decimal");
    case EXPR_STRING:
        return HILUM_VIEW("String");
    case EXPR_DATE:
        return HILUM_VIEW("Date");
    case EXPR_DATETIME:
        return HILUM_VIEW("DateTime");
    case EXPR_TIME:
        return HILUM_VIEW("Time");
    case EXPR_QUANTITY:
        return HILUM_VIEW("Quantity");
    default:
        return HILUM_VIEW("TypeInfo");
    }
}

bool type_resource(struct hilum_doc doc, const struct hilum_node *node)
{
    if (node->type == 0 || type_value(node->type) != EXPR_NODE)
        return false;
    if (type_base(node->type))
        return type_base(node->type) == HILUM_NAME("Resource");
    return node == hilum_root(doc) || node->name == HILUM_NAME("contained") ||
           node->name == HILUM_NAME("resource") || node->name == HILUM_NAME("outcome");
}

/* Is a resource of type `type` also a `wanted`? */
static bool resource_is(uint32_t type, uint32_t wanted)
{
    if (wanted == HILUM_NAME("DomainResource"))
        return type_base(type) == 0;
    return wanted == HILUM_NAME("Resource");
}

static bool type_system(uint32_t type)
{
    switch (type) {
#define IS(name, id, base, kind) case id:
        SYSTEM_TYPES(IS)
#undef IS
        return true;
    default:
        return false;
    }
}

static bool node_is(struct hilum_doc doc, const struct hilum_node *node, uint32_t wanted)
{
    for (uint32_t at = node->type; at; at = type_base(at))
        if (at == wanted)
            return true;
    if (wanted != HILUM_NAME("Element") && wanted != HILUM_NAME("Resource") &&
        wanted != HILUM_NAME("DomainResource"))
        return false;
    if (type_resource(doc, node))
        return resource_is(node->type, wanted);
    return wanted == HILUM_NAME("Element");
}

bool type_is(const struct expr_context *ctx, const struct expr_item *item,
             const struct expr_item *type)
{
    uint32_t wanted = (uint32_t)type->number;

    switch (item->kind) {
    case EXPR_NODE:
        if (type_system(item->node->type))
            return type->scale != EXPR_OF_FHIR && item->node->type == wanted;
        /* A value whose type nobody knows is a string. */
        if (item->node->type == 0 && (item->node->flags & HILUM_NODE_VALUE))
            return wanted == HILUM_NAME("String");
        return type->scale != EXPR_OF_SYSTEM && node_is(ctx->doc, item->node, wanted);
    case EXPR_TARGET:
        return type->scale != EXPR_OF_SYSTEM &&
               (item->number == type->number ||
                resource_is((uint32_t)item->number, wanted));
    default:
        return type->scale != EXPR_OF_FHIR &&
               hilum_same(system_name(item),
                          (struct hilum_view){ type->text, type->length });
    }
}

struct expr_item type_of(const struct expr_context *ctx, const struct expr_item *item)
{
    struct hilum_view name  = system_name(item);
    uint8_t           space = EXPR_OF_SYSTEM;

    if (item->kind == EXPR_NODE) {
        space = type_system(item->node->type) ? EXPR_OF_SYSTEM : EXPR_OF_FHIR;
        name  = type_text(item->node->type);
        if (name.len == 0 && ctx->name_text)
            name = ctx->name_text(item->node->type);
    } else if (item->kind == EXPR_TARGET) {
        space = EXPR_OF_FHIR;
        name  = (struct hilum_view){ item->text, item->length };
    }
    return (struct expr_item){
        .kind   = EXPR_TYPE,
        .scale  = space,
        .length = (uint32_t)name.len,
        .number =
            item->kind == EXPR_NODE ? item->node->type : hilum_name(name.ptr, name.len),
        .text = name.ptr,
    };
}

uint32_t expr_type(const struct expr_item *item)
{
    switch (item->kind) {
    case EXPR_NODE:
        return item->node->type;
    case EXPR_BOOLEAN:
        return HILUM_NAME("boolean");
    case EXPR_INTEGER:
        return HILUM_NAME("integer");
    case EXPR_DECIMAL:
        return HILUM_NAME("decimal");
    case EXPR_STRING:
        return HILUM_NAME("string");
    case EXPR_DATE:
        return HILUM_NAME("date");
    case EXPR_DATETIME:
        return HILUM_NAME("dateTime");
    case EXPR_TIME:
        return HILUM_NAME("time");
    case EXPR_QUANTITY:
        return HILUM_NAME("Quantity");
    case EXPR_TARGET:
        return (uint32_t)item->number;
    default:
        return HILUM_NAME("TypeInfo");
    }
}
