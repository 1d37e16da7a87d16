"""The one definition of the flat tables that every database sink creates and fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "integer", "float", "boolean", "json"]

TABLES_VERSION = 2
"""Raised whenever tables or columns are added; databases remember which version they hold, and are brought up to it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and what it holds; ``since`` is the version that added it."""

    name: str
    type: ColumnType
    comment: str
    since: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` columns identify a row, the first of them is the trial or, for failures, the source."""

    name: str
    comment: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    since: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def _columns(spec: str) -> tuple[Column, ...]:
    """Read lines of name, type and comment; ``integer@2`` is a column that version 2 added."""
    columns = []
    for line in spec.strip().splitlines():
        name, kind, comment = line.split(maxsplit=2)
        kind, _, since = kind.partition("@")
        columns.append(Column(name, kind, comment, int(since or 1)))  # type: ignore[arg-type]
    return tuple(columns)


_EVIDENCE = """
field text name of the input field that holds the evidence
start_offset integer offset of the first character in that field
end_offset integer offset behind the last character
evidence text the characters themselves
"""

TABLES: tuple[Table, ...] = (
    Table(
        "trials",
        "One row a trial: who may take part, and the whole record as JSON.",
        ("trial_id",),
        _columns("""
trial_id text registry identifier of the trial
registry text name of the registry
title text brief title
conditions text@2 conditions that the trial is about, separated by vertical bars
study_type text type of study as the registry gives it
status text recruitment status as the registry gives it
phase text trial phase as the registry gives it
sponsor text lead sponsor
sex text all, female or male
sex_source text text or registry
healthy_volunteers boolean whether healthy volunteers are accepted
enrollment integer number of participants
age_min float lowest age, in age_min_unit
age_min_unit text year, month, week or day
age_min_inclusive boolean whether the lowest age itself is accepted
age_min_source text text or registry
age_max float highest age, in age_max_unit
age_max_unit text year, month, week or day
age_max_inclusive boolean whether the highest age itself is accepted
age_max_source text text or registry
source_uri text where the input came from
source_sha256 text hash of the input record
eligex_version text version of eligex that wrote the row
record_sha256 text@2 hash of the record but for the name of its input, by which a load knows what has not changed
record json the whole eligibility record
"""),
    ),
    Table(
        "criteria",
        "One row a criterion, as written.",
        ("trial_id", "criterion_id"),
        _columns(f"""
trial_id text trial
criterion_id text criterion, e.g. I1 or E3
position integer@2 place among the criteria of the trial, from 1
section text inclusion, exclusion or other
parent_id text criterion that this one details
level integer depth of nesting, from 1
label text bullet or number
text text the criterion
logic_op text and/or between its requirements or sub-criteria, where the text says
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "requirements",
        "One row a typed requirement; an exception names the requirement it narrows.",
        ("trial_id", "requirement_id"),
        _columns(f"""
trial_id text trial
requirement_id text requirement, e.g. I1.r2; exceptions add .x1
criterion_id text criterion
exception_to text requirement that this one is an exception to
section text inclusion, exclusion or other
kind text age, measurement, score, condition, drug ...
subject text what is required: analyte, scale, event or phrase, as written
name text its standard name, where known
code text its code (LOINC for analytes), where known
concept_id text its concept, where linked
qualifiers text further words on it (severe, active ...), separated by slashes
low float lower bound as written
low_inclusive boolean whether the lower bound itself is meant
high float upper bound as written
high_inclusive boolean whether the upper bound itself is meant
unit text UCUM unit, or time unit for ages
high_unit text time unit of the upper bound, where it differs
relative_to text ULN, LLN, baseline or control
value_text text positive, negative, normal ... or listed values
negated boolean whether the requirement is negated
status text current, history, prior, naive ...
drug_class text class of a drug requirement
mechanism text mechanism of a drug requirement
ref text criteria set (diagnostic_criteria.set_id)
at_least integer number of items of the set that must be met
dose text dose of a drug requirement
window_value float length of the time window; the first, where the text joins several
window_unit text day, week, month, year, hour or half-life
window_direction text before, after, during, at_least or within_next
window_anchor text event the window counts from
condition text when the requirement applies
confidence float confidence of a model's reading
extractor text which extractor read it
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "entities",
        "One row an entity that a model found in a criterion.",
        ("trial_id", "criterion_id", "position"),
        _columns("""
trial_id text trial
criterion_id text criterion
position integer count within the criterion
label text entity type
text text the entity
start_offset integer offset in the field of the criterion
end_offset integer offset behind the last character
negated boolean whether it is negated
concept_id text concept, where linked
confidence float confidence of the model
"""),
    ),
    Table(
        "diagnostic_criteria",
        "One row a named criteria set that a trial uses.",
        ("trial_id", "set_id"),
        _columns(f"""
trial_id text trial
set_id text catalogue id, e.g. sle-eular-acr-2019
name text canonical name
organizations text issuing bodies, separated by slashes
year integer year of the edition
version text version of the edition
disease text disease
kind text diagnostic, classification, staging, response, grading or definition
role text inclusion, exclusion or mention
resolved boolean whether the catalogue has it
at_least integer number of items that must be met
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "drugs",
        "One row a drug named in a trial.",
        ("trial_id", "drug"),
        _columns(f"""
trial_id text trial
drug text standard name
text text as first written
role text investigational, comparator, background, excluded or mentioned
classes text classes, separated by slashes
modality text antibody, small_molecule, fusion_protein ...
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "mechanisms",
        "One row an action of a drug on a target.",
        ("trial_id", "drug", "position"),
        _columns(f"""
trial_id text trial
drug text standard name of the drug
position integer count within the drug
action text inhibitor, antagonist, agonist ...
target text target as written
symbol text HGNC symbol
source text text, table or stem
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "discrepancies",
        "One row a disagreement between free text and registry fields.",
        ("trial_id", "position"),
        _columns(f"""
trial_id text trial
position integer count within the trial
subject text what disagrees, e.g. age.max
stated text what the free text says
registry text what the registry says
severity text error, warning or info
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "warnings",
        "One row a warning.",
        ("trial_id", "position"),
        _columns(f"""
trial_id text trial
position integer count within the trial
code text kind of warning
message text what it means
{_EVIDENCE.strip()}
"""),
    ),
    Table(
        "failures",
        "One row an input record that gave no eligibility record.",
        ("uri", "failure_id"),
        _columns("""
uri text where the input came from
failure_id text hash of the failure
record integer position in the input, from 1; 0 where unknown
trial_id text trial, where known
stage text read, extract or write
error text kind of error
message text what went wrong
source_sha256 text hash of the input record
"""),
    ),
)
