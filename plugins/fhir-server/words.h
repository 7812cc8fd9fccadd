/* words.h -- the names of elements and types that this plugin looks for. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_WORDS_H
#define FHIR_WORDS_H

#include <hilum/doc.h>

#define WORDS(word)                                                                     \
    word(Bundle) word(entry) word(resource) word(fullUrl) word(request) word(method)    \
    word(url) word(ifNoneExist) word(ifMatch) word(type) word(id) word(meta)            \
    word(versionId) word(lastUpdated) word(identifier) word(system) word(value)         \
    word(code) word(coding) word(text) word(family) word(given) word(prefix)            \
    word(suffix) word(line) word(city) word(district) word(state) word(postalCode)      \
    word(country) word(start) word(end) word(event) word(repeat) word(bounds)           \
    word(low) word(high) word(unit) word(comparator) word(reference) word(currency)     \
    word(Reference) word(Identifier) word(Coding) word(CodeableConcept)                 \
    word(ContactPoint) word(HumanName) word(Address) word(Period) word(Timing)          \
    word(Money) word(Range) word(string) word(uri) word(canonical) word(oid)            \
    word(uuid) word(instant)

/* Each as its number; filled once. */
struct words {
#define WORD(name) uint32_t name;
    WORDS(WORD)
#undef WORD
};

static inline void words_fill(struct words *w)
{
#define WORD(name) w->name = HILUM_NAME(#name);
    WORDS(WORD)
#undef WORD
}

#endif
