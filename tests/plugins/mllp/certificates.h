/* certificates.h -- certificates for tests, made on the spot. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_PLUGINS_MLLP_CERTIFICATES_H
#define TESTS_PLUGINS_MLLP_CERTIFICATES_H

/* Writes PEM files into a new folder below /tmp:
 *   ca.pem, other-ca.pem  two roots
 *   server.pem            localhost and 127.0.0.1, with its key
 *   elsewhere.pem         another host
 *   expired.pem           localhost, until yesterday
 *   client.pem            CN=labsys, DNS:lab.example
 *   stranger.pem          CN=labsys, from the other root
 *   locked.pem, locked.key  the server's, with the password "open sesame"  */
void certificates_make(void);
void certificates_remove(void);

/* The path of one of them; good for the next seven calls. */
const char *certificate(const char *file);

#endif
