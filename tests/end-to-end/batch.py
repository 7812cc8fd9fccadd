#!/usr/bin/env python3
"""batch.py -- makes a batch file of any size, with a few messages that cannot be read.

    batch.py FILE BYTES

It prints, as JSON, how many messages are in it and where the bad ones begin."""
import json
import sys

HEADER = "MSH|^~\\&|ADTSYS|GENHOSP|ENGINE|REGION|20260314092215||ADT^A01^ADT_A01|%08d|P|2.5\r"
REST = ("EVN|A01|20260314092200|||OP1234^Registrar^Rita^^^^^^GENHOSP||GENHOSP\r"
        "PID|1||MR%07d^^^GENHOSP^MR||Testperson^Amelia^Jane^^Ms^^L||19710823|F||"
        "2106-3^White^HL70005|1200 North Elm Street^Apt 4B^Greensboro^NC^27401^USA^H\r"
        "NK1|1|Testperson^Robert^L|SPO^Spouse^HL70063|1200 North Elm Street^^Greensboro^NC\r"
        "PV1|1|I|3WEST^312^A^GENHOSP^^N^B1|E|||1001^Attend^Alan^A^^Dr^^^NPI|"
        "2002^Refer^Rosa^B^^Dr^^^NPI||MED||||7|A0\r"
        "AL1|1|DA^Drug allergy^HL70127|7980^Penicillin^RXNORM|MO|Hives|20050101\r"
        "NTE|1||" + "a remark as long as remarks are " * 11 + "\r")
BAD = ("MSH|^^~\\&|ADTSYS|GENHOSP\rPID|1\r",       # one character for two separators
       "MSH|||ADTSYS|GENHOSP\rPID|1\r",            # no encoding characters
       "MSH|^~\\&|ADTSYS|GENHOSP\rP-D|1\r")        # a name that is none
PER_BATCH = 10000


def write(path, size):
    """Batches of 10,000 messages until the file is that large."""
    bad_at = [size // 10, size // 2, size - size // 10]
    made = {"messages": 0, "bad": []}
    batches = at = 0
    with open(path, "wb") as out:
        def put(text):
            nonlocal at
            at += out.write(text.encode())

        put("FHS|^~\\&|ADTSYS|GENHOSP|||20260314||nightly||F-1\r")
        while at < size:
            batches += 1
            put("BHS|^~\\&|ADTSYS|GENHOSP|||20260314||nightly||B-%d\r" % batches)
            count = 0
            while count < PER_BATCH and at < size:
                if len(made["bad"]) < len(BAD) and at >= bad_at[len(made["bad"])]:
                    made["bad"].append(at + 1)
                    put(BAD[len(made["bad"]) - 1])
                else:
                    nth = made["messages"]
                    put(HEADER % nth + REST % (nth % 5000))
                made["messages"] += 1
                count += 1
            put("BTS|%d\r" % count)
        put("FTS|%d\r" % batches)
    made["bytes"] = at
    return made


if __name__ == "__main__":
    print(json.dumps(write(sys.argv[1], int(sys.argv[2]))))
