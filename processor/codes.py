"""Reads the dated code lists of schema/codes/ and says everything that is wrong with them.

Law, helplines and ways of speaking move, so they are data. A council may keep a folder of its
own phrase files; they add to the shipped lists of the same name and replace nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from processor.errors import SettingsError
from processor.incident.code_rows import (
    Row,
    Unfit,
    category_of,
    label_of,
    role_of,
    service_of,
    text_of,
    texts_of,
)
from processor.incident.codes import Codes, Phrase
from processor.incident.learned import Labelled, Learned, labelled_of, learned_of
from processor.incident.phrase_rules import faults, known_codes
from processor.shipped import shipped

T = TypeVar("T")

_WORD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a council adds. phrases_folder: of its own phrase files, "" for none."""

    phrases_folder: str = ""

    def beside(self, file: Path) -> Settings:
        """Return the same with the folder as seen from the settings file `file`."""
        folder = self.phrases_folder.strip()
        return Settings(phrases_folder=str(file.parent / folder) if folder else "")

    @property
    def folder(self) -> Path | None:
        """The folder, None where there is none."""
        return Path(self.phrases_folder) if self.phrases_folder else None


def load_codes(folder: Path | None = None) -> Codes:
    """Return every shipped list, with the phrase files of the council's own `folder` if given.

    Raises SettingsError that names the file and key of each fault, all of them at once. A
    council's own phrases are checked here; for ours see `phrase_faults`.
    """
    reader = _Reader()
    codes = reader.codes(shipped("schema", "codes"))
    if folder:
        codes = reader.with_own(codes, folder)
    if reader.problems:
        raise SettingsError(list(dict.fromkeys(reader.problems)))
    return codes


@cache
def load_labelled() -> tuple[Labelled, ...]:
    """Return the labelled sentences that the model was learned from."""
    folder = shipped("schema", "codes", "sentences")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.tsv"))]
    return tuple(labelled for text in texts for labelled in labelled_of(text))


def phrase_faults(codes: Codes) -> list[str]:
    """One line for each fault of a phrase in `codes`, the place where it stands first."""
    return [fault for name in codes.phrases for fault in _faults(name, codes.phrases[name], codes)]


def _faults(name: str, phrases: Iterable[Phrase], codes: Codes) -> list[str]:
    """What is wrong with `phrases` as part of the list `name`, whose codes `codes` know."""
    known = known_codes(name, codes)
    return [f"{phrase.place}: {fault}" for phrase in phrases for fault in faults(phrase, known)]


class _Reader:
    """Collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._dates = [date.min]
        self._jurisdictions: list[str] = []
        self._shared: Mapping[str, str] = {}
        self._own: Path | None = None

    def codes(self, root: Path) -> Codes:
        """Return the lists under `root`; whatever is wrong is added to `problems`."""
        categories = self._rows(root / "categories.toml", "category", category_of)
        roles = self._rows(root / "roles.toml", "role", role_of)
        self._shared = self._words(root / "words.toml", self._content(root / "words.toml"))
        return Codes(
            categories={category.code: category for category in categories},
            channels=dict(self._rows(root / "channels.toml", "channel", label_of)),
            level_rules=dict(self._rows(root / "levels.toml", "level_rule", label_of)),
            risk_factors=dict(self._rows(root / "risk_factors.toml", "risk_factor", label_of)),
            strands=dict(self._rows(root / "strands.toml", "strand", label_of)),
            places=dict(self._rows(root / "places.toml", "place", label_of)),
            roles={role.code: role for role in roles},
            support=tuple(self._rows(root / "support.toml", "service", service_of)),
            phrases=self._phrases(root / "phrases"),
            learned=self._learned(root / "learned.tsv"),
            jurisdiction=self._jurisdiction(),
            dated=max(self._dates),
        )

    def _learned(self, path: Path) -> Learned:
        try:
            return learned_of(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self.problems.append(f"{path.name}: cannot be read: {type(error).__name__}")
            return Learned(offsets={}, weights={})

    def with_own(self, codes: Codes, folder: Path) -> Codes:
        """Return `codes` with the phrases in the council's `folder` behind those of each list."""
        self._own = folder
        if not folder.is_dir():
            self.problems.append(f"[reading] phrases_folder: there is no folder {folder}")
        phrases = dict(codes.phrases)
        for name, own in self._phrases(folder).items():
            if name in codes.phrases:
                self.problems += _faults(name, own, codes)
                phrases[name] = (*codes.phrases[name], *own)
            else:
                known = ", ".join(f"{known}.toml" for known in sorted(codes.phrases))
                self.problems.append(f"{folder.name}/{name}.toml: take one of these names: {known}")
        return replace(
            codes, phrases=phrases, jurisdiction=self._jurisdiction(), dated=max(self._dates)
        )

    def _phrases(self, folder: Path) -> dict[str, tuple[Phrase, ...]]:
        """Return the phrases of each file in `folder`, by the name of the file."""
        lists = {}
        for path in sorted(folder.glob("*.toml")):
            content = self._content(path)
            build = partial(_phrase, words=self._words(path, content))
            built = self._built(path, content, "phrase", build)
            lists[path.stem] = tuple(replace(phrase, place=place) for place, phrase in built)
        return lists

    def _words(self, path: Path, content: Row) -> dict[str, str]:
        """Return the shared classes of words and those of one file, each with those above it."""
        words = dict(self._shared)
        table = content.get("words", {})
        if not isinstance(table, dict):
            self.problems.append(f"{self._named(path)}: words is not a table")
            return words
        for name, alternatives in table.items():
            try:
                words[name] = _filled(str(alternatives), words)
            except Unfit as fault:
                self.problems.append(f"{self._named(path)}: words: {name}: {fault}")
        return words

    def _rows(self, path: Path, table: str, build: Callable[[Row], T]) -> list[T]:
        return [value for _, value in self._built(path, self._content(path), table, build)]

    def _built(
        self, path: Path, content: Row, table: str, build: Callable[[Row], T]
    ) -> list[tuple[str, T]]:
        """Return each row built, with the place where it stands."""
        rows = content.get(table, [])
        if not isinstance(rows, list) or not rows:
            self.problems.append(f"{self._named(path)}: no [[{table}]] in it")
            return []
        built = []
        for number, row in enumerate(rows, start=1):
            place = f"{self._named(path)}: {table} {number}"
            try:
                built.append((place, build(row if isinstance(row, dict) else {})))
            except Unfit as fault:
                self.problems.append(f"{place}: {fault}")
        return built

    def _content(self, path: Path) -> Row:
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError:
            self.problems.append(f"{self._named(path)}: the file is missing or cannot be read")
            return {}
        except ValueError as error:
            self.problems.append(f"{self._named(path)}: not TOML in UTF-8: {error}")
            return {}
        self._note_head(path, content)
        return content

    def _note_head(self, path: Path, content: Row) -> None:
        dated, jurisdiction = content.get("dated"), content.get("jurisdiction")
        if isinstance(dated, date):
            self._dates.append(dated)
        else:
            self.problems.append(f"{self._named(path)}: dated: write a date such as 2026-11-22")
        if isinstance(jurisdiction, str):
            self._jurisdictions.append(jurisdiction)
        else:
            self.problems.append(f"{self._named(path)}: jurisdiction: missing")

    def _jurisdiction(self) -> str:
        names = sorted(set(self._jurisdictions))
        if len(names) > 1:
            self.problems.append(f"jurisdiction: the lists disagree: {', '.join(names)}")
        return names[0] if names else ""

    def _named(self, path: Path) -> str:
        """The file as it is called to people: one of the council's own with its folder."""
        return f"{path.parent.name}/{path.name}" if path.parent == self._own else path.name


def _phrase(row: Row, words: Mapping[str, str]) -> Phrase:
    pattern = _filled(text_of(row, "pattern"), words)
    return Phrase(
        code=text_of(row, "code"),
        pattern=pattern,
        example=text_of(row, "example"),
        near_misses=texts_of(row, "not"),
    )


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return `pattern` with each {name} replaced by its alternatives, as one group."""
    unknown = [name for name in _WORD.findall(pattern) if name not in words]
    if unknown:
        raise Unfit(f"pattern: no words are called {{{unknown[0]}}}")
    return _WORD.sub(lambda match: f"(?:{words[match[1]]})", pattern)
