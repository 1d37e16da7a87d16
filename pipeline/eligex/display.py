"""A record as a reader sees it: text with findings marked, requirements in words beside it."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .types import EligibilityRecord, Window
from .types.base import Bound
from .types.record import Age, AgeBound, Criterion, Drug
from .types.requirements import RequirementBase

_COLOURS = {
    "age": "cyan",
    "sex": "cyan",
    "measurement": "green",
    "score": "green",
    "count": "green",
    "condition": "red",
    "drug": "magenta",
    "procedure": "yellow",
    "device": "yellow",
    "diagnostic_criteria": "blue",
}


def render(record: EligibilityRecord) -> RenderableType:
    """Return the record as a rich renderable."""
    return Group(*_head(record), _table(record), *_notes(record))


def _head(record: EligibilityRecord) -> list[RenderableType]:
    lines: list[RenderableType] = [Text.assemble((record.trial_id, "bold"), f"  {record.title or ''}")]
    people = record.population
    facts = [f"age {_age(people.age)}"]
    if people.sex:
        facts.append(f"sex {people.sex.value} ({people.sex.source})")
    if people.healthy_volunteers:
        facts.append(f"healthy volunteers {'yes' if people.healthy_volunteers.value else 'no'}")
    if people.enrollment:
        facts.append(f"{people.enrollment.count} participants")
    lines.append(Text("  ".join(facts)))
    lines += [Text(f"criteria set: {s.name} [{s.id}] {s.role}", style="blue") for s in record.diagnostic_criteria]
    lines += [Text(f"drug: {_drug(drug)}", style="magenta") for drug in record.drugs if drug.mechanisms]
    return lines


def _age(age: Age) -> str:
    return f"{_age_bound(age.min, '>')} to {_age_bound(age.max, '<')}"


def _age_bound(bound: AgeBound | None, sign: str) -> str:
    if bound is None:
        return "no limit"
    return f"{'' if bound.inclusive else sign}{bound.value:g} {bound.unit} ({bound.source})"


def _drug(drug: Drug) -> str:
    stated = ", ".join(f"{m.action} of {m.target.symbol or m.target.text} ({m.source})" for m in drug.mechanisms)
    return f"{drug.name}: {stated}"


def _table(record: EligibilityRecord) -> Table:
    table = Table(show_lines=True, expand=True)
    for name, ratio in (("", 1), ("criterion", 8), ("requirements", 7)):
        table.add_column(name, ratio=ratio)
    for criterion in record.criteria:
        lines = [Text(describe(r), style=_COLOURS.get(r.kind, "white")) for r in criterion.requirements]
        table.add_row(criterion.id, _marked(criterion), Text("\n").join(lines))
    return table


def _notes(record: EligibilityRecord) -> list[RenderableType]:
    lines = [f"{d.severity}: {d.field}: text says {d.text}, registry says {d.registry}" for d in record.discrepancies]
    lines += [f"{w.code}: {w.message}" for w in record.warnings]
    return [Text(line, style="yellow") for line in lines]


def _marked(criterion: Criterion) -> Text:
    """Return the criterion's source text with each requirement's evidence in its colour."""
    home = criterion.evidence[0]
    text = Text(home.text)
    for requirement in criterion.requirements:
        for evidence in requirement.evidence:
            text.stylize(
                _COLOURS.get(requirement.kind, "underline"), evidence.start - home.start, evidence.end - home.start
            )
    return text


def describe(requirement: RequirementBase) -> str:
    """Return a requirement in one line of words."""
    fields = requirement.model_dump(exclude_none=True)
    subject = fields.get("analyte") or fields.get("scale") or {}
    what = subject.get("name") or subject.get("text") or fields.get("text") or fields.get("event") or fields.get("ref")
    parts = [requirement.kind, str(what or fields.get("value", "")), _range(requirement)]
    parts += [fields.get("unit") or "", fields.get("relative_to") or "", fields.get("value_text") or ""]
    parts += ["NOT" if requirement.negated else "", fields.get("status") or "", _windows(requirement)]
    if requirement.exception:
        parts.append(f"except ({'; '.join(describe(x) for x in requirement.exception)})")
    return " ".join(part for part in parts if part)


def _range(requirement: RequirementBase) -> str:
    low: Bound | None = getattr(requirement, "low", None)
    high: Bound | None = getattr(requirement, "high", None)
    values: tuple[str, ...] | None = getattr(requirement, "values", None)
    parts = []
    if low:
        parts.append(f"{'≥' if low.inclusive else '>'} {low.value:g}")
    if high:
        parts.append(f"{'≤' if high.inclusive else '<'} {high.value:g}")
    return " and ".join(parts) or ("/".join(values) if values else "")


def _windows(requirement: RequirementBase) -> str:
    if requirement.window is None:
        return ""
    windows = (requirement.window,) if isinstance(requirement.window, Window) else requirement.window
    return "; ".join(f"[{window.text}]" for window in windows)
