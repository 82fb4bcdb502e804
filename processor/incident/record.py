"""The record of one message as JSON: what `processor read` prints, fitting incident.schema.json."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar

from processor.incident.model import Kind, Standing
from processor.incident.reading import Finding, Reading, Wish

V = TypeVar("V")

_LISTS = (
    "rules",
    "categories",
    "channels",
    "when",
    "postcodes",
    "urls",
    "handles",
    "phones",
    "emails",
    "vehicle_registrations",
    "suspect_names",
    "police_refs",
    "hostility_strands",
    "risk_factors",
    "exact_words",
)
_SINGLE = ("place_type", "ongoing", "fear_score")


def to_line(file: str, kind: Kind, standing: Standing, reading: Reading) -> dict[str, object]:
    """Return the record of the message in `file`, ready for `json.dumps`.

    Where the sender did not say what they want, police_wish is the plain word "not_stated":
    silence has no quote.
    """
    report = kind in (Kind.REPORT, Kind.FOLLOW_UP)
    line: dict[str, object] = {
        "file": file,
        "kind": kind.value,
        "sender": standing.value,
        "level": reading.level.value if report else None,
        "police_wish": _found(reading.wish) or Wish.NOT_STATED.value,
    }
    line |= {name: _all(getattr(reading, name)) for name in _LISTS}
    line |= {name: _found(getattr(reading, name)) for name in _SINGLE}
    return line | {
        "account": reading.account,
        "quoted": list(reading.quoted),
        "attachments": [
            {
                "filename": file.filename,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "bytes": file.bytes,
            }
            for file in reading.files
        ],
        "defects": list(reading.defects),
        "texts": {part.value: text for part, text in reading.texts.items()},
    }


def _all(findings: Iterable[Finding[V]]) -> list[dict[str, object]]:
    return [_object(finding) for finding in findings]


def _found(finding: Finding[V] | None) -> dict[str, object] | None:
    return _object(finding) if finding else None


def _object(finding: Finding[V]) -> dict[str, object]:
    value = asdict(finding)
    value["part"] = finding.part.value
    if finding.item is None:
        del value["item"]
    return value
