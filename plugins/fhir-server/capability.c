/* capability.c -- metadata: what this server can do, from what it really does. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"
#include "moment.h"
#include "rest.h"

static const char *const capability_interactions[] = {
    "read", "vread", "update", "delete", "history-instance", "create", "search-type",
};

static void capability_parameters(struct hilum_buffer         *out,
                                  const struct parameter_base *base, bool *first)
{
    for (size_t i = 0; i < base->count; i++) {
        const struct parameter *p = &base->first[i];

        hilum_put_text(out, *first ? "{" : ",{");
        json_pair(out, false, "name", p->code);
        json_pair(out, true, "type", hilum_view(parameter_type_name(p->type)));
        hilum_put_byte(out, '}');
        *first = false;
    }
}

static void capability_resource(const struct rest *r, struct hilum_buffer *out,
                                const struct parameter_base *base)
{
    size_t count = sizeof(capability_interactions) / sizeof(capability_interactions[0]);
    bool   first = false;

    hilum_put_byte(out, '{');
    json_pair(out, false, "type", base->name);
    hilum_put_text(out, ",\"interaction\":[");
    for (size_t i = 0; i < count; i++) {
        hilum_put_text(out, i ? ",{" : "{");
        json_pair(out, false, "code", hilum_view(capability_interactions[i]));
        hilum_put_byte(out, '}');
    }
    hilum_put_text(out, "],\"versioning\":\"versioned-update\",\"readHistory\":true,"
                        "\"updateCreate\":true,\"conditionalCreate\":true,"
                        "\"conditionalRead\":\"not-match\",\"conditionalUpdate\":true,"
                        "\"conditionalDelete\":\"single\",\"searchParam\":["
                        "{\"name\":\"_id\",\"type\":\"token\"},"
                        "{\"name\":\"_lastUpdated\",\"type\":\"date\"}");
    capability_parameters(out, &r->f->parameters.any, &first);
    capability_parameters(out, base, &first);
    hilum_put_text(out, "]}");
}

void rest_capability(struct rest *r)
{
    const struct parameters *p   = &r->f->parameters;
    struct hilum_buffer     *out = r->response->body;
    char                     text[MOMENT_TEXT];

    r->response->type = "application/fhir+json;charset=utf-8";
    hilum_put_text(out,
                   "{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\"");
    json_pair(out, true, "date", hilum_view(moment_instant(r->server->since, text)));
    hilum_put_text(out, ",\"kind\":\"instance\",\"software\":{\"name\":\"Hilum\"");
    json_pair(out, true, "version", hilum_view(r->call->host->version));
    hilum_put_text(out, "},\"implementation\":{\"description\":\"Hilum FHIR server\"");
    json_pair(out, true, "url", r->request->base);
    hilum_put_text(out,
                   "},\"fhirVersion\":\"4.0.1\",\"format\":[\"json\","
                   "\"application/fhir+json\"],\"rest\":[{\"mode\":\"server\","
                   "\"interaction\":[{\"code\":\"transaction\"},{\"code\":\"batch\"}],"
                   "\"resource\":[");
    for (size_t i = 0; i < p->base_count; i++) {
        if (i)
            hilum_put_byte(out, ',');
        capability_resource(r, out, &p->bases[i]);
    }
    hilum_put_text(out, "]}]}");
}
