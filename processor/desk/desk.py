"""What whoever changes the record works with: the record, the rules, and a reader of mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from processor.errors import NotFound
from processor.incident.letters import Render
from processor.incident.model import Reference
from processor.incident.policy import Policy
from processor.incident.reference import normalise
from processor.mail.message import InboundMessage
from processor.store.database import Database

_EXAMPLE = "KMB-2026-7F3K9-R"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Touches no network. parse: within limits; raises ParserDied where they were exceeded."""

    database: Database
    policy: Policy
    render: Render
    parse: Callable[[bytes], InboundMessage]

    def reference(self, typed: str) -> Reference:
        """Return what a person typed as a reference. Raises NotFound where it cannot be one."""
        reference = normalise(typed, self.policy.prefix)
        if reference is None:
            raise NotFound(f"{typed!r} is no reference of ours: one reads like {_EXAMPLE}")
        return reference
