"""Sub-criteria of "except the following:" are exceptions, not exclusions."""

from __future__ import annotations

import eligex
from eligex.pipeline import Pipeline
from eligex.types import Window

_TEXT = """Exclusion Criteria:

- Malignancy within the past 5 years, except the following:
  - basal cell carcinoma of the skin treated more than 6 months ago
  - carcinoma in situ of the cervix
- Chronic hepatitis of any of the following kinds:
  - hepatitis B
"""


def test_what_is_excepted_is_not_excluded(nlp: Pipeline) -> None:
    lead, *excepted, _, hepatitis = eligex.extract(_TEXT, nlp).criteria
    (malignancy,) = lead.requirements
    skin, cervix = malignancy.exception
    assert skin.evidence[0].text == "basal cell carcinoma of the skin"
    assert skin.window is not None
    assert cervix.evidence[0].text == "carcinoma in situ of the cervix"
    assert all(criterion.requirements == () for criterion in excepted)
    assert hepatitis.requirements != ()


def test_a_window_of_the_lead_in_is_the_items_too(nlp: Pipeline) -> None:
    text = "Exclusion Criteria:\n\n- Not allowed within 6 weeks before enrolment:\n  - warfarin\n  - surgery\n"
    lead, *items = eligex.extract(text, nlp).criteria
    assert [item.parent for item in items] == [lead.id, lead.id]
    for item in items:
        (window,) = [requirement.window for requirement in item.requirements]
        assert isinstance(window, Window)
        assert (window.value, window.unit) == (6, "week")
        (evidence,) = window.evidence
        assert text[evidence.start : evidence.end] == evidence.text == "within 6 weeks before enrolment"
