"""What `processor read --explain` prints of one message: plain text for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processor.cli import explained_words as words
from processor.cli.show import printable
from processor.desk.dry_run import Judged
from processor.incident.codes import Codes
from processor.incident.explain import explain, explain_kind
from processor.incident.explanation import Explanation, Near, Quote, Shown
from processor.incident.learned import Labelled
from processor.incident.model import Kind
from processor.incident.reading import Level

_READ = (Kind.REPORT, Kind.FOLLOW_UP)
_BESIDE = "    "


def explained(file: str, judged: Judged, codes: Codes, labelled: tuple[Labelled, ...]) -> str:
    """Return the whole explanation of one message, without a line break at its end.

    labelled: the sentences that the model was learned from.
    """
    found = explain(judged.study, codes, labelled)
    return printable("\n".join((file, *_head(judged, found), *_body(judged, found, codes))))


def unreadable(file: str, reason: str) -> str:
    """Return what is said of a message that broke the parser."""
    return printable(f"{file}\n  It could not be read ({reason}): it is held for a person.")


def _head(judged: Judged, found: Explanation) -> Iterator[str]:
    why = words.KINDS.get(judged.rule, judged.rule)
    if judged.rule == "automatic":
        why += f": {words.AUTOMATIC.get(judged.automatic.reason, judged.automatic.reason)}"
    yield f"  kind    {judged.kind}: {why}"
    if judged.automatic.reason and not judged.automatic.is_automatic:
        why = words.AUTOMATIC.get(judged.automatic.reason, judged.automatic.reason)
        yield f"          read like any other, but {why}"
    yield f"  sender  {judged.standing}: {words.STANDINGS[judged.standing]} ({judged.vouched})"
    if judged.kind in _READ:
        yield f"  level   {found.level}{_decided(found)}"
    else:
        yield f"  level   none: it is not read as a report (as one it would be {found.level})"


def _decided(found: Explanation) -> str:
    if found.raised:
        return ": raised by one step, as evidence may be lost"
    if not found.fired:
        return ": no rule fired"
    letter = {Level.IMMEDIATE: "I", Level.URGENT: "U", Level.STANDARD: "S"}[found.level]
    return f" by {', '.join(one.value for one in found.fired if one.value[0] == letter)}"


def _body(judged: Judged, found: Explanation, codes: Codes) -> Iterator[str]:
    kinds = explain_kind(judged.study.source, codes)
    were = "" if judged.kind in _READ else ", were it a report"
    yield from _section(f"Rules that fired{were}", _rules(found, codes), "none")
    if found.raised:
        yield from _section("What raised the level", _item("evidence may be lost", found.raised))
    yield from _section("What nearly fired", _all_near(found, codes), "nothing")
    if kinds:
        yield from _section(
            "Signs of mail that is no report (it takes two of one sort, and none of danger)",
            _items(kinds),
        )
    wish = [found.wish] if found.wish else []
    yield from _section("What the reporter wants of the police", _items(wish), "not stated")
    yield from _section(
        "Categories, the leading one first",
        (
            line
            for one in found.categories
            for line in _item(f"{one.value}  {codes.categories[one.value].label}", one)
        ),
    )
    yield from _section("When", _items(found.when), "not stated")


def _section(heading: str, lines: Iterable[str], otherwise: str = "") -> Iterator[str]:
    yield ""
    yield f"  {heading}"
    shown = list(lines)
    yield from shown or [f"{_BESIDE}{otherwise}"]


def _rules(found: Explanation, codes: Codes) -> Iterator[str]:
    for one in found.fired:
        yield from _item(f"{one.value}  {codes.level_rules[one.value]}", one)


def _all_near(found: Explanation, codes: Codes) -> Iterator[str]:
    for near in found.near:
        yield from _item(f"{near.shown.value}: {words.REASONS[near.why]}", near.shown)
        yield f"{_BESIDE}  would have given {_would(near, codes)}"


def _would(near: Near, codes: Codes) -> str:
    if not near.rules:
        return "no further rule"
    return "; ".join(f"{rule} ({codes.level_rules[rule]})" for rule in near.rules)


def _items(found: Iterable[Shown]) -> Iterator[str]:
    for one in found:
        yield from _item(one.value, one)


def _item(heading: str, one: Shown) -> Iterator[str]:
    yield f"{_BESIDE}{heading}"
    yield f"{_BESIDE}  {_sentence(one.quote)}"
    yield f"{_BESIDE}  found by {_finder(one)}"


def _sentence(quote: Quote) -> str:
    """The sentence in one line, with the words marked in it."""
    if not quote.words:
        return "(no words)"
    marked = f"{quote.before}>>{quote.words}<<{quote.after}"
    return words.PARTS.get(quote.part, "") + " ".join(marked.split())


def _finder(one: Shown) -> str:
    if one.phrase:
        return f'{one.phrase.place}, as in "{one.phrase.example}"'
    if one.like:
        return f'{words.LEARNED}: "{one.like}"'
    return words.FOUND.get(one.by) or words.FOUND.get(one.by.partition(":")[0], one.by)
