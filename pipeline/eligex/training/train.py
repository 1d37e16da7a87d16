"""One command from corpora to a package."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from ..errors import InputError
from .export import export_model, write_package
from .model import Tagger
from .settings import Refine, Settings, Student
from .steps import Items, averaged, distil, joined, refine
from .teaching import Teaching


class Training:
    """The steps of a model's configuration, from the teachers on."""

    def __init__(self, settings: Settings, teaching: Teaching) -> None:
        self._settings = settings
        self._teaching = teaching
        self._work = teaching.work

    def run(self, packages: Path) -> None:
        """Do all steps, leave each run's model in the work folder and write the package of their mean."""
        distilling, package = self._settings.distil, self._settings.package
        self._check()
        teachers = self._teaching.teachers()
        items = self._teaching.items(teachers)
        runs = [self._students(teachers[-1], items, seed) for seed in distilling.seeds]
        files = self._work.folder / package.name
        self._export([averaged(list(states)) for states in zip(*runs, strict=True)], files)
        write_package(files, package, packages / package.name)

    def _check(self) -> None:
        for folder in self._settings.refine.models if self._settings.refine else []:
            if not Path(folder).is_dir():
                raise InputError(
                    f"{folder}: no such model to learn from; the configuration's [refine] says which it is"
                )

    def _students(self, start: dict[str, Any], items: Items, seed: int) -> list[dict[str, Any]]:
        """Return the students of a run and leave its model in the work folder."""
        run, students = f"{self._settings.package.name}-{seed}", self._settings.distil.students
        names = [f"{run}-{number}" for number in range(len(students))]
        states = [
            self._work.step(name, partial(self._distil, start, items, seed, student))
            for name, student in zip(names, students, strict=True)
        ]
        if refining := self._settings.refine:
            for name, state in zip(names, states, strict=True):
                self._export([state], self._work.folder / name)
            models = [*(self._work.folder / name for name in names), *map(Path, refining.models)]
            again = cache(partial(joined, items, models))
            states = [
                self._work.step(f"{name}-refined", partial(self._refine, state, again, seed, student, refining))
                for name, state, student in zip(names, states, students, strict=True)
            ]
        self._export(states, self._work.folder / run)
        return states

    def _distil(self, start: dict[str, Any], items: Items, seed: int, student: Student) -> dict[str, Any]:
        return distil(self._teaching.folder, start, items, seed, student, self._work.log)

    def _refine(
        self, state: dict[str, Any], items: Callable[[], Items], seed: int, student: Student, settings: Refine
    ) -> dict[str, Any]:
        rate = student.learning_rate / settings.slower
        student = student.model_copy(update={"epochs": settings.epochs, "learning_rate": rate})
        return refine(self._teaching.folder, state, items(), settings.seed + seed, student, self._work.log)

    def _export(self, states: list[dict[str, Any]], folder: Path) -> None:
        models = [Tagger.of(self._teaching.folder, state) for state in states]
        export_model(models, self._teaching.vocabulary, self._settings.package, folder)
