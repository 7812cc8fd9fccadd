/* source.h -- the MLLP source: its options, and the listener that they make. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Its meters:
 *   connections           open now
 *   connections_refused   beyond max_connections
 *   handshakes_failed     no TLS, or not with us
 *   handshakes_expired, reads_expired, idles_expired, leaves_expired
 *                         closed because time was up
 *   bytes, frames         received
 *   bytes_skipped         between frames
 *   frames_too_long       longer than max_message
 *   held_too_much         closed because unfinished messages held max_held
 *   senders_refused       messages that no rule of `senders` allows
 *   commits, commits_refused  release 2: what senders said of our answers
 */
#ifndef MLLP_SOURCE_H
#define MLLP_SOURCE_H

#include <hilum/plugin.h>

extern const struct hilum_part mllp_source;

#endif
