"""Real exports, where they are at hand: every record comes out, with what its register says."""

from __future__ import annotations

import gzip
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import RegistryAge, Trial

from .plainly import Plain, meaning, plain_age, plain_records, plain_sex, squeezed

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
    paths = sorted((shared / "registry" / "raw_samples" / folder).iterdir())
    items = list(open_trials(paths))
    assert Counter(item.source.format if isinstance(item, Trial) else item.error for item in items) == SAMPLES[folder]
    trials = [item for item in items if isinstance(item, Trial)]
    records = [record for path in paths for record in plain_records(path)]
    assert [trial.trial_id for trial in trials] == [record.trial_id for record in records]
    assert all(trial.registry != "unknown" for trial in trials)
    differing = {
        trial.trial_id: difference
        for trial, record in zip(trials, records, strict=True)
        if (difference := list(_differences(trial, record)))
    }
    assert differing == {}


def _differences(trial: Trial, record: Plain) -> Iterator[str]:
    """Yield what differs between a trial and its source, read plainly; what that cannot read is passed over."""
    texts = [text for field, text in trial.fields.items() if field.startswith("eligibility")]
    if squeezed("".join(texts)) != squeezed("".join(record.criteria)):
        yield "criteria"
    limits = trial.registry_age or RegistryAge()
    for raw, limit, upper in ((record.low, limits.min, False), (record.high, limits.max, True)):
        wanted = plain_age(raw, upper=upper)
        if not isinstance(wanted, str) and wanted != (limit and (limit.value, limit.unit)):
            yield f"age {raw!r} read as {limit}"
    if plain_sex(record.sex) not in {None, trial.registry_sex}:
        yield f"sex {record.sex!r} read as {trial.registry_sex}"


def test_the_plain_reading_reads_nearly_all(shared: Path) -> None:
    folders = shared / "registry" / "raw_samples"
    records = [r for folder in SAMPLES for path in sorted((folders / folder).iterdir()) for r in plain_records(path)]
    ages = [plain_age(raw, upper=upper) for r in records for raw, upper in ((r.low, False), (r.high, True))]
    assert len(records) == 2857
    assert sum(isinstance(age, str) for age in ages) < 0.03 * len(ages)
    assert sum(isinstance(age, tuple) for age in ages) > 0.3 * len(ages)
    assert sum(plain_sex(record.sex) is not None for record in records) > 0.4 * len(records)


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


def _words(trial: Trial) -> list[str]:
    """Return the lines' words, so that trials that are wrapped alike are alike, whatever their margin."""
    text = "\n".join(text for field, text in trial.fields.items() if field.startswith("eligibility"))
    return [" ".join(line.split()) for line in text.replace("\\", "").splitlines() if line.strip()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "step", "least"),
    [("ctgov_legacy_xml", 2, 50), ("ctgov_v1_fullstudies_json", 8, 20), ("ctgov_csv_exports", 24, 15)],
)
def test_a_study_in_two_formats_has_the_same_requirements(
    shared: Path, nlp: Pipeline, folder: str, step: int, least: int
) -> None:
    samples = itertools.islice(open_trials([shared / "registry" / "raw_samples" / folder]), 0, None, step)
    sampled = {trial.trial_id: trial for trial in samples if isinstance(trial, Trial)}
    compared = 0
    for trial in open_trials([shared / "registry" / "ctgov_records.jsonl.gz"]):
        other = sampled.get(trial.trial_id or "")
        if isinstance(trial, Trial) and other and _words(trial) == _words(other):
            compared += 1
            one, two = (
                [meaning(item) for criterion in record["criteria"] for item in criterion["requirements"]]
                for record in (nlp.extract(trial).to_json(), nlp.extract(other).to_json())
            )
            assert one == two, trial.trial_id
    assert compared >= least
