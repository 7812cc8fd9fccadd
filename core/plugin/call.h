/* call.h -- one call of a plugin: its memory, its blame, what it emits. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_CALL_H
#define CORE_PLUGIN_CALL_H

#include "base/arena.h"
#include "base/limits.h"
#include "message/message.h"

struct engine;
struct instance;

/* A verdict with its place and reason; texts live in the call's arena. */
struct call_result {
    enum hilum_verdict verdict;
    bool               settled;
    const char        *place;
    const char        *reason;
};

/* Something found in the message; texts live in the call's arena. */
struct call_report {
    enum hilum_severity severity;
    const char         *place, *rule, *text;
};
enum { CALL_REPORTS = 1000 };

/* "note", "warning" or "problem". */
const char *call_severity_name(enum hilum_severity severity);

/* Calls are used again and again, each by one thread at a time.  call_begin()
 * forgets the last one. */
struct call {
    struct hilum_call pub; /* first: plugins hold a pointer to it */
    struct engine    *engine;
    struct instance  *instance; /* who is being called; NULL: the engine itself */
    struct arena      arena;

    enum hilum_verdict verdict; /* of the last blame */
    char               place[LIMIT_PLACE];
    char               reason[LIMIT_REASON];

    const struct hilum_msg **emitted; /* references, until taken */
    size_t                   emitted_count, emitted_room;
    bool                     emit_failed;

    struct call_result *results; /* of a sink's batch; else NULL */
    size_t              result_count;

    struct hilum_buffer remarks; /* "unmapped: PID-10; ..." */
    struct call_report *reports;
    size_t              report_count, report_room;
    struct hilum_draft *drafts; /* all of this call's, used or free */
    struct call_buffer *buffers;
};

void call_init(struct call *c, struct engine *engine);
void call_free(struct call *c);

/* Begins anew, on behalf of an instance (or NULL). */
void call_begin(struct call *c, struct instance *instance);

static inline struct call *call_of(struct hilum_call *pub)
{
    return (struct call *)(void *)pub;
}

/* The services that draft, emit and blame; host.c puts them into the table. */
struct hilum_draft   *call_draft(struct hilum_call *, const char *format,
                                 const struct hilum_msg *from);
struct hilum_builder *call_build(struct hilum_draft *);
struct hilum_buffer  *call_write(struct hilum_draft *);
bool call_set_label(struct hilum_draft *, const char *, struct hilum_view);
const struct hilum_msg *call_seal(struct hilum_draft *);
void                    call_emit(struct hilum_call *, const struct hilum_msg *);
void                   *call_scratch(struct hilum_call *, size_t);
struct hilum_buffer    *call_buffer(struct hilum_call *);
HILUM_VPRINTF(4)
enum hilum_verdict call_blame(struct hilum_call *, enum hilum_verdict, const char *where,
                              const char *fmt, va_list);
HILUM_VPRINTF(5)
void call_settle(struct hilum_call *, size_t nth, enum hilum_verdict, const char *where,
                 const char *fmt, va_list);
void call_remark(struct hilum_call *, const char *key, struct hilum_view);

HILUM_VPRINTF(5)
void call_report(struct hilum_call *, enum hilum_severity, const char *where,
                 const char *rule, const char *fmt, va_list);

/* Writes the reports as remarks: "report: PID-7 problem required: ...". */
void call_remark_reports(struct call *c);

/* The engine's own blame. */
HILUM_PRINTF(4)
enum hilum_verdict call_fault(struct call *, enum hilum_verdict, const char *where,
                              const char *fmt, ...);

#endif
