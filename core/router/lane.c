/* lane.c -- jobs waiting in lanes: each lane in order, the lanes side by side. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/lane.h"

#include <stdlib.h>

void lanes_init(struct lanes *l)
{
    *l = (struct lanes){ 0 };
}

void lanes_free(struct lanes *l)
{
    free(l->buckets);
    *l = (struct lanes){ 0 };
}

static struct lane **bucket(struct lane **buckets, size_t room, uint64_t key)
{
    key *= 0x9e3779b97f4a7c15u;
    return &buckets[key >> 32 & (room - 1)];
}

static bool grow(struct lanes *l)
{
    size_t        room    = l->room ? l->room * 2 : 64;
    struct lane **buckets = calloc(room, sizeof *buckets);

    if (!buckets)
        return l->room > 0;
    for (size_t i = 0; i < l->room; i++) {
        while (l->buckets[i]) {
            struct lane  *lane = l->buckets[i];
            struct lane **to   = bucket(buckets, room, lane->key);

            l->buckets[i]        = lane->next_in_bucket;
            lane->next_in_bucket = *to;
            *to                  = lane;
        }
    }
    free(l->buckets);
    l->buckets = buckets;
    l->room    = room;
    return true;
}

static struct lane *lane_of(struct lanes *l, uint64_t key)
{
    struct lane **at, *lane;

    if (l->count >= l->room && !grow(l))
        return NULL;
    at = bucket(l->buckets, l->room, key);
    for (lane = *at; lane; lane = lane->next_in_bucket)
        if (lane->key == key)
            return lane;
    lane = calloc(1, sizeof *lane);
    if (!lane)
        return NULL;
    lane->key            = key;
    lane->next_in_bucket = *at;
    *at                  = lane;
    l->count++;
    return lane;
}

static void forget(struct lanes *l, struct lane *lane)
{
    struct lane **at = bucket(l->buckets, l->room, lane->key);

    while (*at != lane)
        at = &(*at)->next_in_bucket;
    *at = lane->next_in_bucket;
    l->count--;
    free(lane);
}

void lanes_queue(struct lanes *l, struct lane *lane)
{
    if (lane->busy || lane->queued)
        return;
    lane->queued = true;
    lane->next   = NULL;
    if (l->ready)
        l->ready_tail->next = lane;
    else
        l->ready = lane;
    l->ready_tail = lane;
}

bool lanes_push(struct lanes *l, uint64_t key, struct job *j)
{
    struct lane *lane = lane_of(l, key);
    bool         first;

    if (!lane)
        return false;
    first   = !lane->head;
    j->next = NULL;
    j->lane = lane;
    if (first)
        lane->head = j;
    else
        lane->tail->next = j;
    lane->tail = j;
    l->jobs++;
    if (first)
        lanes_queue(l, lane);
    return true;
}

struct lane *lanes_take(struct lanes *l)
{
    struct lane *lane = l->ready;

    if (!lane)
        return NULL;
    l->ready     = lane->next;
    lane->queued = false;
    lane->busy   = true;
    return lane;
}

struct job *lane_shift(struct lanes *l, struct lane *lane)
{
    struct job *j = lane->head;

    lane->head = j->next;
    if (!lane->head)
        lane->tail = NULL;
    l->jobs--;
    return j;
}

void lane_unshift(struct lanes *l, struct lane *lane, struct job *j)
{
    j->next    = lane->head;
    lane->head = j;
    if (!lane->tail)
        lane->tail = j;
    l->jobs++;
}

void lanes_suspend(struct lane *lane)
{
    lane->busy = false;
}

void lanes_release(struct lanes *l, struct lane *lane, int64_t not_before, int64_t now)
{
    lane->busy = false;
    if (!lane->head) {
        forget(l, lane);
    } else if (not_before > now) {
        lane->not_before = not_before;
        lane->queued     = true;
        lane->next       = l->parked;
        l->parked        = lane;
    } else {
        lanes_queue(l, lane);
    }
}

int64_t lanes_wake(struct lanes *l, int64_t now)
{
    struct lane *parked = l->parked;
    int64_t      next   = INT64_MAX;

    l->parked = NULL;
    while (parked) {
        struct lane *lane = parked;

        parked = lane->next;
        if (lane->not_before <= now) {
            lane->queued = false;
            lanes_queue(l, lane);
        } else {
            if (lane->not_before < next)
                next = lane->not_before;
            lane->next = l->parked;
            l->parked  = lane;
        }
    }
    return next;
}
