"""One letter a token: what a word may be in a noun phrase; phrases are patterns over the letters."""

from __future__ import annotations

CONDITION, DRUG, PROCEDURE, DEVICE, SUBSTANCE, OBSERVATION = "C", "D", "P", "V", "L", "O"
# Words that name something with help only, by strength (see the tables): medium, weak, bound.
CONDITION_MEDIUM, CONDITION_WEAK, CONDITION_BOUND = "k", "c", "b"
DRUG_WEAK, DRUG_BOUND, PROCEDURE_WEAK = "d", "e", "p"
ANATOMY, MODIFIER, DEFECT, DRUG_MODIFIER, PROCEDURE_MODIFIER = "A", "M", "B", "R", "Q"
UNKNOWN, BOUNDARY, NUMBER = "U", "X", "N"
# "seizure threshold": the word behind makes a modifier of the phrase; "these metastases" were named before.
DEFLECTING, POINTING = "W", "Z"
AND, COMMA, OF, PURPOSE, LOCATIVE, ARTICLE, TRANSPARENT = "J", ",", "F", "H", "G", "T", "Y"

NAMES = CONDITION + DRUG + PROCEDURE + DEVICE + SUBSTANCE
HEADS = NAMES + CONDITION_MEDIUM + CONDITION_WEAK + CONDITION_BOUND + DRUG_WEAK + DRUG_BOUND + PROCEDURE_WEAK
MODIFIERS = ANATOMY + MODIFIER + DEFECT + DRUG_MODIFIER + PROCEDURE_MODIFIER

KIND_OF = {
    **dict.fromkeys(CONDITION + CONDITION_MEDIUM + CONDITION_WEAK + CONDITION_BOUND, "condition"),
    **dict.fromkeys(DRUG + DRUG_WEAK + DRUG_BOUND, "drug"),
    **dict.fromkeys(PROCEDURE + PROCEDURE_WEAK, "procedure"),
    DEVICE: "device",
    SUBSTANCE: "allergy",
}
TAG_OF_KIND = {"condition": CONDITION, "drug": DRUG, "procedure": PROCEDURE, "device": DEVICE, "allergy": SUBSTANCE}

# What a head that names nothing alone needs somewhere to its left.
NEEDS = {
    CONDITION_MEDIUM: frozenset(MODIFIERS + HEADS + UNKNOWN),
    CONDITION_WEAK: frozenset(ANATOMY + DEFECT + NAMES + UNKNOWN),
    CONDITION_BOUND: frozenset(DEFECT),
    DRUG_WEAK: frozenset(DRUG_MODIFIER + PROCEDURE_MODIFIER + ANATOMY + NAMES + PROCEDURE_WEAK),
    DRUG_BOUND: frozenset(DRUG_MODIFIER + DRUG),
    PROCEDURE_WEAK: frozenset(PROCEDURE_MODIFIER + ANATOMY + DRUG_MODIFIER + NAMES),
}
