"""``eligex schema``: the JSON Schema of the output."""

from __future__ import annotations

import typer


def command() -> None:
    """Print the JSON Schema of the eligibility record."""
    import json

    from ..types import EligibilityRecord

    typer.echo(json.dumps(EligibilityRecord.model_json_schema(by_alias=True, mode="serialization"), indent=2))
