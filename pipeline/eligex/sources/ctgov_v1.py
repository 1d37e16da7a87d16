"""ClinicalTrials.gov "full studies" JSON of the first API (retired in 2024)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .json_records import json_records, parse
from .shape import Json, child, objects, string, strings

FORMAT = "ctgov-v1"
_SIGN = re.compile(r'"(?:FullStudiesResponse|ProtocolSection)"\s*:')


@reader(FORMAT)
class CtgovV1:
    """Reader of the first API's JSON."""

    def sniff(self, blob: Blob) -> int:
        """Look for the capitalised names of that API."""
        return 80 if _SIGN.search(blob.head_text()) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a study."""
        return read_each(blob.uri, json_records(blob), lambda record: _trial(blob.uri, record))


def _trial(uri: str, record: RawRecord) -> Trial:
    root = parse(record.raw)
    protocol = child(child(root, "Study") or root, "ProtocolSection")
    if not protocol:
        raise RecordError("bad-shape", "no ProtocolSection: not a study of the first ClinicalTrials.gov API")
    build = TrialBuilder(FORMAT, uri, record.raw)
    _identify(build, child(protocol, "IdentificationModule"))
    description = child(protocol, "DescriptionModule")
    build.text("summary", string(description, "BriefSummary"))
    build.text("description", string(description, "DetailedDescription"))
    conditions = child(protocol, "ConditionsModule")
    build.listed("conditions", strings(child(conditions, "ConditionList"), "Condition"))
    build.listed("keywords", strings(child(conditions, "KeywordList"), "Keyword"))
    _arms(build, child(protocol, "ArmsInterventionsModule"))
    _eligibility(build, child(protocol, "EligibilityModule"))
    _study(build, protocol)
    return build.build()


def _identify(build: TrialBuilder, module: Json) -> None:
    build.trial_id = string(module, "NCTId")
    others = objects(child(module, "SecondaryIdInfoList"), "SecondaryIdInfo")
    build.secondary_ids = [string(child(module, "OrgStudyIdInfo"), "OrgStudyId")]
    build.secondary_ids += [string(info, "SecondaryId") for info in others]
    build.secondary_ids += strings(child(module, "NCTIdAliasList"), "NCTIdAlias")
    build.text("title", string(module, "BriefTitle"))
    build.text("official_title", string(module, "OfficialTitle"))


def _arms(build: TrialBuilder, module: Json) -> None:
    for index, item in enumerate(objects(child(module, "InterventionList"), "Intervention")):
        name, description = string(item, "InterventionName"), string(item, "InterventionDescription")
        build.item("interventions", index, name=name, description=description)
    for index, arm in enumerate(objects(child(module, "ArmGroupList"), "ArmGroup")):
        build.item("arms", index, description=string(arm, "ArmGroupDescription"))


def _eligibility(build: TrialBuilder, module: Json) -> None:
    build.text("eligibility", string(module, "EligibilityCriteria"))
    build.age(string(module, "MinimumAge"), string(module, "MaximumAge"))
    build.sex = string(module, "Gender")
    build.volunteers = string(module, "HealthyVolunteers")


def _study(build: TrialBuilder, protocol: Json) -> None:
    design = child(protocol, "DesignModule")
    build.study = {
        "type": string(design, "StudyType"),
        "status": string(child(protocol, "StatusModule"), "OverallStatus"),
        "phase": "/".join(strings(child(design, "PhaseList"), "Phase")),
        "sponsor": string(child(protocol, "SponsorCollaboratorsModule", "LeadSponsor"), "LeadSponsorName"),
    }
    enrollment = child(design, "EnrollmentInfo")
    build.participants(string(enrollment, "EnrollmentCount"), string(enrollment, "EnrollmentType"))
