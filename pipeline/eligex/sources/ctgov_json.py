"""ClinicalTrials.gov API v2 JSON: one study, an array, ``{"studies": [...]}``, or one study a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .json_records import json_records, parse
from .shape import Json, child, objects, string, strings

FORMAT = "ctgov-json"
_SIGN = re.compile(r'"protocolSection"\s*:')


@reader(FORMAT)
class CtgovJson:
    """Reader of the current API's JSON."""

    def sniff(self, blob: Blob) -> int:
        """Look for the section that opens every study."""
        return 90 if _SIGN.search(blob.head_text()) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a study."""
        return read_each(blob.uri, json_records(blob), lambda record: study_trial(blob.uri, record))


def study_trial(uri: str, record: RawRecord) -> Trial:
    """Return the trial of one study."""
    study = parse(record.raw)
    protocol = child(study, "protocolSection")
    if not protocol:
        raise RecordError("bad-shape", "no protocolSection: not a study of the ClinicalTrials.gov API v2")
    build = TrialBuilder(FORMAT, uri, record.raw)
    _identify(build, child(protocol, "identificationModule"))
    description = child(protocol, "descriptionModule")
    build.text("summary", string(description, "briefSummary"))
    build.text("description", string(description, "detailedDescription"))
    conditions = child(protocol, "conditionsModule")
    build.listed("conditions", strings(conditions, "conditions"))
    build.listed("keywords", strings(conditions, "keywords"))
    _arms(build, child(protocol, "armsInterventionsModule"))
    _eligibility(build, child(protocol, "eligibilityModule"))
    _study(build, protocol)
    return build.build()


def _identify(build: TrialBuilder, module: Json) -> None:
    build.trial_id = string(module, "nctId")
    others = [child(module, "orgStudyIdInfo"), *objects(module, "secondaryIdInfos")]
    build.secondary_ids = [*(string(info, "id") for info in others), *strings(module, "nctIdAliases")]
    build.text("title", string(module, "briefTitle"))
    build.text("official_title", string(module, "officialTitle"))


def _arms(build: TrialBuilder, module: Json) -> None:
    for index, intervention in enumerate(objects(module, "interventions")):
        name, description = string(intervention, "name"), string(intervention, "description")
        build.item("interventions", index, name=name, description=description)
    for index, arm in enumerate(objects(module, "armGroups")):
        build.item("arms", index, description=string(arm, "description"))


def _eligibility(build: TrialBuilder, module: Json) -> None:
    build.text("eligibility", string(module, "eligibilityCriteria"))
    build.age(string(module, "minimumAge"), string(module, "maximumAge"))
    build.sex = string(module, "sex")
    build.volunteers = module.get("healthyVolunteers")


def _study(build: TrialBuilder, protocol: Json) -> None:
    design = child(protocol, "designModule")
    build.study = {
        "type": string(design, "studyType"),
        "status": string(child(protocol, "statusModule"), "overallStatus"),
        "phase": "/".join(strings(design, "phases")),
        "sponsor": string(child(protocol, "sponsorCollaboratorsModule", "leadSponsor"), "name"),
    }
    info = child(design, "enrollmentInfo")
    build.participants(string(info, "count"), string(info, "type"))
