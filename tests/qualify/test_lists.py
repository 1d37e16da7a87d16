"""Sub-criteria of "except the following:" are exceptions, not exclusions."""

from __future__ import annotations

import eligex
from eligex.pipeline import Pipeline

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
