"""Which words of a trial's intervention list are taken for drugs."""

from __future__ import annotations

import pytest

from eligex.drugs.interventions import intervention_names
from eligex.unit import Context, DocumentView


def names(*interventions: str) -> set[str]:
    index = intervention_names(DocumentView((), (), Context(interventions=interventions)))
    text = " ; ".join(interventions)
    return {match.payload for match in index.find(text, text.lower())} if index else set()


@pytest.mark.parametrize("name", ["QB123a", "rhXYZ-7", "IL-12", "recombinant interleukin-4", "VQ-9 (oral)"])
def test_a_coded_name_is_a_drug(name: str) -> None:
    assert len(names(name)) == 1


@pytest.mark.parametrize(
    "word",
    ["week12", "D1-D14", "grade-2", "NCT01234567", "L04AC07", "COVID-19-related", "q12hr", "EQ-5D-5L", "IgG1", "CD11b"],
)
def test_what_only_looks_like_a_code_is_none(word: str) -> None:
    assert names(f"Blood is drawn and kept ({word})") == set()


def test_a_target_in_a_description_is_no_drug() -> None:
    assert names("MUC1 antigen") == set()
    assert names("Measurement of IL-12 and TGF-beta1 in the blood of all participants") == set()
    assert names("VQ-900 with MUC1 antigen") == {"VQ-900"}
