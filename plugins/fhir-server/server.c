/* server.c -- fhir-server: FHIR's REST interface to a store. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "server.h"

#include "json.h"
#include "rest.h"

#include <stdio.h>

/* ---- Looking at the request ----------------------------------------------- */

struct hilum_view rest_header(const struct rest *r, const char *name)
{
    struct hilum_view v = r->request->header ? r->request->header(r->request, name)
                                             : (struct hilum_view){ NULL, 0 };

    return v.ptr ? v : (struct hilum_view){ "", 0 };
}

static bool view_has(struct hilum_view v, const char *what)
{
    return v.len && memmem(v.ptr, v.len, what, strlen(what)) != NULL;
}

bool rest_prefers(const struct rest *r, const char *what)
{
    return view_has(rest_header(r, "Prefer"), what);
}

struct hilum_view rest_parameter(const struct rest *r, const char *name)
{
    for (uint32_t i = 0; i < r->request->queries; i++)
        if (hilum_is(r->request->query[i].key, name))
            return r->request->query[i].value;
    return (struct hilum_view){ NULL, 0 };
}

uint64_t rest_count(const struct rest *r, const char *name, uint64_t otherwise)
{
    struct hilum_view v     = rest_parameter(r, name);
    uint64_t          count = 0;

    if (!v.len)
        return otherwise;
    for (size_t i = 0; i < v.len; i++) {
        if (v.ptr[i] < '0' || v.ptr[i] > '9' || count > INT32_MAX)
            return otherwise;
        count = count * 10 + (uint64_t)(v.ptr[i] - '0');
    }
    return count;
}

static bool is_json(struct hilum_view type)
{
    return view_has(type, "json");
}

/* May the answer be JSON?  `_format` wins over Accept. */
static bool accepts_json(const struct rest *r)
{
    struct hilum_view format = rest_parameter(r, "_format");
    struct hilum_view accept = rest_header(r, "Accept");

    if (format.ptr)
        return is_json(format);
    return !accept.len || is_json(accept) || view_has(accept, "*/*") ||
           view_has(accept, "application/*");
}

const struct hilum_msg *rest_body(struct rest *r)
{
    struct hilum_view       type = rest_header(r, "Content-Type");
    const struct hilum_msg *m;

    if (type.len && !is_json(type)) {
        rest_error(r, 415, "",
                   "the body must be JSON: Content-Type application/fhir+json");
        return NULL;
    }
    if (!r->request->body.len) {
        rest_error(r, 400, "", "there is no resource in the body");
        return NULL;
    }
    m = hilum_decode(r->call, "fhir/json", r->request->body);
    if (!m)
        rest_blamed(r, HILUM_REJECT, 400);
    return m;
}

/* ---- Routing -------------------------------------------------------------- */

enum { ROUTE_PARTS = 4 };

/* What stands between the slashes, and how much of it there is. */
struct route {
    struct hilum_view part[ROUTE_PARTS];
    size_t            count; /* ROUTE_PARTS + 1: too much */
};

static struct route route_split(struct hilum_view path)
{
    struct route route = { .count = 0 };

    while (path.len) {
        const char *slash;
        size_t      len;

        if (*path.ptr == '/') {
            path.ptr++;
            path.len--;
            continue;
        }
        slash = memchr(path.ptr, '/', path.len);
        len   = slash ? (size_t)(slash - path.ptr) : path.len;
        if (route.count == ROUTE_PARTS)
            return (struct route){ .count = ROUTE_PARTS + 1 };
        route.part[route.count++] = (struct hilum_view){ path.ptr, len };
        path.ptr += len;
        path.len -= len;
    }
    return route;
}

static bool is_method(const struct rest *r, const char *method)
{
    return strcmp(r->request->method, method) == 0;
}

static void route_refuse(struct rest *r, const char *allowed)
{
    r->response->set(r->response, "Allow", allowed);
    rest_error(r, 405, "", "%s is not possible here, but %s", r->request->method,
               allowed);
}

/* The query as it stands behind the question mark, for conditional writing. */
static struct hilum_view route_condition(struct rest *r, struct hilum_view type)
{
    struct hilum_buffer *url = hilum_buffer(r->call);

    if (!url)
        return type;
    hilum_put_view(url, type);
    for (uint32_t i = 0; i < r->request->queries; i++) {
        const struct hilum_pair *p = &r->request->query[i];

        hilum_put_byte(url, i ? '&' : '?');
        for (size_t n = 0; n < p->key.len + 1 + p->value.len; n++) {
            char c = n < p->key.len    ? p->key.ptr[n]
                     : n == p->key.len ? '='
                                       : p->value.ptr[n - p->key.len - 1];
            char text[4];

            if (n != p->key.len && (strchr("%&+=#", c) || (unsigned char)c <= ' ')) {
                snprintf(text, sizeof(text), "%%%02X", (unsigned char)c);
                hilum_put_text(url, text);
            } else {
                hilum_put_byte(url, c);
            }
        }
    }
    return hilum_buffer_view(url);
}

/* /Type */
static void route_type(struct rest *r, const struct parameter_base *base)
{
    if (is_method(r, "GET"))
        rest_search(r, base, false);
    else if (is_method(r, "POST"))
        rest_write(r, "POST", base, base->name);
    else if ((is_method(r, "PUT") || is_method(r, "DELETE")) && r->request->queries)
        rest_write(r, r->request->method, base, route_condition(r, base->name));
    else
        route_refuse(r, "GET, POST, and PUT or DELETE with a condition");
}

/* /Type/id */
static void route_instance(struct rest *r, const struct parameter_base *base,
                           struct hilum_view id)
{
    struct hilum_buffer *url = hilum_buffer(r->call);

    if (!url || is_method(r, "GET")) {
        rest_read(r, base, id, (struct hilum_view){ "", 0 });
        return;
    }
    hilum_put_view(url, base->name);
    hilum_put_byte(url, '/');
    hilum_put_view(url, id);
    if (is_method(r, "PUT") || is_method(r, "DELETE"))
        rest_write(r, r->request->method, base, hilum_buffer_view(url));
    else
        route_refuse(r, "GET, PUT, DELETE");
}

/* /Type/id/_history, /Type/id/_history/version */
static void route_history(struct rest *r, const struct parameter_base *base,
                          const struct route *route)
{
    if (!is_method(r, "GET"))
        route_refuse(r, "GET");
    else if (route->count == 3)
        rest_history(r, base, route->part[1]);
    else
        rest_read(r, base, route->part[1], route->part[3]);
}

static void route_base(struct rest *r)
{
    char text[REST_URL];

    if (is_method(r, "POST")) {
        rest_transaction(r);
        return;
    }
    if (!is_method(r, "GET")) {
        route_refuse(r, "GET, POST");
        return;
    }
    snprintf(text, sizeof(text),
             "This is a FHIR R4 server. What it can do: %.*s/metadata. Patients: "
             "%.*s/Patient?_pretty=true",
             (int)r->request->base.len, r->request->base.ptr, (int)r->request->base.len,
             r->request->base.ptr);
    rest_inform(r, text);
}

static void route_below_type(struct rest *r, const struct route *route)
{
    const struct parameter_base *base =
        parameters_base(&r->f->parameters, route->part[0]);

    if (!base) {
        rest_error(r, 404, "", "R4 has no resource type of this name");
    } else if (route->count == 1) {
        route_type(r, base);
    } else if (route->count == 2 && hilum_is(route->part[1], "_search")) {
        if (is_method(r, "GET") || is_method(r, "POST"))
            rest_search(r, base, is_method(r, "POST"));
        else
            route_refuse(r, "GET, POST");
    } else if (route->count == 2 && *route->part[1].ptr != '_' &&
               *route->part[1].ptr != '$') {
        route_instance(r, base, route->part[1]);
    } else if (route->count <= ROUTE_PARTS && route->count >= 3 &&
               hilum_is(route->part[2], "_history")) {
        route_history(r, base, route);
    } else {
        rest_error(r, 404, "", "the server has no such interaction");
    }
}

void rest_route(struct rest *r)
{
    struct route route = route_split(r->request->path);

    if (!accepts_json(r))
        rest_error(r, 406, "", "answers are JSON: Accept application/fhir+json");
    else if (route.count == 0)
        route_base(r);
    else if (route.count == 1 && hilum_is(route.part[0], "metadata"))
        is_method(r, "GET") ? rest_capability(r) : route_refuse(r, "GET");
    else
        route_below_type(r, &route);
}

/* ---- The part ------------------------------------------------------------- */

static void server_answer(void *state, struct hilum_call *call,
                          const struct hilum_request *request,
                          struct hilum_response      *response)
{
    const struct server *s = state;
    struct rest          r = { .server   = s,
                               .f        = &s->fhir,
                               .call     = call,
                               .request  = request,
                               .response = response };
    struct hilum_buffer *plain;

    rest_route(&r);
    if (!hilum_is(rest_parameter(&r, "_pretty"), "true") || !response->body->len)
        return;
    plain = hilum_buffer(call);
    if (!plain)
        return;
    hilum_put_view(plain, hilum_buffer_view(response->body));
    response->body->len = 0;
    json_pretty(response->body, hilum_buffer_view(plain));
}

static enum hilum_verdict server_open(void *state, struct hilum_call *call)
{
    struct server *s = state;

    s->since = hilum_now(call);
    return fhir_open(&s->fhir, call, s->store);
}

static void server_close(void *state)
{
    struct server *s = state;

    fhir_close(&s->fhir);
}

static enum hilum_verdict server_mount(void *state, struct hilum_call *call)
{
    struct server           *s     = state;
    const struct hilum_mount mount = { .size   = sizeof(mount),
                                       .path   = s->path,
                                       .answer = server_answer };

    return hilum_mount(call, &mount, s) ? HILUM_OK : HILUM_FAIL;
}

static const struct hilum_option server_options[] = {
    HILUM_OPT_STORE(struct server, store, .help = "The store of this pipeline to serve."),
    HILUM_OPT_TEXT(struct server, path, .preset = "/fhir",
                   .help = "The path of the HTTP service to be found at."),
    HILUM_OPT_INT(struct server, page, .preset = "50", .least = "1", .most = "1000",
                  .help = "Entries of a page, where a search does not say _count."),
    HILUM_OPT_END
};

const struct hilum_part server_part =
    HILUM_PART(.name    = "fhir-server",
               .summary = "Serves the resources of a store over FHIR's REST interface.",
               .options = server_options, .state = sizeof(struct server),
               .open = server_open, .close = server_close, .mount = server_mount, );
