"""ClinicalTrials.gov legacy XML: one ``clinical_study`` a file, or many in one."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..types import Failure, Trial
from .base import Blob, RawRecord, read_each, reader
from .building import TrialBuilder
from .xml_records import parse, root_tag, text_at, texts_at, xml_records

FORMAT = "ctgov-xml"
_TAG = "clinical_study"
_ROOTS = frozenset({_TAG, "clinical_studies", "search_results"})


@reader(FORMAT)
class CtgovXml:
    """Reader of the XML that ClinicalTrials.gov served until 2024."""

    def sniff(self, blob: Blob) -> int:
        """Look at the root element."""
        return 95 if root_tag(blob) in _ROOTS else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a study."""
        return read_each(blob.uri, xml_records(blob, _TAG), lambda record: _trial(blob.uri, record))


def _trial(uri: str, record: RawRecord) -> Trial:
    study = parse(record)
    build = TrialBuilder(FORMAT, uri, record.raw)
    build.trial_id = text_at(study, "id_info/nct_id")
    for name in ("org_study_id", "secondary_id", "nct_alias"):
        build.secondary_ids += texts_at(study, f"id_info/{name}")
    build.text("title", text_at(study, "brief_title"))
    build.text("official_title", text_at(study, "official_title"))
    build.text("summary", text_at(study, "brief_summary/textblock"))
    build.text("description", text_at(study, "detailed_description/textblock"))
    build.listed("conditions", texts_at(study, "condition"))
    build.listed("keywords", texts_at(study, "keyword"))
    for index, item in enumerate(study.findall("intervention")):
        name, description = text_at(item, "intervention_name"), text_at(item, "description")
        build.item("interventions", index, name=name, description=description)
    for index, arm in enumerate(study.findall("arm_group")):
        build.item("arms", index, description=text_at(arm, "description"))
    _eligibility(build, study)
    _study(build, study)
    return build.build()


def _eligibility(build: TrialBuilder, study: Element) -> None:
    build.text("eligibility", text_at(study, "eligibility/criteria/textblock"))
    build.age(text_at(study, "eligibility/minimum_age"), text_at(study, "eligibility/maximum_age"))
    build.sex = text_at(study, "eligibility/gender")
    build.volunteers = text_at(study, "eligibility/healthy_volunteers")


def _study(build: TrialBuilder, study: Element) -> None:
    build.study = {
        "type": text_at(study, "study_type"),
        "status": text_at(study, "overall_status"),
        "phase": text_at(study, "phase"),
        "sponsor": text_at(study, "sponsors/lead_sponsor/agency"),
    }
    enrollment = study.find("enrollment")
    if enrollment is not None:
        build.participants(enrollment.text, enrollment.get("type", ""))
