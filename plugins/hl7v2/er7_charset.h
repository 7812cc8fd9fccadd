/* er7_charset.h -- makes every text of a decoded message UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_CHARSET_H
#define HL7V2_ER7_CHARSET_H

#include "er7_delimiters.h"

/* For a message with bytes above 0x7f.  MSH-18 says what they are:
 *
 *   UNICODE UTF-8  they must be valid, else the message is refused;
 *   8859/1         text that holds them is converted, in the heap;
 *   absent, ASCII  the first where the message is valid UTF-8, else the second;
 *   another        refused.
 */
enum hilum_verdict er7_charset_settle(struct hilum_call *, struct hilum_builder *,
                                      const struct er7_delimiters *,
                                      struct hilum_view message);

#endif
