"""The document extractors: findings, roles, make-up and what the tables add."""

from __future__ import annotations

from eligex.extractors.drugs import create_drugs
from eligex.extractors.mechanisms import create_mechanisms
from eligex.mechanisms.lint import lint_mechanisms
from eligex.unit import Context, DocumentView, Finding, Passage, Unit


def view(
    interventions: tuple[str, ...] = (), abbreviations: dict[str, str] | None = None, **texts: str
) -> DocumentView:
    passages, start = [], 0
    for role, text in texts.items():
        passages.append(Passage(role.replace("__", "."), text, start))
        start += len(text) + 2
    units = tuple(Unit(text=p.text, start=p.start, section="exclusion") for p in passages if p.role == "eligibility")
    context = Context(interventions=interventions, abbreviations=abbreviations or {})
    return DocumentView(tuple(passages), units, context)


def mechanisms(doc: DocumentView) -> list[tuple[str, str, str | None, str]]:
    found = [f for f in create_mechanisms()(doc) if f["kind"] == "mechanism"]
    return [(f["drug"], f["action"], f["target"]["symbol"], f["source"]) for f in found]


def mentions(doc: DocumentView) -> list[Finding]:
    return list(create_drugs()(doc))


def test_roles_follow_the_place() -> None:
    doc = view(title="Telitacicept in lupus", description="Ibuprofen is allowed.", eligibility="Any use of rituximab.")
    assert [(f["name"], f["role"]) for f in mentions(doc)] == [
        ("telitacicept", "investigational"),
        ("ibuprofen", "mentioned"),
        ("rituximab", "excluded"),
    ]


def test_make_up_of_a_fusion_protein() -> None:
    text = "Telitacicept is composed of the soluble part of TACI and the Fc part of human IgG1. It is given weekly."
    (mention,) = mentions(view(description=text))
    assert mention["composition"] == "the soluble part of TACI and the Fc part of human IgG1"
    assert "fusion protein" in mention["classes"]
    assert text[mention["start"] : mention["end"]] == "Telitacicept"


def test_the_table_speaks_where_the_text_is_silent() -> None:
    assert mechanisms(view(title="Nivolumab in melanoma")) == [("nivolumab", "inhibitor", "PDCD1", "table")]
    stated = view(title="Nivolumab in melanoma", summary="Nivolumab is an antibody that binds PD-1.")
    assert mechanisms(stated) == [("nivolumab", "binder", "PDCD1", "text")]


def test_a_stem_speaks_for_a_drug_no_table_holds() -> None:
    assert mechanisms(view(title="Trial of zorvegliptin")) == [("zorvegliptin", "inhibitor", "DPP4", "stem")]


def test_a_bare_description_speaks_of_its_intervention() -> None:
    doc = view(
        interventions=("AB1234",), interventions__name="AB1234", interventions__description="An oral CCR5 antagonist."
    )
    assert ("AB1234", "antagonist", "CCR5", "text") in mechanisms(doc)


def test_a_class_in_the_criteria_counts_as_a_drug() -> None:
    doc = view(eligibility="Prior use of an EGFR-TKI.")
    assert mechanisms(doc) == [("EGFR-TKI", "inhibitor", "EGFR", "text")]


def test_an_abbreviated_drug_gets_its_long_form() -> None:
    doc = view(abbreviations={"ZVX": "Zelvorin"}, summary="ZVX is a selective renin inhibitor.")
    found = list(create_mechanisms()(doc))
    assert {f.get("name", f.get("drug")) for f in found} == {"Zelvorin"}


def test_tables_pass_their_lint() -> None:
    assert lint_mechanisms() == []
