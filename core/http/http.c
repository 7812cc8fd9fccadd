/* http.c -- the HTTP service: libmicrohttpd stands in this file alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "http/internal.h"

#include "base/bytes.h"
#include "base/log.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    HTTP_BODY        = 16 << 20,
    HTTP_HEADER      = 64 << 10,
    HTTP_CONNECTIONS = 1024,
    HTTP_TIMEOUT     = 30,
    HTTP_THREADS     = 2,
    HTTP_QUERIES     = 1024,    /* parameters of one URL */
    HTTP_RESPONSE    = 1 << 30, /* bytes of one answer */
    HTTP_DISCARD     = 4,       /* so many times max_body is read only to be dropped */
};

/* A header of the answer; the value stands behind the name. */
struct exchange_header {
    struct exchange_header *next;
    char                   *value;
    char                    name[];
};

/* One request under way. */
struct exchange {
    struct http            *http;
    struct MHD_Connection  *connection;
    struct hilum_buffer     body; /* of the request */
    struct hilum_buffer     answer;
    struct hilum_buffer     base;
    struct hilum_pair      *query;
    size_t                  queries, room;
    size_t                  received;
    struct exchange_header *headers;
};

/* ---- What a handler sees -------------------------------------------------- */

static struct hilum_view exchange_header(const struct hilum_request *request,
                                         const char                 *name)
{
    const struct exchange *e = request->exchange;

    return hilum_view(MHD_lookup_connection_value(e->connection, MHD_HEADER_KIND, name));
}

/* Kept until the response is made: the body must be whole before. */
static void exchange_set(struct hilum_response *response, const char *name,
                         const char *value)
{
    struct exchange        *e   = response->exchange;
    size_t                  len = strlen(name), room = strlen(value);
    struct exchange_header *h = malloc(sizeof(*h) + len + room + 2);

    if (!h)
        return;
    memcpy(h->name, name, len + 1);
    h->value = h->name + len + 1;
    memcpy(h->value, value, room + 1);
    h->next    = e->headers;
    e->headers = h;
}

static enum MHD_Result exchange_pair(void *context, enum MHD_ValueKind kind,
                                     const char *key, size_t key_len, const char *value,
                                     size_t value_len)
{
    struct exchange *e = context;

    (void)kind;
    if (e->queries == e->room)
        return MHD_NO;
    e->query[e->queries++] =
        (struct hilum_pair){ .key   = { key, key_len },
                             .value = { value ? value : "", value ? value_len : 0 } };
    return MHD_YES;
}

/* False: there are more parameters than anybody needs. */
static bool exchange_query(struct exchange *e)
{
    int count =
        MHD_get_connection_values(e->connection, MHD_GET_ARGUMENT_KIND, NULL, NULL);

    if (count <= 0)
        return true;
    if (count > HTTP_QUERIES)
        return false;
    e->room  = (size_t)count;
    e->query = calloc(e->room, sizeof(*e->query));
    if (!e->query)
        return false;
    MHD_get_connection_values_n(e->connection, MHD_GET_ARGUMENT_KIND, exchange_pair, e);
    return true;
}

/* Scheme, host and mount.  A Host that has no business in a URL is not echoed. */
static struct hilum_view exchange_base(struct exchange *e, const char *mount)
{
    const char *host =
        MHD_lookup_connection_value(e->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);

    if (!host || !*host ||
        strspn(host, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "-._:[]") != strlen(host))
        host = e->http->address;
    buffer_printf(&e->base, "http://%s%s", host, mount);
    return hilum_buffer_view(&e->base);
}

/* ---- Answering ------------------------------------------------------------ */

static void exchange_count(struct exchange *e, int status)
{
    struct http *h = e->http;

    pthread_mutex_lock(&h->lock);
    h->counts.requests++;
    h->counts.classes[status >= 100 && status < 600 ? status / 100 : 0]++;
    h->counts.bytes_in += e->received;
    h->counts.bytes_out += e->answer.len;
    pthread_mutex_unlock(&h->lock);
}

/* Sends the answer, whose memory the library takes. */
static enum MHD_Result exchange_send(struct exchange *e, int status, const char *type)
{
    struct MHD_Response *response;
    enum MHD_Result      result;

    if (e->answer.failed) {
        e->answer.len = 0;
        status        = 500;
        type          = NULL;
    }
    response = MHD_create_response_from_buffer(e->answer.len, e->answer.ptr,
                                               e->answer.ptr ? MHD_RESPMEM_MUST_FREE
                                                             : MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    exchange_count(e, status);
    e->answer.ptr = NULL;
    if (type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    for (const struct exchange_header *h = e->headers; h; h = h->next)
        MHD_add_response_header(response, h->name, h->value);
    result = MHD_queue_response(e->connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result exchange_refuse(struct exchange *e, int status, const char *why)
{
    buffer_printf(&e->answer, "{\"error\":\"%s\"}\n", why);
    return exchange_send(e, status, "application/json");
}

static enum MHD_Result exchange_answer(struct exchange *e, const char *url,
                                       const char *method)
{
    const struct http_options *o        = &e->http->options;
    struct hilum_response      response = { .size     = sizeof(response),
                                            .status   = 200,
                                            .body     = &e->answer,
                                            .exchange = e,
                                            .set      = exchange_set };
    struct hilum_request       request  = { .size     = sizeof(request),
                                            .body     = hilum_buffer_view(&e->body),
                                            .exchange = e,
                                            .header   = exchange_header };
    const struct http_mounted *m = http_find(e->http, hilum_view(url), &request.path);
    struct hilum_call         *call;

    if (!m) {
        http_own(e->http, hilum_view(url), &response);
        return exchange_send(e, response.status, response.type);
    }
    if (!exchange_query(e))
        return exchange_refuse(e, 400, "the URL has too many parameters");
    request.method =
        strcmp(method, MHD_HTTP_METHOD_HEAD) == 0 ? MHD_HTTP_METHOD_GET : method;
    request.query   = e->query;
    request.queries = (uint32_t)e->queries;
    request.base    = exchange_base(e, m->path);
    call            = o->call_begin(o->context);
    if (!call)
        return exchange_refuse(e, 503, "the engine is busy");
    m->mount.answer(m->state, call, &request, &response);
    o->call_end(o->context, call);
    return exchange_send(e, response.status, response.type);
}

/* ---- Receiving ------------------------------------------------------------ */

static struct exchange *exchange_new(struct http *h, struct MHD_Connection *connection)
{
    struct exchange *e = calloc(1, sizeof(*e));

    if (!e)
        return NULL;
    e->http       = h;
    e->connection = connection;
    buffer_init(&e->body, h->options.max_body);
    buffer_init(&e->answer, HTTP_RESPONSE);
    buffer_init(&e->base, h->options.max_header);
    pthread_mutex_lock(&h->lock);
    h->counts.active++;
    pthread_mutex_unlock(&h->lock);
    return e;
}

static void exchange_end(void *context, struct MHD_Connection *connection, void **pointer,
                         enum MHD_RequestTerminationCode code)
{
    struct http     *h = context;
    struct exchange *e = *pointer;

    (void)connection;
    (void)code;
    if (!e)
        return;
    while (e->headers) {
        struct exchange_header *next = e->headers->next;

        free(e->headers);
        e->headers = next;
    }
    buffer_free(&e->body);
    buffer_free(&e->answer);
    buffer_free(&e->base);
    free(e->query);
    free(e);
    *pointer = NULL;
    pthread_mutex_lock(&h->lock);
    h->counts.active--;
    pthread_cond_broadcast(&h->quiet);
    pthread_mutex_unlock(&h->lock);
}

/* A body that says it is too long is refused before it is read. */
static bool exchange_is_too_long(const struct exchange *e)
{
    int64_t length;

    return view_int(hilum_view(MHD_lookup_connection_value(
                        e->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH)),
                    &length) &&
           length > (int64_t)e->http->options.max_body;
}

/* Called once when the headers are there, then for each piece of the body, then
 * with an empty piece at its end. */
static enum MHD_Result exchange_step(void *context, struct MHD_Connection *connection,
                                     const char *url, const char *method,
                                     const char *version, const char *piece, size_t *len,
                                     void **pointer)
{
    struct exchange *e = *pointer;

    (void)version;
    if (!e) {
        e        = exchange_new(context, connection);
        *pointer = e;
        if (!e)
            return MHD_NO;
        return exchange_is_too_long(e) ? exchange_refuse(e, 413, "the body is too long")
                                       : MHD_YES;
    }
    if (*len) {
        e->received += *len;
        if (e->received / HTTP_DISCARD > e->http->options.max_body)
            return MHD_NO;
        hilum_put(&e->body, piece, *len);
        *len = 0;
        return MHD_YES;
    }
    if (e->body.failed)
        return exchange_refuse(e, 413, "the body is too long");
    return exchange_answer(e, url, method);
}

HILUM_VPRINTF(2)
static void http_say(void *context, const char *fmt, va_list ap)
{
    (void)context;
    log_vwrite(LOG_DEBUG, "http", fmt, ap);
}

/* ---- Life ----------------------------------------------------------------- */

static void http_presets(struct http_options *o)
{
    if (!o->max_body)
        o->max_body = HTTP_BODY;
    if (!o->max_header)
        o->max_header = HTTP_HEADER;
    if (!o->connections)
        o->connections = HTTP_CONNECTIONS;
    if (!o->timeout)
        o->timeout = HTTP_TIMEOUT;
    if (!o->threads)
        o->threads = HTTP_THREADS;
}

struct http *http_open(const char *listen, const struct http_options *options,
                       char why[static LIMIT_REASON])
{
    struct http *h = calloc(1, sizeof(*h));

    if (!h) {
        snprintf(why, LIMIT_REASON, "out of memory");
        return NULL;
    }
    h->options = *options;
    http_presets(&h->options);
    h->listener = http_bind(listen, h->address, why);
    if (h->listener < 0) {
        free(h);
        return NULL;
    }
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->quiet, NULL);
    return h;
}

bool http_start(struct http *h, char why[static LIMIT_REASON])
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG;

    h->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, exchange_step, h, MHD_OPTION_EXTERNAL_LOGGER, http_say,
        NULL, MHD_OPTION_LISTEN_SOCKET, h->listener, MHD_OPTION_THREAD_POOL_SIZE,
        h->options.threads, MHD_OPTION_CONNECTION_LIMIT, h->options.connections,
        MHD_OPTION_CONNECTION_TIMEOUT, h->options.timeout,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, h->options.max_header,
        MHD_OPTION_NOTIFY_COMPLETED, exchange_end, h, MHD_OPTION_END);
    if (!h->daemon)
        snprintf(why, LIMIT_REASON, "the HTTP service on %s cannot start", h->address);
    return h->daemon != NULL;
}

static struct timespec http_deadline(int64_t patience)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += (time_t)(patience / 1000);
    t.tv_nsec += (long)(patience % 1000) * 1000000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

void http_stop(struct http *h, int64_t patience)
{
    struct timespec until = http_deadline(patience);
    int             late  = 0;

    if (!h->daemon)
        return;
    MHD_quiesce_daemon(h->daemon);
    pthread_mutex_lock(&h->lock);
    while (h->counts.active && !late)
        late = pthread_cond_timedwait(&h->quiet, &h->lock, &until);
    pthread_mutex_unlock(&h->lock);
    MHD_stop_daemon(h->daemon);
    h->daemon = NULL;
}

void http_close(struct http *h)
{
    if (!h)
        return;
    http_stop(h, 0);
    close(h->listener);
    for (size_t i = 0; i < h->mount_count; i++)
        free(h->mounts[i].path);
    pthread_cond_destroy(&h->quiet);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

const char *http_address(const struct http *h)
{
    return h->address;
}

void http_count(struct http *h, struct http_counts *out)
{
    pthread_mutex_lock(&h->lock);
    *out = h->counts;
    pthread_mutex_unlock(&h->lock);
}
