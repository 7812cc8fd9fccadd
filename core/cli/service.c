/* service.c -- the HTTP service of a running engine. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/service.h"

#include "base/log.h"
#include "cli/cli.h"
#include "http/http.h"
#include "plugin/call_pool.h"

#include <stdlib.h>

enum { SERVICE_PATIENCE = 5000 };

static struct {
    struct engine   *engine;
    struct http     *http;
    char            *listen;
    struct call_pool calls; /* that requests borrow */
} service;

/* [any] */
static struct hilum_call *lend(void *context)
{
    struct call *c = call_pool_take(&service.calls, NULL);

    (void)context;
    return c ? &c->pub : NULL;
}

/* [any] */
static void take_back(void *context, struct hilum_call *call)
{
    (void)context;
    call_pool_give(&service.calls, call_of(call));
}

static void print_meters(void *context, struct hilum_buffer *out)
{
    (void)context;
    meters_print(service.engine->meters, out);
}

static bool mount(struct hilum_call *pub, const struct hilum_mount *given, void *state)
{
    struct hilum_mount m;

    if (!loader_copy_sized(&m, sizeof m, given) || !m.path || !m.answer) {
        call_fault(call_of(pub), HILUM_FAIL, "", "the mount lacks a path or an answer");
        return false;
    }
    if (service.http && http_mount(service.http, &m, state))
        return true;
    call_fault(call_of(pub), HILUM_FAIL, "",
               service.http ? "the path %s is taken, or is no path"
                            : "there is no HTTP service to mount %s on",
               m.path);
    return false;
}

void service_init(struct engine *e)
{
    service.engine = e;
    call_pool_init(&service.calls, e);
    e->host.mount = mount;
}

bool service_listen(const char *listen)
{
    struct http_options options = { .call_begin = lend,
                                    .call_end   = take_back,
                                    .metrics    = print_meters };
    char                why[LIMIT_REASON];

    if (service.http) {
        if (strcmp(service.listen, listen) == 0)
            return true;
        cli_failed(
            "one pipeline listens for HTTP on %s, another on %s: there is one listener",
            service.listen, listen);
        return false;
    }
    service.http   = http_open(listen, &options, why);
    service.listen = strdup(listen);
    if (service.http && service.listen)
        return true;
    cli_failed("%s", service.http ? "memory is out" : why);
    return false;
}

bool service_start(void)
{
    char why[LIMIT_REASON];

    if (!service.http)
        return true;
    if (!http_start(service.http, why)) {
        cli_failed("%s", why);
        return false;
    }
    log_write(LOG_INFO, "http", "listening on http://%s", http_address(service.http));
    return true;
}

void service_stop(void)
{
    if (service.http) {
        http_stop(service.http, SERVICE_PATIENCE);
        http_close(service.http);
    }
    free(service.listen);
    service.http   = NULL;
    service.listen = NULL;
}

void service_free(void)
{
    service_stop();
    call_pool_free(&service.calls);
}
