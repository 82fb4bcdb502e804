"""The letters' templates: shipped, and a council's own wording over them file by file.

Each is compiled once, at start. No template is ever made from data. A template of the council
that fails while a letter is written is replaced by the shipped one, because a referral in our
words is better than silence; `processor check` names the fault beforehand.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from processor.errors import SettingsError
from processor.incident.samples import sample_letters
from processor.shipped import shipped

MAX_BYTES = 256 * 1024
"""The largest letter that is ever written, text or page."""

_log = logging.getLogger(__name__)

_KINDS = (".txt", ".html")
# What a template can do wrong while it runs; everything else is a fault of ours.
_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    OverflowError,
)


class Templates:
    """Fills the templates of the letters. Make it with `load`."""

    def __init__(self, chosen: BaseLoader, builtin: BaseLoader) -> None:
        self._chosen = _environment(chosen)
        self._builtin = _environment(builtin)

    @classmethod
    def load(cls, override: Path | None) -> Templates:
        """Return the shipped templates, with those in the folder `override` in their place.

        What is wrong with them is said by `problems`, not here.
        """
        builtin = FileSystemLoader(shipped("templates"))
        chosen = ChoiceLoader([FileSystemLoader(override), builtin]) if override else builtin
        return cls(chosen, builtin)

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Return the template `name`, e.g. "referral/body.txt", filled with `values`.

        Only the kind of a fault is logged or raised: its text could quote the message.
        Raises SettingsError where the shipped template fails too.
        """
        try:
            return _fill(self._chosen, name, values)
        except _FAULTS as fault:
            _log.error("template %s failed: %s; shipped one used", name, type(fault).__name__)
        try:
            return _fill(self._builtin, name, values)
        except _FAULTS as fault:
            kind = type(fault).__name__
            raise SettingsError([f"templates/{name}: {kind}. Install the program again."]) from None

    def problems(self) -> list[str]:
        """Return what is wrong with the templates, each in one line; none if nothing is.

        Compiles every one and fills every letter with a full and with a bare sample.
        """
        known = self._builtin.list_templates(filter_func=_is_template)
        found = [
            f"templates/{name}: no letter of ours has this file. Remove or rename it."
            for name in self._chosen.list_templates(filter_func=_is_template)
            if name not in known
        ]
        for name in known:
            try:
                self._chosen.get_template(name)
            except TemplateError as fault:
                found.append(_in_one_line(name, fault))
        return found or self._problems_of_letters()

    def _problems_of_letters(self) -> list[str]:
        found: dict[str, None] = {}

        def render(name: str, values: Mapping[str, object]) -> str:
            try:
                return _fill(self._chosen, name, values)
            except _FAULTS as fault:
                found[_in_one_line(name, fault)] = None
                return ""

        for _ in sample_letters(render):
            pass
        return list(found)


def _environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _fill(
    environment: ImmutableSandboxedEnvironment, name: str, values: Mapping[str, object]
) -> str:
    return _bounded(environment.get_template(name).generate(values))


def _bounded(pieces: Iterable[str]) -> str:
    """Join the pieces; stop reading at the limit, so that a loop cannot fill the memory."""
    text, room = [], MAX_BYTES
    for piece in pieces:
        room -= len(piece.encode("utf-8", "replace"))
        if room < 0:
            raise OverflowError("too long")
        text.append(piece)
    return "".join(text)


def _in_one_line(name: str, fault: Exception) -> str:
    """Of samples only: the text of a fault may be shown."""
    line = f" line {fault.lineno}" if isinstance(fault, TemplateSyntaxError) else ""
    text = " ".join(str(fault).split()) or type(fault).__name__
    return f"templates/{name}{line}: {text}. Correct it, or remove it to use the shipped one."


def _is_template(name: str) -> bool:
    return name.endswith(_KINDS)
