"""Reads the register of those who may report, a CSV file that a council keeps in a spreadsheet.

All faults are reported at once, each with its line and its remedy and none with what the cell
says, because the cells are personal data. One fault refuses the whole file: a register read
in part would leave somebody out without a word.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from processor.errors import SettingsError
from processor.incident.codes import Role
from processor.incident.model import Person

_REQUIRED = ("name", "role", "email")
_OPTIONAL = (
    *("ward", "alternative_emails", "party", "active_from", "active_until", "phone"),
    *("safe_to_email", "safe_to_voicemail", "safe_contact", "language", "delegate_of"),
)
_ANSWERS = {"": True, "yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_MAX_CELL = 500

_BETWEEN_ROLES = re.compile(r"\s*[;/,&+]\s*|\s+and\s+")
# "cabinet member for housing", "caseworker to the member for Beckside".
_OF_WHAT = re.compile(r"\s+(?:for|to|of)\s.*")
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")
# local@domain, both in the plain ASCII forms that every mail server takes; no quoted local
# parts, no address literals: "a.b+c@members.council.example".
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?=.{{1,254}}$)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+"
)
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
# What a spreadsheet set to British English turns the former into: 9/5/2023.
_BRITISH_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def parse_register(text: str, roles: Mapping[str, Role]) -> tuple[Person, ...]:
    """Return everyone in a register, in the order of its lines.

    text: comma- or semicolon-separated, the first line naming the columns; any line ends, with
        or without a byte order mark. roles: by code, as in schema/codes/roles.toml.

    Raises SettingsError with every problem, each "line N: what is wrong; what to do".
    """
    reader = _Reader(_role_names(roles))
    persons = tuple(reader.persons(text.removeprefix("\ufeff")))
    if reader.problems:
        raise SettingsError(reader.problems)
    return persons


def _role_names(roles: Mapping[str, Role]) -> dict[str, str]:
    """Every way of writing a role, folded, with its code."""
    return {
        _folded(name): role.code
        for role in roles.values()
        for name in (role.code, role.label, *role.synonyms)
    }


@dataclass(slots=True)
class _Reader:
    """Collects problems while reading. owners: which line an address was first seen in."""

    roles: Mapping[str, str]
    problems: list[str] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)
    line: int = 1

    def persons(self, text: str) -> Iterator[Person]:
        """Yield each person whose line can be read; note the problems of the others."""
        rows = self._rows(text)
        columns = self._columns(next(rows, []))
        if not columns:
            return
        for row in rows:
            if not any(row):
                continue  # spreadsheets leave rows of nothing but commas behind
            if len(row) != len(columns):
                self._note("more or fewer cells than the first line", "quote a cell with a comma")
                continue
            if max(map(len, row)) > _MAX_CELL:
                self._note(f"a cell of more than {_MAX_CELL} characters", "shorten it")
                continue
            before = len(self.problems)
            person = self._person(dict(zip(columns, row, strict=True)))
            if len(self.problems) == before:
                yield person

    def _rows(self, text: str) -> Iterator[list[str]]:
        """Yield the cells of each line, white space folded, and keep `line` at its number."""
        first = text.partition("\n")[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        try:
            for row in lines:
                yield [" ".join(cell.split()) for cell in row]
                self.line = lines.line_num + 1
        except csv.Error:
            self._note(
                "a quote is not closed, or stands inside a cell", "save the file anew as CSV"
            )

    def _columns(self, header: list[str]) -> list[str]:
        """Return the column names, or nothing where the file cannot be read by them."""
        columns = [name.lower().replace(" ", "_") for name in header]
        missing = [name for name in _REQUIRED if name not in columns]
        if missing:
            # The line is not quoted: without these it may be a person and not the header.
            self._note(f"no column {', '.join(missing)}", "the first line must name the columns")
            return []
        for name in columns:
            if name not in {*_REQUIRED, *_OPTIONAL}:
                self._note(f"unknown column {name[:40]!r}", "correct its name or leave it out")
            elif columns.count(name) > 1:
                self._note(f"column {name} stands twice", "leave one out")
        return columns

    def _person(self, cells: dict[str, str]) -> Person:
        """One person; cells that cannot be used have become problems by then."""
        for name, cell in cells.items():
            self._check_cell(name, cell)
        get = cells.get
        starts, ends = (self._date(name, get(name, "")) for name in ("active_from", "active_until"))
        if starts and ends and ends < starts:
            self._note("active_until lies before active_from", "correct one of them")
        email, *others = self._addresses(cells["email"], get("alternative_emails", ""))
        return Person(
            name=cells["name"],
            roles=self._roles(cells["role"]),
            ward=get("ward", ""),
            email=email,
            alternative_emails=tuple(others),
            party=get("party", ""),
            active_from=starts,
            active_until=ends,
            phone=get("phone", ""),
            safe_to_email=self._answer("safe_to_email", get("safe_to_email", "")),
            safe_to_voicemail=self._answer("safe_to_voicemail", get("safe_to_voicemail", "")),
            safe_contact=get("safe_contact", ""),
            language=self._language(get("language", "")),
            delegate_of=get("delegate_of", ""),
        )

    def _check_cell(self, name: str, cell: str) -> None:
        if not cell and name in _REQUIRED:
            self._note(f"{name} is empty", "fill it in")
        if not cell.isprintable():
            self._note(f"{name} holds an invisible character", "type the cell anew")

    def _roles(self, cell: str) -> tuple[str, ...]:
        codes = self._codes(_folded(cell).strip(" ;/,&+"))
        if cell and not codes:
            self._note("the role is not in the list of roles", "see schema/codes/roles.toml")
        return tuple(dict.fromkeys(codes))

    def _codes(self, text: str) -> tuple[str, ...]:
        """Return the codes of one role or several, () where any is unknown.

        The shortest known beginning is taken first, so "police and crime commissioner" is
        one role and "councillor and MP" two.
        """
        if text in self.roles:
            return (self.roles[text],)
        for gap in _BETWEEN_ROLES.finditer(text):
            first = self.roles.get(text[: gap.start()])
            rest = self._codes(text[gap.end() :]) if first else ()
            if first and rest:
                return (first, *rest)
        what = self.roles.get(_OF_WHAT.sub("", text))
        return (what,) if what else ()

    def _addresses(self, email: str, others: str) -> list[str]:
        """Every address of a person as written, the main one first, each once."""
        found = {email.lower(): email}
        for address in filter(None, _BETWEEN_ADDRESSES.split(others)):
            found.setdefault(address.lower(), address)
        for place, (key, address) in enumerate(found.items()):
            name = "alternative_emails" if place else "email"
            if address and not _ADDRESS.fullmatch(address):
                self._note(f"{name} holds no usable address", "write it as name@council.example")
            owner = self.owners.setdefault(key, self.line)
            if address and owner != self.line:
                self._note(
                    f"{name} holds an address that line {owner} has too",
                    "an address can belong to one person only",
                )
        return list(found.values())

    def _date(self, name: str, cell: str) -> date | None:
        """Return a date, None where the cell is empty or wrong."""
        match = _ISO_DATE.fullmatch(cell) or _BRITISH_DATE.fullmatch(cell)
        if match:
            with suppress(ValueError):  # 31 February
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
        if cell:
            self._note(f"{name} is not a date", "write it as 2026-05-07")
        return None

    def _answer(self, name: str, cell: str) -> bool:
        """Yes or no; an empty cell is yes, for it is no more than the usual."""
        if cell.lower() not in _ANSWERS:
            self._note(f"{name} is neither yes nor no", "write yes or no, or leave it empty")
        # What cannot be read is taken as the careful answer; the file is refused anyway.
        return _ANSWERS.get(cell.lower(), False)

    def _language(self, cell: str) -> str:
        language = cell.lower() or "en"
        if not _LANGUAGE.fullmatch(language):
            self._note("language is not a code", "write en, cy or another two-letter code")
        return language

    def _note(self, what: str, remedy: str) -> None:
        self.problems.append(f"line {self.line}: {what}; {remedy}")


def _folded(text: str) -> str:
    """Return it in lower case, words parted by one blank: "Parish_Clerk" is a parish clerk."""
    return " ".join(text.lower().replace("_", " ").split())
