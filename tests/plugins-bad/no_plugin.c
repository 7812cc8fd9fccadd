/* no_plugin.c -- a shared object that is no plugin. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <hilum/view.h>

extern HILUM_EXPORT const int something_else;
const int                     something_else = 1;
