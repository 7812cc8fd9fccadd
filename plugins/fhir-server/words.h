/* words.h -- the names of elements and types that this plugin looks for. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_WORDS_H
#define FHIR_WORDS_H

#include <hilum/doc.h>

#define WORDS(word)                                                                       \
    word(Bundle) word(entry) word(resource) word(fullUrl) word(request) word(method)      \
    word(url) word(ifNoneExist) word(ifMatch) word(type) word(id) word(meta)              \
    word(versionId) word(lastUpdated) word(identifier) word(system) word(value)           \
    word(code) word(coding) word(text) word(family) word(given)             \
    word(prefix) word(suffix) word(line) word(city) word(district) word(state)            \
    word(postalCode) word(country) word(start) word(end) word(event) word(repeat)         \
    word(bounds) word(low) word(high) word(unit) word(comparator) word(reference)         \
    word(contained) word(currency)                                                        \
    word(Reference) word(Identifier) word(Coding) word(CodeableConcept)                   \
    word(ContactPoint) word(HumanName) word(Address) word(Period) word(Timing)            \
    word(Quantity) word(Age) word(Duration) word(Count) word(Distance)                    \
    word(SimpleQuantity) word(MoneyQuantity) word(Money) word(Range) word(boolean)        \
    word(string) word(markdown) word(uri) word(canonical) word(oid) word(uuid)            \
    word(date) word(dateTime) word(instant) word(decimal) word(integer)                   \
    word(positiveInt) word(unsignedInt)

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
