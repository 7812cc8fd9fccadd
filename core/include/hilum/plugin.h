/* hilum/plugin.h -- everything a plugin may know about the engine. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin is a shared object that exports one constant, hilum_plugin, declared
 * with HILUM_PLUGIN().  It links against nothing of ours: every service it
 * calls reaches it through struct hilum_host.
 *
 * Ownership.  Three words are used: what a function *borrows* it must not keep
 * past its return; what it *takes* it owns; what it *gives* the caller owns.
 * Arguments are borrowed and pointers returned are borrowed from the engine,
 * unless said otherwise.  A message is immutable and counted: hilum_ref() keeps
 * one longer.  Scratch memory is gone when the operation returns.
 *
 * Threads.  Every operation and service carries one tag:
 *   [main]    while pipelines are built or torn down, one call at a time;
 *   [serial]  on any thread, but never twice at once for one instance;
 *   [any]     on any thread, at any time.
 * A plugin has no globals and no locks for its operations' sake: more cores
 * come from more instances.
 *
 * Ceilings.  A message has at most 256 MB and 32 labels, a step makes at most
 * 4,096 messages of one, a reason has 511 bytes and a place 159 (more is cut),
 * remarks 8 KB a step.  Where the engine has no memory, drafts, builders, buffers
 * and scratch are NULL.
 *
 * Growth.  Structs grow at the tail and say their size first; what an older
 * side did not set reads as zero.
 */
#ifndef HILUM_PLUGIN_H
#define HILUM_PLUGIN_H

#include <hilum/doc.h>

#include <stdarg.h>

/* Raised only when old plugins can no longer run. */
#define HILUM_ABI 1u

/* ---- Verdicts ------------------------------------------------------------- */

/* What an operation answers.  The router acts on nothing else. */
enum hilum_verdict {
    HILUM_OK,     /* done */
    HILUM_RETRY,  /* not now: keep the message and offer it again */
    HILUM_REJECT, /* never: the message is at fault; dead letters */
    HILUM_FAIL,   /* the instance is at fault: restart it, keep the message */
};

/* ---- What the engine offers ----------------------------------------------- */

struct hilum_msg;     /* an immutable, counted message */
struct hilum_draft;   /* a message in the making; one owner, one thread */
struct hilum_feed;    /* where a source puts what it receives */
struct hilum_expr;    /* a compiled FHIRPath expression */
struct hilum_store;   /* a table of operations; see hilum/store.h */
struct hilum_mount;   /* a path of the HTTP service; see hilum/http.h */

enum hilum_level { HILUM_DEBUG, HILUM_INFO, HILUM_WARN, HILUM_ERROR };

/* One call in progress.  The engine keeps more behind this member. */
struct hilum_call {
    const struct hilum_host *host;
};

/* An item of an expression's result: a node of the document, or a value.  Text
 * is the node's own text, or the value as FHIRPath writes it (true, 4, 1.50,
 * 2026-11-22); it lives as long as the call. */
struct hilum_item {
    const struct hilum_node *node; /* NULL: a value */
    uint32_t                 type; /* the name of its type: Quantity, string, ... */
    uint32_t                 unused;
    struct hilum_view        text;
};

/* When a source's offer is answered. */
enum hilum_until {
    HILUM_STORED,    /* as soon as the journal has committed it */
    HILUM_PROCESSED, /* when every sink has answered for it */
    HILUM_SILENT,    /* as soon as it is committed, and the sender is told nothing */
};

/* How much a report of a message matters. */
enum hilum_severity {
    HILUM_NOTE,    /* worth knowing */
    HILUM_WARNING, /* against the rules, and one can live with it */
    HILUM_PROBLEM, /* against the rules */
};

/* How the engine answers an offer. */
struct hilum_answer {
    uint32_t          size;
    uint32_t          verdict; /* enum hilum_verdict; RETRY: see id */
    int64_t           id;      /* in the journal; 0: it was not kept, and the sender
                                * must send it again; RETRY with an id: it is kept,
                                * but could not be waited for */
    struct hilum_view reply;   /* what to send back, made by the format's codec */
    uint64_t          more;    /* not 0: this offer will be answered once more */
};

/* What a source hands over.  The bytes are copied before offer returns. */
struct hilum_offer {
    uint32_t          size;
    uint32_t          until; /* enum hilum_until */
    struct hilum_view body;
    struct hilum_view peer; /* where it came from, for people: "10.0.0.7:40112" */
    void             *context;

    /* Called once, or again while the last answer said `more`, on any thread,
     * perhaps before offer returns.  The answer is borrowed.  It must be quick and
     * must not call offer. */
    void (*answer)(void *context, const struct hilum_answer *);

    /* Labels that are kept with the message, as lines "key=value\n": what stood
     * around it, such as a batch's header. */
    struct hilum_view labels;
};

/* What a codec makes a reply from.  doc.block is NULL where the message could
 * not be read. */
struct hilum_outcome {
    uint32_t          size;
    uint32_t          verdict; /* enum hilum_verdict */
    struct hilum_view body;
    struct hilum_doc  doc;
    const char       *place;  /* where the fault lies, or "" */
    const char       *reason; /* one sentence, or "" */
    uint32_t          moment; /* enum hilum_until: what has happened, as of now */
    uint32_t          until;  /* and what the source would wait for */
    int64_t expected; /* the sequence number that is expected next; -1: any; 0: they
                       * are not in use */
};

/* What stands at the front of a stream of messages. */
enum hilum_found {
    HILUM_FOUND_MORE,    /* not enough to say: the same bytes, and more, are needed */
    HILUM_FOUND_MESSAGE, /* a message */
    HILUM_FOUND_OTHER,   /* what is no message: blank lines, a header, a trailer */
    HILUM_FOUND_FAULT,   /* the same, and it is wrong; `reason` says how */
    HILUM_FOUND_NOTHING, /* the stream has ended */
};
struct hilum_piece {
    uint32_t          size;
    uint32_t          found;   /* enum hilum_found */
    size_t            used;    /* bytes at the front that are done with */
    struct hilum_view message; /* inside the bytes */
    struct hilum_view labels;  /* for the offer; good until the next piece */
    const char       *place;   /* "BTS-1"; static, as is reason */
    const char       *reason;
};

struct hilum_stream; /* messages being taken out of a stream of bytes */

/* A group of a message's structure, as the standard has it. */
struct hilum_group {
    const struct hilum_node *segment;
    struct hilum_view        path;   /* "PATIENT_RESULT/ORDER_OBSERVATION[2]"; "" at the top */
    uint64_t                 stray;  /* not 0: the structure has no place for it here */
};

/* Plugins use the inline functions at the end of this file instead. */
struct hilum_host {
    uint32_t    size;
    uint32_t    abi;
    const char *version;

    /* [any] Messages. */
    const struct hilum_msg *(*ref)(const struct hilum_msg *);
    void (*unref)(const struct hilum_msg *);
    struct hilum_view (*body)(const struct hilum_msg *);
    struct hilum_doc (*doc)(const struct hilum_msg *);
    struct hilum_view (*label)(const struct hilum_msg *, const char *key);
    int64_t (*id)(const struct hilum_msg *);

    /* [serial] Making messages, within a call. */
    struct hilum_draft *(*draft)(struct hilum_call *, const char *format,
                                 const struct hilum_msg *from);
    struct hilum_builder *(*build)(struct hilum_draft *);
    struct hilum_buffer *(*write)(struct hilum_draft *);
    bool (*set_label)(struct hilum_draft *, const char *key, struct hilum_view);
    const struct hilum_msg *(*seal)(struct hilum_draft *);
    void (*emit)(struct hilum_call *, const struct hilum_msg *);

    /* [serial] The call in progress. */
    void *(*scratch)(struct hilum_call *, size_t);
    struct hilum_buffer *(*buffer)(struct hilum_call *);
    enum hilum_verdict (*blame)(struct hilum_call *, enum hilum_verdict, const char *where,
                                const char *fmt, va_list);
    void (*settle)(struct hilum_call *, size_t nth, enum hilum_verdict, const char *where,
                   const char *fmt, va_list);
    void (*remark)(struct hilum_call *, const char *key, struct hilum_view);
    const char *(*why)(struct hilum_call *);
    const char *(*where)(struct hilum_call *);

    /* [serial] Formats. */
    const struct hilum_msg *(*decode)(struct hilum_call *, const char *format,
                                      struct hilum_view);
    bool (*encode)(struct hilum_call *, const char *format, struct hilum_doc,
                   const struct hilum_node *, struct hilum_buffer *);

    /* [serial] Expressions: compiled within open, evaluated in any operation. */
    const struct hilum_expr *(*expr)(struct hilum_call *, const char *text,
                                     const char *model);
    size_t (*eval)(struct hilum_call *, const struct hilum_expr *, struct hilum_doc,
                   const struct hilum_node *, struct hilum_item *, size_t room);

    /* Names [any], data files and stores [serial], within open. */
    uint32_t (*name_add)(const char *, size_t);
    struct hilum_view (*name_text)(uint32_t);
    bool (*schema)(struct hilum_call *, const char *path, struct hilum_view *);
    const struct hilum_store *(*store)(struct hilum_call *, const char *name, void **state);

    /* [main] HTTP. */
    bool (*mount)(struct hilum_call *, const struct hilum_mount *, void *state);

    /* [any] A source's thread. */
    bool (*offer)(struct hilum_feed *, const struct hilum_offer *);
    void (*feed_log)(struct hilum_feed *, enum hilum_level, const char *fmt, va_list);
    void (*feed_count)(struct hilum_feed *, const char *meter, int64_t by);

    /* [serial] Being observed, and time. */
    void (*log)(struct hilum_call *, enum hilum_level, const char *fmt, va_list);
    void (*count)(struct hilum_call *, const char *meter, int64_t by);
    int64_t (*now)(struct hilum_call *);

    /* [serial] What was found in a message. */
    void (*report)(struct hilum_call *, enum hilum_severity, const char *where,
                   const char *rule, const char *fmt, va_list);

    /* [serial] A YAML file, within open. */
    bool (*yaml)(struct hilum_call *, const char *path, struct hilum_doc *);

    /* [serial] Streams of messages, on a source's thread. */
    struct hilum_stream *(*stream)(struct hilum_feed *);
    void (*stream_next)(struct hilum_stream *, struct hilum_view bytes, bool last,
                        struct hilum_piece *);
    void (*stream_end)(struct hilum_stream *);
};

/* ---- Options -------------------------------------------------------------- */

enum hilum_type {
    HILUM_INT,    /* int64_t */
    HILUM_MILLIS, /* int64_t; written 250ms, 30s, 5m, 1h or 7d */
    HILUM_BYTES,  /* int64_t; written 64K, 10M or 1G */
    HILUM_CHOICE, /* int64_t; an index into .choices */
    HILUM_BOOL,   /* bool */
    HILUM_TEXT,   /* const char *; lives as long as the instance */
    HILUM_SECRET, /* HILUM_TEXT that is never printed or logged */
    HILUM_STORE,  /* HILUM_TEXT that names a store of the pipeline */
};

/* One setting.  The engine checks it, writes it into the state at .offset,
 * reports mistakes by file, line and column, and prints it in help. */
struct hilum_option {
    const char        *name;
    const char        *help;    /* one sentence */
    const char        *preset;  /* as written in YAML; NULL: must be given */
    const char        *least;   /* inclusive, as written in YAML; may be NULL */
    const char        *most;
    const char *const *choices; /* ends with NULL; HILUM_CHOICE only */
    size_t             offset;
    uint64_t           type;
};

/* The offset of a field, or a compile error where its type is not ctype. */
#define HILUM_FIELD(s, f, ctype) _Generic(((s *)0)->f, ctype: offsetof(s, f))

#define HILUM_OPTION(kind, ctype, s, f, ...)                                          \
    { .name = #f, .type = kind, .offset = HILUM_FIELD(s, f, ctype), __VA_ARGS__ }
#define HILUM_OPT_INT(s, f, ...)    HILUM_OPTION(HILUM_INT, int64_t, s, f, __VA_ARGS__)
#define HILUM_OPT_MILLIS(s, f, ...) HILUM_OPTION(HILUM_MILLIS, int64_t, s, f, __VA_ARGS__)
#define HILUM_OPT_BYTES(s, f, ...)  HILUM_OPTION(HILUM_BYTES, int64_t, s, f, __VA_ARGS__)
#define HILUM_OPT_CHOICE(s, f, ...) HILUM_OPTION(HILUM_CHOICE, int64_t, s, f, __VA_ARGS__)
#define HILUM_OPT_BOOL(s, f, ...)   HILUM_OPTION(HILUM_BOOL, bool, s, f, __VA_ARGS__)
#define HILUM_OPT_TEXT(s, f, ...)   HILUM_OPTION(HILUM_TEXT, const char *, s, f, __VA_ARGS__)
#define HILUM_OPT_SECRET(s, f, ...)                                                   \
    HILUM_OPTION(HILUM_SECRET, const char *, s, f, __VA_ARGS__)
#define HILUM_OPT_STORE(s, f, ...)                                                    \
    HILUM_OPTION(HILUM_STORE, const char *, s, f, __VA_ARGS__)
#define HILUM_OPT_END { .name = NULL }

/* ---- What a plugin offers ------------------------------------------------- */

/* One thing a pipeline can use: a source, codec, stage, sink, store or service.
 * Which one it is, is seen from which functions are set. */
struct hilum_part {
    uint32_t    size;
    uint32_t    option_size;
    const char *name;
    const char *summary; /* one sentence, for help */

    /* Formats: "hl7v2" is a document of that model, "hl7v2/er7" bytes in a
     * syntax of it, "*" is anything.
     *   codec  accepts the syntax it reads and writes, produces the model;
     *   stage  accepts a model (or "*") and produces one ("*": what it got);
     *   sink   accepts a model (it reads the document), or a syntax or "*" (it
     *          sends bytes; the engine has encoded the document before).  */
    const char                *accepts;
    const char                *produces;
    const struct hilum_option *options; /* ends with HILUM_OPT_END; may be NULL */
    size_t                     state;   /* bytes; the engine allocates and zeroes */

    /* [serial] Optional.  Options are set before open.  Close follows every open,
     * failed or not, so it must bear zeroed members.  After FAIL an instance is
     * closed and opened again, with its options kept and all else zeroed, on the
     * thread that works with it; codecs are opened when they are first needed. */
    enum hilum_verdict (*open)(void *state, struct hilum_call *);
    void (*close)(void *state);

    /* A source.  [main]  Start begins to offer messages from threads of its
     * own; after stop has returned it offers no more, but answers to what it
     * has offered may still come until close.  Stop is not called after a start
     * that failed. */
    enum hilum_verdict (*start)(void *state, struct hilum_call *, struct hilum_feed *);
    void (*stop)(void *state);

    /* A codec.  [serial]  Decode fills the builder, whose source is the bytes.
     * Encode writes a node (a resource, a message) of a document.  Answer is
     * optional: the reply that an outcome deserves in this format.  It is asked when
     * a message is stored, or could not be: RETRY means that what it has written is
     * due now, and that it wants to be asked again when the message is processed.
     * Where the source waits for that (`until`), it is asked then in any case, and
     * what it wrote before without RETRY is not sent.  The three expressions, all optional, say what the journal can
     * search a message by. */
    enum hilum_verdict (*decode)(void *state, struct hilum_call *, struct hilum_view bytes,
                                 struct hilum_builder *);
    enum hilum_verdict (*encode)(void *state, struct hilum_call *, struct hilum_doc,
                                 const struct hilum_node *, struct hilum_buffer *);
    enum hilum_verdict (*answer)(void *state, struct hilum_call *,
                                 const struct hilum_outcome *, struct hilum_buffer *);
    const char *control_id;
    const char *type;
    const char *patient;

    /* A stage.  [serial]  Emits zero or more messages for each one. */
    enum hilum_verdict (*process)(void *state, struct hilum_call *,
                                  const struct hilum_msg *);

    /* A sink.  [serial]  Delivers a batch, in order.  hilum_settle() gives a
     * message a verdict of its own; what it returns holds for the others.  The
     * batch may hold several messages of one lane: after one that is to be
     * tried again, later ones must not be delivered, but answered RETRY. */
    enum hilum_verdict (*deliver)(void *state, struct hilum_call *,
                                  const struct hilum_msg *const *, size_t count);

    /* A store.  [any]  See hilum/store.h. */
    const struct hilum_store *store;

    /* A service.  [main]  Mounts paths on the HTTP service (hilum_mount). */
    enum hilum_verdict (*mount)(void *state, struct hilum_call *);

    /* A codec, optional.  [serial]  The standard's name of a node ("Patient
     * Identifier List"), for people; empty where it has none.  The text lives
     * as long as the call. */
    struct hilum_view (*describe)(void *state, struct hilum_call *, struct hilum_doc,
                                  const struct hilum_node *);

    /* A codec, optional.  More expressions: who sent a message, which with the
     * control id tells one that is sent again (without it none is recognised), and
     * its number in the sender's sequence. */
    const char *sender;
    const char *sequence;

    /* A codec, optional.  [serial]  Takes the next piece off a stream of messages,
     * such as a file; with `last` the bytes are all that is left.  The splitter is
     * that many zeroed bytes of the stream's own. */
    size_t splitter;
    void (*split)(void *splitter, struct hilum_view bytes, bool last, struct hilum_piece *);

    /* A codec, optional.  [any]  Whether bytes that came as one message hold several:
     * they are then taken apart by split.  [serial]  Enclose makes one reply of the
     * replies to them, in their order; empty where none was wanted. */
    bool (*several)(struct hilum_view bytes);
    enum hilum_verdict (*enclose)(void *state, struct hilum_call *, struct hilum_view bytes,
                                  const struct hilum_view *replies, size_t count,
                                  struct hilum_buffer *);

    /* A codec, optional.  [serial]  The groups that a message's segments are in, in
     * the order of the message.  Returns how many segments there are, perhaps more
     * than room; paths live as long as the call. */
    size_t (*groups)(void *state, struct hilum_call *, struct hilum_doc, struct hilum_group *,
                     size_t room);

    /* A codec, optional.  [any]  The control id of bytes that cannot be decoded, inside
     * them; empty where it has none. */
    struct hilum_view (*peek)(struct hilum_view bytes);
};

struct hilum_plugin {
    uint32_t                       size;
    uint32_t                       abi;
    uint64_t                       host_size; /* of struct hilum_host, as compiled */
    const char                    *name;
    const char                    *version;
    const struct hilum_part *const *parts; /* ends with NULL */
};

/* Members must fill these structs: a later one must not hide in padding. */
#define HILUM_TIGHT(s, last)                                                          \
    _Static_assert(sizeof(s) == offsetof(s, last) + sizeof(((s *)0)->last),           \
                   #s " has a padded tail")

HILUM_TIGHT(struct hilum_host, stream_end);
HILUM_TIGHT(struct hilum_part, peek);
HILUM_TIGHT(struct hilum_option, type);
HILUM_TIGHT(struct hilum_plugin, parts);

#define HILUM_PART(...)                                                               \
    {                                                                                 \
        .size = sizeof(struct hilum_part), .option_size = sizeof(struct hilum_option), \
        __VA_ARGS__                                                                   \
    }
#define HILUM_PARTS(...) ((const struct hilum_part *const[]){ __VA_ARGS__, NULL })
#define HILUM_PLUGIN(...)                                                             \
    extern HILUM_EXPORT const struct hilum_plugin hilum_plugin;                       \
    const struct hilum_plugin                     hilum_plugin = {                    \
        .size      = sizeof(struct hilum_plugin),                 \
        .abi       = HILUM_ABI,                                   \
        .host_size = sizeof(struct hilum_host),                   \
        __VA_ARGS__                                               \
    }

/* ---- Messages ------------------------------------------------------------- */

static inline const struct hilum_msg *hilum_ref(struct hilum_call *c,
                                                const struct hilum_msg *m)
{
    return c->host->ref(m);
}

static inline void hilum_unref(struct hilum_call *c, const struct hilum_msg *m)
{
    c->host->unref(m);
}

/* Its bytes; empty where it has only a document. */
static inline struct hilum_view hilum_body(struct hilum_call *c, const struct hilum_msg *m)
{
    return c->host->body(m);
}

/* Its document; block is NULL where it has none. */
static inline struct hilum_doc hilum_doc(struct hilum_call *c, const struct hilum_msg *m)
{
    return c->host->doc(m);
}

/* A label, or an empty view.  The engine sets "pipeline", "format", "peer",
 * "control-id", "type", "patient", and "again" ("true": it may have been
 * delivered before, by an engine that died). */
static inline struct hilum_view hilum_label(struct hilum_call *c, const struct hilum_msg *m,
                                            const char *key)
{
    return c->host->label(m, key);
}

/* Its number in the journal; 0 where it never was there.  What a stage makes
 * has the number of what it was made from: the idempotency key. */
static inline int64_t hilum_id(struct hilum_call *c, const struct hilum_msg *m)
{
    return c->host->id(m);
}

/* Begins a message of a format ("fhir" for a document, "fhir/json" for bytes),
 * with the labels and number of another, which may be NULL.  A draft that is not
 * sealed is gone when the operation returns. */
static inline struct hilum_draft *hilum_draft(struct hilum_call *c, const char *format,
                                              const struct hilum_msg *from)
{
    return c->host->draft(c, format, from);
}

/* Where the draft's document, or its bytes, are written. */
static inline struct hilum_builder *hilum_build(struct hilum_call *c, struct hilum_draft *d)
{
    return c->host->build(d);
}

static inline struct hilum_buffer *hilum_write(struct hilum_call *c, struct hilum_draft *d)
{
    return c->host->write(d);
}

static inline bool hilum_set_label(struct hilum_call *c, struct hilum_draft *d,
                                   const char *key, struct hilum_view value)
{
    return c->host->set_label(d, key, value);
}

/* Takes the draft and gives the message, or NULL where its document or bytes
 * could not be held. */
static inline const struct hilum_msg *hilum_seal(struct hilum_call *c, struct hilum_draft *d)
{
    return c->host->seal(d);
}

/* Takes the message (NULL: memory was out, and the step is tried again) and
 * passes it on. */
static inline void hilum_emit(struct hilum_call *c, const struct hilum_msg *m)
{
    c->host->emit(c, m);
}

/* ---- The call ------------------------------------------------------------- */

/* Memory until the operation returns, aligned, not zeroed.  NULL: none left. */
static inline void *hilum_scratch(struct hilum_call *c, size_t size)
{
    return c->host->scratch(c, size);
}

/* An empty buffer that lives until the operation returns. */
static inline struct hilum_buffer *hilum_buffer(struct hilum_call *c)
{
    return c->host->buffer(c);
}

/* Records why, and where in the message, then returns the verdict.  Never with
 * a patient's data: a place and a rule are what helps. */
HILUM_PRINTF(4)
static inline enum hilum_verdict hilum_blame(struct hilum_call *c, enum hilum_verdict v,
                                             const char *where, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    v = c->host->blame(c, v, where, fmt, ap);
    va_end(ap);
    return v;
}

/* A sink's verdict on the nth message of its batch. */
HILUM_PRINTF(5)
static inline void hilum_settle(struct hilum_call *c, size_t nth, enum hilum_verdict v,
                                const char *where, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->host->settle(c, nth, v, where, fmt, ap);
    va_end(ap);
}

/* Something worth keeping with the message in the journal, such as "unmapped"
 * with the fields that no rule has consumed.  It changes no verdict. */
static inline void hilum_remark(struct hilum_call *c, const char *key,
                                struct hilum_view what)
{
    c->host->remark(c, key, what);
}

/* Something found in the message, which changes no verdict: a place, the rule it
 * breaks ("required", "length", "table 0001") and a sentence, without a patient's
 * data.  Reports are shown by `hilum validate` and `hilum show`, and kept with the
 * message in the journal; at most 1,000 a call. */
HILUM_PRINTF(5)
static inline void hilum_report(struct hilum_call *c, enum hilum_severity severity,
                                const char *where, const char *rule, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->host->report(c, severity, where, rule, fmt, ap);
    va_end(ap);
}

/* The last blame of this call, for services that blame (decode, encode, expr,
 * schema, store, mount): the sentence, and the place ("" where none). */
static inline const char *hilum_why(struct hilum_call *c)
{
    return c->host->why(c);
}

static inline const char *hilum_where(struct hilum_call *c)
{
    return c->host->where(c);
}

/* ---- Formats, expressions, names, data ------------------------------------ */

/* Gives a message decoded from bytes, or NULL with blame. */
static inline const struct hilum_msg *hilum_decode(struct hilum_call *c, const char *format,
                                                   struct hilum_view bytes)
{
    return c->host->decode(c, format, bytes);
}

/* Appends a node of a document in a syntax such as "fhir/json"; false with
 * blame. */
static inline bool hilum_encode(struct hilum_call *c, const char *format,
                                struct hilum_doc doc, const struct hilum_node *node,
                                struct hilum_buffer *out)
{
    return c->host->encode(c, format, doc, node, out);
}

/* Compiles FHIRPath, with HL7 paths where the model is "hl7v2".  It lives as
 * long as the engine.  NULL: a mistake, with blame: place is the column. */
static inline const struct hilum_expr *hilum_expr(struct hilum_call *c, const char *text,
                                                  const char *model)
{
    return c->host->expr(c, text, model);
}

/* Evaluates on a node and fills at most room items.  Returns how many there
 * are, perhaps more than room; SIZE_MAX with blame where it erred. */
static inline size_t hilum_eval(struct hilum_call *c, const struct hilum_expr *e,
                                struct hilum_doc doc, const struct hilum_node *node,
                                struct hilum_item *items, size_t room)
{
    return c->host->eval(c, e, doc, node, items, room);
}

/* Makes a name known so that it can be printed.  0: another name has the same
 * number, or there are too many. */
static inline uint32_t hilum_name_add(struct hilum_call *c, const char *ptr, size_t len)
{
    return c->host->name_add(ptr, len);
}

/* The text of a name; empty where nobody made it known. */
static inline struct hilum_view hilum_name_text(struct hilum_call *c, uint32_t name)
{
    return c->host->name_text(name);
}

/* Maps a file below schemas/, read-only, for as long as the engine lives. */
static inline bool hilum_schema(struct hilum_call *c, const char *path,
                                struct hilum_view *out)
{
    return c->host->schema(c, path, out);
}

/* Reads a YAML file as a document of the model "yaml" that lives as long as the
 * instance, within open; false with blame: FILE:LINE:COLUMN.  A relative path is
 * looked for below the folder of the pipeline's file.  The root is named `file`.
 * A map's values are named by their keys (as hilum_name makes it), a list's by
 * that of the list, flagged LIST; texts are leaves.  The place of a node is its line
 * times 1,024 and its column (at most 1,023). */
static inline bool hilum_yaml(struct hilum_call *c, const char *path, struct hilum_doc *out)
{
    return c->host->yaml(c, path, out);
}

/* A store of the pipeline, by its name there; NULL with blame. */
static inline const struct hilum_store *hilum_store(struct hilum_call *c, const char *name,
                                                    void **state)
{
    return c->host->store(c, name, state);
}

/* ---- Being observed, and time --------------------------------------------- */

HILUM_PRINTF(3)
static inline void hilum_log(struct hilum_call *c, enum hilum_level level, const char *fmt,
                             ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->host->log(c, level, fmt, ap);
    va_end(ap);
}

/* Adds to a meter of this part, such as "bytes_in": letters, digits and _. */
static inline void hilum_count(struct hilum_call *c, const char *meter, int64_t by)
{
    c->host->count(c, meter, by);
}

/* Milliseconds since 1970. */
static inline int64_t hilum_now(struct hilum_call *c)
{
    return c->host->now(c);
}

#endif /* HILUM_PLUGIN_H */
