"""Turns the rows of the dated lists into values, and says what is wrong with one that is unfit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from processor.incident.codes import Category, Role, SupportService

Row = Mapping[str, object]


class Unfit(Exception):
    """A row that cannot be used; the text says which key and why."""


def category_of(row: Row) -> Category:
    """Return a category. Raises Unfit."""
    return Category(
        code=text_of(row, "code"),
        label=text_of(row, "label"),
        offence=row.get("offence") is True,
        prompts=texts_of(row, "prompts"),
    )


def role_of(row: Row) -> Role:
    """Return a role on the register. Raises Unfit."""
    return Role(
        code=text_of(row, "code"),
        label=text_of(row, "label"),
        synonyms=texts_of(row, "synonyms"),
        operation=str(row.get("operation", "")),
    )


def service_of(row: Row) -> SupportService:
    """Return a helpline. Raises Unfit."""
    verified = row.get("last_verified")
    if not isinstance(verified, date):
        raise Unfit("last_verified: write a date such as 2026-11-22")
    return SupportService(
        name=text_of(row, "name"),
        offers=text_of(row, "offers"),
        contact=text_of(row, "contact"),
        flags=texts_of(row, "flags"),
        last_verified=verified,
    )


def label_of(row: Row) -> tuple[str, str]:
    """Return a code with the words a person reads. Raises Unfit."""
    return text_of(row, "code"), text_of(row, "label")


def text_of(row: Row, key: str) -> str:
    """Return the text of `key`, never empty. Raises Unfit."""
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise Unfit(f"{key}: missing or not text")
    return value


def texts_of(row: Row, key: str) -> tuple[str, ...]:
    """Return the texts of `key`, none where it is missing. Raises Unfit."""
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit(f"{key}: write a list of texts")
    return tuple(value)
