/* send.h -- hilum send: sends messages over MLLP and says how it went. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLI_SEND_H
#define CORE_CLI_SEND_H

#include <stdio.h>

/* argv[0] is "send".  Returns the exit code: 0 every message was accepted, 1 not
 * every one, 2 wrong usage, 3 nobody to connect to or nothing to send. */
int cli_send(int argc, char **argv);

void send_usage(FILE *to);

#endif
