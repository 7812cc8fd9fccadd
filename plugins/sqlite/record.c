/* record.c -- records and their versions: get, history, put. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "store.h"

#include "terms.h"

enum {
    RECORD_VERSIONS = (1 << 24) - 1, /* of one record: see the tables in db.c */
    RECORD_MARK     = 16,            /* bytes */
};

/* The columns of the DB_RECORD_ and DB_HEAD_ statements. */
enum { AT_KEY, AT_ID, AT_VERSION, AT_UPDATED, AT_DELETED, AT_MARK, AT_BODY };

static void record_read(sqlite3_stmt *s, struct hilum_view collection, uint32_t flags,
                        struct hilum_record *r)
{
    struct hilum_view mark = db_column(s, AT_MARK);

    *r = (struct hilum_record){ .size       = sizeof(*r),
                                .collection = collection,
                                .id         = db_column(s, AT_ID),
                                .version    = sqlite3_column_int64(s, AT_VERSION),
                                .updated    = sqlite3_column_int64(s, AT_UPDATED),
                                .deleted    = sqlite3_column_int(s, AT_DELETED) != 0 };
    if (mark.len == RECORD_MARK)
        memcpy(r->mark, mark.ptr, RECORD_MARK);
    if (!(flags & HILUM_HEADS))
        r->body = db_column(s, AT_BODY);
}

enum hilum_verdict record_each(struct db *db, struct hilum_call *call, sqlite3_stmt *s,
                               struct hilum_view collection, uint32_t flags,
                               hilum_record_each *each, void *context)
{
    int result = sqlite3_step(s);

    while (result == SQLITE_ROW) {
        struct hilum_record r;

        record_read(s, collection, flags, &r);
        if (!each(context, &r))
            return HILUM_OK;
        result = sqlite3_step(s);
    }
    return result == SQLITE_DONE ? HILUM_OK : db_blame(db, call, result);
}

enum hilum_verdict record_by_key(struct db *db, struct hilum_call *call,
                                 struct hilum_view collection, int64_t key,
                                 uint32_t flags, hilum_record_each *each, void *context,
                                 bool *more)
{
    sqlite3_stmt *s =
        db_statement(db, call, flags & HILUM_HEADS ? DB_HEAD_BY_KEY : DB_RECORD_BY_KEY);
    struct hilum_record r;
    int                 result;

    *more = true;
    if (!s)
        return HILUM_FAIL;
    sqlite3_bind_int64(s, 1, key);
    result = sqlite3_step(s);
    if (result == SQLITE_ROW) {
        record_read(s, collection, flags, &r);
        if (!r.deleted)
            *more = each(context, &r);
    }
    sqlite3_reset(s);
    return result == SQLITE_ROW || result == SQLITE_DONE ? HILUM_OK
                                                         : db_blame(db, call, result);
}

/* Finds the newest version and steps onto it; *s is NULL where there is none. */
static enum hilum_verdict record_newest(struct db *db, struct hilum_call *call,
                                        struct hilum_view collection,
                                        struct hilum_view id, enum db_statement which,
                                        sqlite3_stmt **s)
{
    int64_t            number;
    int                result;
    enum hilum_verdict v = db_name(db, call, collection, HILUM_VIEW(""), false, &number);

    *s = NULL;
    if (v != HILUM_OK || number == 0)
        return v;
    *s = db_statement(db, call, which);
    if (!*s)
        return HILUM_FAIL;
    sqlite3_bind_int64(*s, 1, number);
    db_bind_view(*s, 2, id);
    result = sqlite3_step(*s);
    if (result == SQLITE_ROW)
        return HILUM_OK;
    sqlite3_reset(*s);
    *s = NULL;
    return result == SQLITE_DONE ? HILUM_OK : db_blame(db, call, result);
}

/* An older version of the record that r is the newest version of. */
static enum hilum_verdict record_older(struct db *db, struct hilum_call *call,
                                       int64_t key, int64_t version, uint32_t flags,
                                       struct hilum_record r, hilum_record_each *each,
                                       void *context)
{
    sqlite3_stmt *s = db_statement(db, call, DB_VERSION_GET);
    int           result;

    if (!s)
        return HILUM_FAIL;
    sqlite3_bind_int64(s, 1, key);
    sqlite3_bind_int64(s, 2, version);
    result = sqlite3_step(s);
    if (result == SQLITE_ROW) {
        r.version = version;
        r.updated = sqlite3_column_int64(s, 0);
        r.deleted = sqlite3_column_int(s, 1) != 0;
        r.body    = flags & HILUM_HEADS ? (struct hilum_view){ 0 } : db_column(s, 2);
        r.mark[0] = r.mark[1] = 0;
        each(context, &r);
    }
    sqlite3_reset(s);
    return result == SQLITE_ROW || result == SQLITE_DONE ? HILUM_OK
                                                         : db_blame(db, call, result);
}

enum hilum_verdict record_get(void *state, struct hilum_call *call,
                              struct hilum_change *change, struct hilum_view collection,
                              struct hilum_view id, int64_t version, uint32_t flags,
                              hilum_record_each *each, void *context)
{
    struct db          *db = store_borrow(state, call, change);
    sqlite3_stmt       *s;
    struct hilum_record r;
    enum hilum_verdict  v;

    if (!db)
        return HILUM_FAIL;
    v = record_newest(db, call, collection, id,
                      flags & HILUM_HEADS ? DB_HEAD_BY_ID : DB_RECORD_BY_ID, &s);
    if (v == HILUM_OK && s) {
        record_read(s, collection, flags, &r);
        if (version == 0 || version == r.version)
            each(context, &r);
        else if (version > 0 && version < r.version)
            v = record_older(db, call, sqlite3_column_int64(s, AT_KEY), version, flags, r,
                             each, context);
        sqlite3_reset(s);
    }
    store_return(state, db);
    return v;
}

static enum hilum_verdict record_versions(struct db *db, struct hilum_call *call,
                                          int64_t key, struct hilum_record r,
                                          uint64_t skip, uint64_t limit,
                                          hilum_record_each *each, void *context)
{
    sqlite3_stmt *s = db_statement(db, call, DB_VERSION_LIST);
    int           result;

    if (!s)
        return HILUM_FAIL;
    sqlite3_bind_int64(s, 1, key);
    sqlite3_bind_int64(s, 2, limit > RECORD_VERSIONS ? RECORD_VERSIONS : (int64_t)limit);
    sqlite3_bind_int64(s, 3, skip > RECORD_VERSIONS ? RECORD_VERSIONS : (int64_t)skip);
    result = sqlite3_step(s);
    while (result == SQLITE_ROW) {
        r.version = sqlite3_column_int64(s, 0);
        r.updated = sqlite3_column_int64(s, 1);
        r.deleted = sqlite3_column_int(s, 2) != 0;
        r.body    = db_column(s, 3);
        r.mark[0] = r.mark[1] = 0;
        if (!each(context, &r))
            break;
        result = sqlite3_step(s);
    }
    sqlite3_reset(s);
    return result == SQLITE_ROW || result == SQLITE_DONE ? HILUM_OK
                                                         : db_blame(db, call, result);
}

enum hilum_verdict record_history(void *state, struct hilum_call *call,
                                  struct hilum_change *change,
                                  struct hilum_view collection, struct hilum_view id,
                                  uint64_t skip, uint64_t limit, hilum_record_each *each,
                                  void *context, uint64_t *total)
{
    struct db          *db = store_borrow(state, call, change);
    sqlite3_stmt       *s;
    struct hilum_record r;
    enum hilum_verdict  v;
    bool                more = true;

    *total = 0;
    if (!db)
        return HILUM_FAIL;
    v = record_newest(db, call, collection, id, DB_RECORD_BY_ID, &s);
    if (v == HILUM_OK && s) {
        record_read(s, collection, 0, &r);
        *total = (uint64_t)r.version;
        if (skip == 0 && limit > 0) {
            more = each(context, &r);
            limit--;
        }
        if (more && limit > 0)
            v = record_versions(db, call, sqlite3_column_int64(s, AT_KEY), r,
                                skip ? skip - 1 : 0, limit, each, context);
        sqlite3_reset(s);
    }
    store_return(state, db);
    return v;
}

/* ---- Putting -------------------------------------------------------------- */

/* Where a version is put: the record's key and list of terms, or nothing yet. */
struct record_place {
    int64_t           key; /* 0: a new record */
    int64_t           version;
    struct hilum_view terms;
};

static enum hilum_verdict record_place(struct db *db, struct hilum_call *call,
                                       const struct hilum_record *r,
                                       struct record_place       *place)
{
    sqlite3_stmt      *s;
    enum hilum_verdict v;
    struct hilum_view  terms;
    char              *copy;

    *place = (struct record_place){ .terms = { "", 0 } };
    v      = record_newest(db, call, r->collection, r->id, DB_RECORD_OLD, &s);
    if (v != HILUM_OK || !s)
        return v;
    place->key     = sqlite3_column_int64(s, 0);
    place->version = sqlite3_column_int64(s, 1);
    terms          = db_column(s, 2);
    if (terms.len) {
        copy = hilum_scratch(call, terms.len);
        if (copy)
            place->terms =
                (struct hilum_view){ memcpy(copy, terms.ptr, terms.len), terms.len };
        else
            v = hilum_blame(call, HILUM_RETRY, "", "out of memory");
    }
    sqlite3_reset(s);
    return v;
}

static enum hilum_verdict record_write(struct db *db, struct hilum_call *call,
                                       const struct hilum_record *r,
                                       struct record_place       *place,
                                       struct hilum_view          terms)
{
    sqlite3_stmt      *s;
    int64_t            collection;
    int                at = 1;
    enum hilum_verdict v =
        db_name(db, call, r->collection, HILUM_VIEW(""), true, &collection);

    if (v == HILUM_OK && place->key) {
        s = db_statement(db, call, DB_VERSION_KEEP);
        if (!s)
            return HILUM_FAIL;
        sqlite3_bind_int64(s, 1, place->key);
        v = db_run(db, call, s);
    }
    s = db_statement(db, call, place->key ? DB_RECORD_SET : DB_RECORD_ADD);
    if (v != HILUM_OK || !s)
        return v == HILUM_OK ? HILUM_FAIL : v;
    if (place->key) {
        sqlite3_bind_int64(s, at++, place->key);
    } else {
        sqlite3_bind_int64(s, at++, collection);
        db_bind_view(s, at++, r->id);
    }
    sqlite3_bind_int64(s, at++, r->version);
    sqlite3_bind_int64(s, at++, r->updated);
    sqlite3_bind_int(s, at++, r->deleted != 0);
    sqlite3_bind_blob(s, at++, r->mark, RECORD_MARK, SQLITE_STATIC);
    sqlite3_bind_blob(s, at++, terms.ptr, (int)terms.len, SQLITE_STATIC);
    sqlite3_bind_blob64(s, at, r->body.len ? r->body.ptr : "", r->body.len,
                        SQLITE_STATIC);
    v = db_run(db, call, s);
    if (!place->key)
        place->key = sqlite3_last_insert_rowid(db->handle);
    return v;
}

enum hilum_verdict record_put(void *state, struct hilum_call *call,
                              struct hilum_change       *change,
                              const struct hilum_record *record)
{
    struct db          *db = &change->writer;
    struct record_place place;
    struct hilum_view   terms;
    enum hilum_verdict  v;

    (void)state;
    if (record->id.len == 0 || record->id.len > HILUM_MOST_ID || !record->collection.len)
        return hilum_blame(call, HILUM_REJECT, "", "its id is not of 1 to %d bytes",
                           HILUM_MOST_ID);
    v = record_place(db, call, record, &place);
    if (v == HILUM_OK && record->version != place.version + 1)
        return hilum_blame(call, HILUM_REJECT, "", "its newest version is %lld",
                           (long long)place.version);
    if (v == HILUM_OK && record->version > RECORD_VERSIONS)
        return hilum_blame(call, HILUM_REJECT, "", "it has %d versions already",
                           RECORD_VERSIONS);
    if (v == HILUM_OK)
        v = terms_pack(db, call, record, &terms);
    if (v == HILUM_REJECT)
        return v;
    if (v == HILUM_OK)
        v = record_write(db, call, record, &place, terms);
    if (v == HILUM_OK)
        v = terms_change(db, call, place.key, place.terms, terms);
    change->failed = change->failed || v != HILUM_OK;
    return v;
}
