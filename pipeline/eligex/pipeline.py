"""The loaded pipeline: trials in, records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language

from . import __version__
from .assemble import assemble
from .document import KEY, Locator, trial_state
from .types import EligibilityRecord, Failure, Trial
from .types.record import Provenance


class Pipeline:
    """A spaCy pipeline and what a record's provenance says of it."""

    def __init__(
        self,
        nlp: Language,
        *,
        config: str,
        config_sha256: str,
        versions: dict[str, str],
        model: str | None = None,
        vocabulary: str | None = None,
    ) -> None:
        self.nlp = nlp
        self.provenance = Provenance(
            eligex=__version__,
            config=config,
            config_sha256=config_sha256,
            model=model,
            vocabulary=vocabulary,
            extractors=versions,
        )

    def extract(self, trial: Trial) -> EligibilityRecord:
        """Return the eligibility record of one trial."""
        locator = Locator(trial)
        doc = self.nlp.make_doc(locator.text)
        doc.user_data[KEY] = trial_state(trial, locator)
        return assemble(self.nlp(doc), trial, locator, self.provenance)

    def extract_many(self, trials: Iterable[Trial | Failure]) -> Iterator[EligibilityRecord | Failure]:
        """Yield one record or failure for every trial or failure that comes in, in order."""
        for trial in trials:
            yield trial if isinstance(trial, Failure) else self.extract_or_fail(trial)

    def extract_or_fail(self, trial: Trial) -> EligibilityRecord | Failure:
        """Return the record, or a Failure that names the trial and the reason."""
        try:
            return self.extract(trial)
        except Exception as error:  # one bad record must not end a run of half a million; it is reported, not lost
            return Failure(
                trial_id=trial.trial_id,
                uri=trial.source.uri,
                stage="extract",
                error=type(error).__name__,
                message=str(error),
                sha256=trial.source.sha256,
            )
