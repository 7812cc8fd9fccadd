/* rest.h -- one request to the FHIR server, and the ways to answer it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_REST_H
#define FHIR_REST_H

#include "bundle.h"

#include <hilum/http.h>

/* The service: its options, then what it has opened. */
struct server {
    const char *store;
    const char *path;
    int64_t     page; /* entries of one page of a search */
    struct fhir fhir;
    int64_t     since; /* when it was opened */
};

struct rest {
    const struct server        *server;
    const struct fhir          *f;
    struct hilum_call          *call;
    const struct hilum_request *request;
    struct hilum_response      *response;
    uint32_t                    depth; /* of a GET inside a batch: 1 */
};

enum { REST_PAGE_MOST = 1000, REST_URL = 2048 };

/* ---- Answers (outcome.c) -------------------------------------------------- */

/* An OperationOutcome with one issue; where: FHIRPath, or "". */
HILUM_PRINTF(4)
void rest_error(struct rest *r, int status, const char *where, const char *fmt, ...);

/* What the call was blamed for: RETRY is 503, FAIL 500, REJECT the status. */
void rest_blamed(struct rest *r, enum hilum_verdict v, int status);

/* An information for people, as an OperationOutcome. */
void rest_inform(struct rest *r, const char *text);

/* The reason that HTTP gives with a status: "201 Created". */
const char *rest_status(int status);

/* ETag and Last-Modified. */
void rest_version(struct rest *r, int64_t version, int64_t updated);

/* "http://.../fhir/Patient/7", and with a version "/_history/2" behind it; in
 * scratch memory. */
const char *rest_url(struct rest *r, struct hilum_view type, struct hilum_view id,
                     int64_t version);

/* ---- Interactions --------------------------------------------------------- */

/* server.c: finds out what is wanted. */
void rest_route(struct rest *r);

/* server.c: decodes the body, which must be JSON; NULL: it has been answered. */
const struct hilum_msg *rest_body(struct rest *r);

/* server.c: a header, or an empty view; and does Prefer say this? */
struct hilum_view rest_header(const struct rest *r, const char *name);
bool              rest_prefers(const struct rest *r, const char *what);

/* The value of a query parameter; the pointer is NULL where there is none. */
struct hilum_view rest_parameter(const struct rest *r, const char *name);

/* A number in it; `otherwise` where it is not there or no number. */
uint64_t rest_count(const struct rest *r, const char *name, uint64_t otherwise);

/* read.c; version 0: the newest */
void rest_read(struct rest *r, const struct parameter_base *base, struct hilum_view id,
               struct hilum_view version);
void rest_history(struct rest *r, const struct parameter_base *base,
                  struct hilum_view id);

/* write.c; url: Type, Type/id or Type?condition */
void rest_write(struct rest *r, const char *method, const struct parameter_base *base,
                struct hilum_view url);

/* search.c */
void rest_search(struct rest *r, const struct parameter_base *base, bool form);

/* transaction.c */
void rest_transaction(struct rest *r);

/* capability.c */
void rest_capability(struct rest *r);

#endif
