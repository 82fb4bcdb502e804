"""Every exception of the project, as a tree.

    ProcessorError
    ├── SettingsError         a person must change settings, a register or a template
    ├── Failure               somebody else's system did not do what we asked
    │   ├── TemporaryFailure  trying again later may succeed; what is not known to be permanent
    │   ├── PermanentFailure  the same request will be refused again
    │   └── OutcomeUnknown    the other side may have done it, and its answer was lost
    ├── ParserDied            the parsing child broke a limit or crashed on this message
    ├── StoreError            the database is missing, locked, older or newer than the code
    │   └── StoreRefusal      it is there and well, and refuses this very statement
    ├── ChainBroken           the log does not verify
    ├── NotFound              a person named something that is not in the record
    └── NotAllowed            a person asked for what the record or the rules do not allow

Content of a message is never an exception: what is malformed becomes a defect of the
message. No exception text holds personal data; a `Failure` carries a `code` that is safe to
log.
"""

from __future__ import annotations


class ProcessorError(Exception):
    """Never raised itself; everything below it is ours."""


class SettingsError(ProcessorError):
    """Settings, register or templates cannot be used; `problems` names each fault once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Failure(ProcessorError):
    """Never raised itself. `code` is an SMTP or IMAP reply code, or a word such as "refused"."""

    def __init__(self, code: str, phase: str = "") -> None:
        super().__init__(f"{phase}: {code}" if phase else code)
        self.code = code
        self.phase = phase


class TemporaryFailure(Failure):
    """Not done; trying again later may succeed."""


class PermanentFailure(Failure):
    """Not done; the same request will be refused again, so a person must look."""


class OutcomeUnknown(Failure):
    """Perhaps done: the connection was lost after the last byte was sent."""


class ParserDied(ProcessorError):
    """The parsing child exceeded a limit or crashed; `reason` is a word such as "time"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreError(ProcessorError):
    """The database cannot be used as it is."""


class StoreRefusal(StoreError):
    """The database refused a statement for what it says: asked again, it would refuse again."""


class ChainBroken(ProcessorError):
    """Entry `seq` of the log is not what was written."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"entry {seq}: {what}")
        self.seq = seq
        self.what = what


class NotFound(ProcessorError):
    """The reference or number that a person gave names nothing in the record."""


class NotAllowed(ProcessorError):
    """What a person asked for is not to be done as asked; the text says what to do instead."""
