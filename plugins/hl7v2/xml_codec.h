/* xml_codec.h -- the codec of HL7 v2 messages in XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_CODEC_H
#define HL7V2_XML_CODEC_H

#include <hilum/plugin.h>

extern const struct hilum_part xml_codec;

#endif
