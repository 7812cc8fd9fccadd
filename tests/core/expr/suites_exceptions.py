# SPDX-License-Identifier: Apache-2.0
"""The cases of the suites that are not counted, or are known to fail, and why."""

import re

# What belongs to the engine the suite comes from, or to later versions of FHIR.
NOT_OURS = (
    (r"%factory", "the type factory is of FHIR R6"),
    (r"%terminologies", "needs a terminology server"),
    (r"^\{'base'", "an expression with a base is an interface of fhirpath.js"),
    (r"^%procedures", "variables that are resources of another document"),
)

OFFICIAL = {
    "LowBoundaryDecimal15":
        "the lower bound of -0.0034 is below it, so is -0.1 and not -0.0",
    "HighBoundaryDateTimeMillisecond3": "the hour 08 ends at 08:59:59.999",
}

# Parts of expressions, and why what they give differs.
YAML = (
    (r"resourceType =", "resourceType is of JSON, and no element of a resource"),
    (r":60", "a leap second is kept as the first second of the next minute"),
    (r"collWith2?Null", "nulls of JSON are no items, where they have no id"),
    (r"ofType\(Object\)", "without a model no type is unknown"),
    (r"System\.String", "FHIR's types are not FHIRPath's own: string is not String"),
    (r"1L\.toQuantity", "an integer of any length converts to a quantity"),
    (r"Patient\.children\(\) =", "the order of children is not defined"),
    (r"^Bundle\.entry\[1\]", "extensions of a primitive do not count when it is compared"),
    (r"comparable\(1 year\)", "a bound (comparator) is no quantity"),
    (r"^i\.comparable", "what is asked of nothing gives nothing"),
    (r"DiagnosticReport\.issued", "a time without a zone is in no zone, not in the host's"),
    (r"as\(HumanName\)", "as() chooses among several, as search parameters need"),
    (r"mixedTypeVals", "as() chooses among several, as search parameters need"),
    (r"!~.* 4040 'mg'|4040 'mg' !~ 4 'g'", "by the official suite 4 'g' is like 4040 'mg'"),
    (r"\(1 '(a|mo)'\)", "a division has eight digits behind the point"),
    (r"\+ 2 years$", "a zone is kept as it is written, and is not the host's"),
    (r"Patient\.address\[1\]", "nulls of JSON are no items, where they have no id"),
    (r"Functions\.attrtrue", "without a model a choice is not known to be one"),
    (r"\(1 '(day|hour)'\)", "a calendar's word is one in quotes, too"),
    (r"Patient\.text\.`div`", "the narrative is a primitive with a value"),
    (r"exists\(given\)", "a condition of several items is an error"),
    (r"\$this\.length", "what has no brackets is no function"),
)


def not_applicable(expression):
    """Why a case of the YAML suite is no FHIRPath of R4, or None."""
    return next((why for part, why in NOT_OURS if re.search(part, expression)), None)


def official(name, _expression):
    return OFFICIAL.get(name)


def yaml(_file, expression):
    return next((why for part, why in YAML if re.search(part, expression)), None)
