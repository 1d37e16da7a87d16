"""What the raw samples hold, read in the plainest way there is, to check the readers against.

No code of the readers is used: whole files, ``json.loads``, regular expressions.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = Any


@dataclass(frozen=True)
class Plain:
    """A record as its source has it: texts that hold its criteria, and its fields as written."""

    trial_id: str
    criteria: tuple[str, ...]
    low: str = ""
    high: str = ""
    sex: str = ""


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def plain_records(path: Path) -> Iterator[Plain]:
    """Yield the records of one sample file, in its order."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8-sig")
    name = path.name.removesuffix(".gz")
    if name.endswith(".xml"):
        yield _xml(text)
    elif name.endswith(".csv"):
        yield from _csv(text)
    elif name.endswith(".txt"):
        yield from _eu_ctr(text)
    elif name.endswith(".jsonl"):
        yield from (_ictrp(json.loads(line)) for line in text.splitlines())
    else:
        yield from _json(json.loads(text))


def _xml(text: str) -> Plain:
    def inside(pattern: str) -> str:
        found = re.search(pattern, text, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    criteria = inside(r"<criteria>\s*<textblock>(.*?)</textblock>")
    ages = [inside(f"<{side}_age>(.*?)</{side}_age>") for side in ("minimum", "maximum")]
    return Plain(inside(r"<nct_id>\s*(.*?)\s*</nct_id>"), (criteria,), *ages, inside("<gender>(.*?)</gender>"))


def _csv(text: str) -> Iterator[Plain]:
    csv.field_size_limit(sys.maxsize)
    for row in csv.DictReader(io.StringIO(text, newline="")):
        cells = {name.lstrip("#").replace("_", "").lower(): cell for name, cell in row.items()}
        criteria = next(cells[name] for name in ("eligibility", "eligibilitycriteria") if name in cells)
        yield Plain(cells["nctid"], (criteria,), cells.get("minimumage", ""), cells.get("maximumage", ""))


def _ictrp(row: Json) -> Plain:
    criteria = tuple(str(row.get(f"{side} Criteria") or "") for side in ("Inclusion", "Exclusion"))
    fields = [str(row.get(f"Inclusion {name}") or "") for name in ("agemin", "agemax", "gender")]
    return Plain(str(row["TrialID"]), criteria, *fields)


def _eu_ctr(text: str) -> Iterator[Plain]:
    for record in text.split("\nSummary\n")[1:]:
        link = re.search(r"/ctr-search/trial/(\d{4}-\d{6}-\d\d)/(\w+)", record)
        assert link
        parts = [
            re.search(rf"\nE\.{number} Principal {side} criteria: ?(.*?)(?=\nE\.\d)", record, re.DOTALL)
            for number, side in ((3, "inclusion"), (4, "exclusion"))
        ]
        lines = dict(line.rsplit(": ", 1) for line in record.splitlines() if line.startswith("F.") and ": " in line)
        yield Plain(f"{link[1]}-{link[2]}", tuple(part[1] if part else "" for part in parts), *_eu_people(lines))


_GROUPS = (
    ("newborns 0", "0 days", "27 days"),
    ("infants and toddlers", "28 days", "23 months"),
    ("children 2", "2 years", "11 years"),
    ("adolescents", "12 years", "17 years"),
    ("adults", "18 years", "64 years"),
    ("elderly", "65 years", ""),
)


def _eu_people(answers: dict[str, str]) -> tuple[str, str, str]:
    """Return ages and sex from the yes and no of the form's age groups and sexes."""
    yes = [re.sub("[^a-z0-9]+", " ", label.lower()) for label, answer in answers.items() if answer == "Yes"]
    ages = [group for group in _GROUPS if any(group[0] in label for label in yes)]
    sexes = " ".join(sex for sex in ("female", "male") if any(label.endswith(f" {sex}") for label in yes))
    return ages[0][1] if ages else "", ages[-1][2] if ages else "", sexes


def _json(found: Json) -> Iterator[Plain]:
    if isinstance(found, list):
        for one in found:
            yield from _json(one)
    elif "studies" in found:
        yield from _json(found["studies"])
    elif "FullStudiesResponse" in found:
        yield from (_v1(one) for one in found["FullStudiesResponse"]["FullStudies"])
    elif "FullStudy" in found:
        yield _v1(found["FullStudy"])
    elif "Study" in found:
        yield _v1(found)
    else:
        yield _one_json(found)


def _v1(found: Json) -> Plain:
    section = found["Study"]["ProtocolSection"]
    module = section.get("EligibilityModule", {})
    fields = [module.get(name, "") for name in ("MinimumAge", "MaximumAge", "Gender")]
    return Plain(section["IdentificationModule"]["NCTId"], (module.get("EligibilityCriteria", ""),), *fields)


def _one_json(found: Json) -> Plain:
    if "protocolSection" in found:
        section = found["protocolSection"]
        module = section.get("eligibilityModule", {})
        fields = [module.get(name, "") for name in ("minimumAge", "maximumAge", "sex")]
        return Plain(section["identificationModule"]["nctId"], (module.get("eligibilityCriteria", ""),), *fields)
    if "id_info" in found:
        module = found["eligibility"]
        fields = [module.get(name, "") for name in ("minimum_age", "maximum_age", "gender")]
        return Plain(found["id_info"]["nct_id"], (module.get("criteria", {}).get("textblock", ""),), *fields)
    if "drksId" in found:
        return _drks(found)
    if "isrctn" in found:
        people = found["participants"]
        return Plain(f"ISRCTN{found['isrctn']}", (people["inclusion"], people["exclusion"]), sex=people["gender"])
    if "a2_eudract_number" in found:
        country = found["x1_eudract_number"] if "x1_eudract_number" in found else found["a2_eudract_number"]
        criteria = (found["e3_principal_inclusion_criteria"], found["e4_principal_exclusion_criteria"])
        answers = {key: str(value) for key, value in found.items() if key.startswith("f")}
        return Plain(country, criteria, *_eu_people(answers))
    return _ctis(found)


def _drks(found: Json) -> Plain:
    people = found["recruitment"]
    english = [part for part in people["recruitmentDescriptions"] if part["idLocale"]["locale"] == "en"]
    ages = [
        " ".join(str(people[name][key]) for key in ("amount", "value", "unit") if people[name].get(key))
        for name in ("minimumAge", "maximumAge")
    ]
    criteria = (english[0]["inclusionCriteria"], english[0]["exclusionCriteria"])
    return Plain(found["drksId"], criteria, *ages, people["gender"])


def _ctis(found: Json) -> Plain:
    part = found.get("authorizedApplication", found)["authorizedPartI"]
    criteria = part["trialDetails"]["trialInformation"]["eligibilityCriteria"]
    texts = [
        one[name]
        for name in ("principalInclusionCriteria", "principalExclusionCriteria")
        for one in criteria.get(name, [])
    ]
    return Plain(found["ctNumber"], tuple(texts), sex=found.get("gender", ""))


_AGE = re.compile(r"(\d+)(?:\.0)? ?(year|month|week|day|hour|minute)?s?(?: old)?", re.IGNORECASE)
_NO_LIMIT = ("", "n/a", "na", "none", "no limit", "not applicable", "null", "-", "no_max_age", "no_min_age")
_OLDEST = 120


def plain_age(raw: str, *, upper: bool) -> tuple[int, str] | str | None:
    """Return an age limit, None for no limit, and the text itself where it is written in any less simple way."""
    if raw.strip().lower() in _NO_LIMIT:
        return None
    found = _AGE.fullmatch(raw.strip())
    if not found:
        return raw
    value, unit = int(found[1]), (found[2] or "year").lower()
    return None if upper and unit == "year" and (value == 0 or value > _OLDEST) else (value, unit)


def plain_sex(raw: str) -> str | None:
    """Return a sex, or None where it is not told in so many words."""
    words = {word.removesuffix("s") for word in re.findall("[a-z]+", raw.lower())}
    if words & {"all", "both"} or {"male", "female"} <= words:
        return "all"
    return next((sex for sex in ("female", "male") if sex in words), None)


def meaning(node: Any) -> Any:
    """Return what a requirement of a record says, without where it says it and how its lines are broken."""
    if isinstance(node, dict):
        return {key: meaning(value) for key, value in node.items() if key not in {"id", "evidence"}}
    if isinstance(node, list):
        return [meaning(item) for item in node]
    return " ".join(node.split()) if isinstance(node, str) else node
