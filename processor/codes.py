"""Reads the dated code lists of schema/codes/ and says everything that is wrong with them.

Law, helplines and ways of speaking move, so they are data. A council may keep a folder of its
own phrase files; they add to the shipped lists of the same name and replace nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from processor.errors import SettingsError
from processor.incident.codes import Category, Codes, Phrase, Role, SupportService
from processor.shipped import shipped

T = TypeVar("T")
Table = Mapping[str, object]

_WORD = re.compile(r"\{([a-z_]+)\}")


def load_codes(folder: Path | None = None) -> Codes:
    """Return every shipped list, with the phrase files of the council's own `folder` if given.

    Raises SettingsError that names the file and key of each fault, all of them at once.
    """
    reader = _Reader()
    codes = reader.codes(shipped("schema", "codes"), folder)
    if reader.problems:
        raise SettingsError(reader.problems)
    return codes


class _Reader:
    """Collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._dates = [date.min]
        self._jurisdictions: list[str] = []

    def codes(self, root: Path, own: Path | None) -> Codes:
        """Return the lists under `root`; whatever is wrong is added to `problems`."""
        phrase_files = sorted((root / "phrases").glob("*.toml"))
        if own is not None:
            phrase_files += sorted(own.glob("*.toml"))
        categories = self._rows(root / "categories.toml", "category", _category)
        roles = self._rows(root / "roles.toml", "role", _role)
        return Codes(
            categories={category.code: category for category in categories},
            channels=self._labels(root / "channels.toml", "channel"),
            level_rules=self._labels(root / "levels.toml", "level_rule"),
            risk_factors=self._labels(root / "risk_factors.toml", "risk_factor"),
            strands=self._labels(root / "strands.toml", "strand"),
            places=self._labels(root / "places.toml", "place"),
            roles={role.code: role for role in roles},
            support=tuple(self._rows(root / "support.toml", "service", _service)),
            phrases=self._phrases(phrase_files),
            jurisdiction=self._jurisdiction(),
            dated=max(self._dates),
        )

    def _labels(self, path: Path, table: str) -> dict[str, str]:
        rows = self._rows(path, table, lambda row: (_text(row, "code"), _text(row, "label")))
        return dict(rows)

    def _phrases(self, paths: list[Path]) -> dict[str, tuple[Phrase, ...]]:
        lists: dict[str, list[Phrase]] = defaultdict(list)
        for path in paths:
            content = self._content(path)
            words = content.get("words", {})
            if not isinstance(words, dict):
                self.problems.append(f"{path.name}: words is not a table")
                words = {}
            build = partial(_phrase, words=words)
            lists[path.stem] += self._built(path, content, "phrase", build)
        return {name: tuple(phrases) for name, phrases in lists.items()}

    def _rows(self, path: Path, table: str, build: Callable[[Table], T]) -> list[T]:
        return self._built(path, self._content(path), table, build)

    def _built(
        self, path: Path, content: Table, table: str, build: Callable[[Table], T]
    ) -> list[T]:
        rows = content.get(table, [])
        if not isinstance(rows, list) or not rows:
            self.problems.append(f"{path.name}: no [[{table}]] in it")
            return []
        built = []
        for number, row in enumerate(rows, start=1):
            try:
                built.append(build(row))
            except _Unfit as fault:
                self.problems.append(f"{path.name}: {table} {number}: {fault}")
        return built

    def _content(self, path: Path) -> Table:
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError:
            self.problems.append(f"{path.name}: the file is missing or cannot be read")
            return {}
        except ValueError as error:
            self.problems.append(f"{path.name}: not TOML in UTF-8: {error}")
            return {}
        self._note_head(path, content)
        return content

    def _note_head(self, path: Path, content: Table) -> None:
        dated, jurisdiction = content.get("dated"), content.get("jurisdiction")
        if isinstance(dated, date):
            self._dates.append(dated)
        else:
            self.problems.append(f"{path.name}: dated: write a date such as 2026-11-22")
        if isinstance(jurisdiction, str):
            self._jurisdictions.append(jurisdiction)
        else:
            self.problems.append(f"{path.name}: jurisdiction: missing")

    def _jurisdiction(self) -> str:
        names = sorted(set(self._jurisdictions))
        if len(names) > 1:
            self.problems.append(f"jurisdiction: the lists disagree: {', '.join(names)}")
        return names[0] if names else ""


class _Unfit(Exception):
    """A row that cannot be used; the text says which key and why."""


def _category(row: Table) -> Category:
    return Category(
        code=_text(row, "code"),
        label=_text(row, "label"),
        offence=row.get("offence") is True,
        prompts=_texts(row, "prompts"),
    )


def _role(row: Table) -> Role:
    return Role(
        code=_text(row, "code"),
        label=_text(row, "label"),
        synonyms=_texts(row, "synonyms"),
        operation=str(row.get("operation", "")),
    )


def _service(row: Table) -> SupportService:
    verified = row.get("last_verified")
    if not isinstance(verified, date):
        raise _Unfit("last_verified: write a date such as 2026-11-22")
    return SupportService(
        name=_text(row, "name"),
        offers=_text(row, "offers"),
        contact=_text(row, "contact"),
        flags=_texts(row, "flags"),
        last_verified=verified,
    )


def _phrase(row: Table, words: Table) -> Phrase:
    pattern = _WORD.sub(lambda match: _group(match[1], words), _text(row, "pattern"))
    try:
        re.compile(pattern)
    except re.error as error:
        raise _Unfit(f"pattern: {error}") from error
    return Phrase(code=_text(row, "code"), pattern=pattern, example=_text(row, "example"))


def _group(name: str, words: Table) -> str:
    """Return the alternatives that a phrase file calls {name}, as one group."""
    if name not in words:
        raise _Unfit(f"pattern: {{{name}}} is not among the words of this file")
    return f"(?:{words[name]})"


def _text(row: Table, key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise _Unfit(f"{key}: missing or not text")
    return value


def _texts(row: Table, key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Unfit(f"{key}: write a list of texts")
    return tuple(value)
