"""Real exports, where they are at hand: every record comes out, with what its register says."""

from __future__ import annotations

import gzip
import itertools
from collections import Counter
from pathlib import Path

import orjson
import pytest

from eligex.sources import open_trials
from eligex.types import Trial

pytestmark = pytest.mark.shared

SAMPLES = {
    "ctgov_csv_exports": {"csv": 1434},
    "ctgov_legacy_xml": {"ctgov-xml": 116},
    "ctgov_v1_fullstudies_json": {"ctgov-v1": 207},
    "ctgov_v2_json": {"ctgov-json": 349},
    "ctrdata_json_ctis_euctr_isrctn_ctgov2": {
        "ctgov-xml-json": 48,
        "eu-ctr-json": 25,
        "isrctn-json": 10,
        "ctgov-json": 10,
        "ctis-json": 9,
    },
    "drks_json": {"drks-json": 2},
    "eu_ctr_text": {"eu-ctr": 10},
    "who_ictrp": {"json-rows": 637},
}


@pytest.mark.parametrize("folder", SAMPLES)
def test_raw_samples(shared: Path, folder: str) -> None:
    items = list(open_trials([shared / "registry" / "raw_samples" / folder]))
    assert Counter(item.source.format if isinstance(item, Trial) else item.error for item in items) == SAMPLES[folder]
    trials = [item for item in items if isinstance(item, Trial)]
    assert all(trial.registry != "unknown" for trial in trials)
    lacking = sum(any(warning.code == "no-eligibility" for warning in trial.warnings) for trial in trials)
    assert lacking <= 0.02 * len(trials)


def test_no_record_of_the_collections_is_lost(shared: Path) -> None:
    path = shared / "registry" / "ctgov_records.jsonl.gz"
    with gzip.open(path) as lines:
        for line, trial in itertools.islice(zip(lines, open_trials([path]), strict=False), 1500):
            protocol = orjson.loads(line)["protocolSection"]
            assert isinstance(trial, Trial)
            assert trial.trial_id == protocol["identificationModule"]["nctId"]
            criteria = protocol.get("eligibilityModule", {}).get("eligibilityCriteria")
            assert trial.fields.get("eligibility") == (criteria or None)


def test_a_study_is_the_same_in_xml_and_v2(shared: Path) -> None:
    raw = shared / "registry" / "raw_samples"
    from_xml = {trial.trial_id: trial for trial in open_trials([raw / "ctgov_legacy_xml"]) if isinstance(trial, Trial)}
    with gzip.open(shared / "registry" / "ctgov_records.jsonl.gz") as lines:
        wanted = [line for line in lines if any(trial_id.encode() in line[:200] for trial_id in from_xml)]
    compared = 0
    for line in wanted:
        protocol = orjson.loads(line)["protocolSection"]
        trial = from_xml[protocol["identificationModule"]["nctId"]]
        module = protocol.get("eligibilityModule", {})
        same = [
            "".join((text or "").split())
            for text in (module.get("eligibilityCriteria"), trial.fields.get("eligibility"))
        ]
        compared += same[0].replace("\\", "") == same[1].replace("\\", "")
        assert (trial.registry_sex or "").upper() == (module.get("sex") or "").upper()
    assert compared >= 0.9 * len(wanted)
