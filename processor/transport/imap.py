"""The watched mailbox: lists, fetches and files messages, and never loses one.

A UID that the server passes over in silence is a failure, unless the message is really gone.
One message that cannot be had does not keep the others waiting. Messages stay unread, and
nothing is expunged but UIDs that were copied a moment ago.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from processor.errors import TemporaryFailure
from processor.mail.message import FetchedMessage, Uid
from processor.transport.imap_client import After, Client, Settings, logged_in

__all__ = ["After", "ImapMailbox", "Settings", "open_mailbox"]

_BEGINNING = 1_048_576  # octets kept of a message over the limit
_SEARCH_CHUNK = 50_000  # UIDs a reply: the library refuses lines over a million octets


@contextmanager
def open_mailbox(settings: Settings) -> Iterator[ImapMailbox]:
    """Give the mailbox, logged in and its folder selected, until the block ends.

    Raises TemporaryFailure or PermanentFailure, as does every method of the mailbox.
    """
    with logged_in(settings) as client:
        yield ImapMailbox(settings, client)


class ImapMailbox:
    """One folder of one account, for the length of one poll. Made by `open_mailbox`.

    account: user@host, under which the ledger keeps this mailbox.
    validity: the folder's UIDVALIDITY (RFC 9051 section 2.3.1.1).
    """

    def __init__(self, settings: Settings, client: Client) -> None:
        self.account = f"{settings.user}@{settings.host}"
        self.folder = settings.folder
        self._settings = settings
        self._client = client
        self.validity = client.select(settings.folder, settings.after).validity

    def uids(self) -> list[int]:
        """Return every UID of the folder whatever its flags, ascending."""
        validity, exists = self._client.select(self.folder, self._settings.after)
        if validity != self.validity:
            raise TemporaryFailure("uidvalidity-changed", "select")
        found = set[int]().union(*(self._client.search(some) for some in _sequences(exists)))
        if len(found) < exists:
            raise TemporaryFailure("uids-missing", "search")
        return sorted(found)

    def fetch(self, uids: Sequence[int]) -> Iterator[FetchedMessage]:
        """Yield the messages, batch by batch, in the order asked; those that are gone are left out.

        Raises TemporaryFailure("uid-unanswered") after the last message if the server did not
        hand over one that is still there.
        """
        unanswered: list[int] = []
        for some in _chunks(uids, self._settings.batch_messages):
            announced = self._announced(some)
            unanswered += [uid for uid in some if uid not in announced]
            for batch in self._by_bytes(announced):
                raw = self._octets(batch)
                unanswered += [one.uid for one in batch if one.uid not in raw]
                for one in batch:
                    if one.uid in raw:
                        yield self._fetched(one, raw.pop(one.uid))
        for some in _chunks(unanswered, self._settings.batch_messages):
            if self._client.search("UID", _uid_set(some)):
                raise TemporaryFailure("uid-unanswered", "fetch")

    def file_handled(self, uids: Sequence[int]) -> None:
        """Move messages that were dealt with, unless settings leave them in place.

        UIDs that are gone are ignored.
        """
        self._file(uids, self._settings.handled_folder)

    def file_held(self, uids: Sequence[int]) -> None:
        """Move messages that wait for a person, likewise."""
        self._file(uids, self._settings.held_folder)

    def missing_folders(self) -> list[str]:
        """Name the folders that messages would be moved to and that do not exist."""
        if self._settings.after == After.LEAVE:
            return []
        wanted = (self._settings.handled_folder, self._settings.held_folder)
        return [name for name in wanted if not self._client.has_folder(name)]

    def _file(self, uids: Sequence[int], folder: str) -> None:
        if self._settings.after == After.LEAVE:
            return
        for some in _chunks(uids, self._settings.batch_messages):
            self._client.take_out(some, folder)

    def _announced(self, uids: Sequence[int]) -> dict[int, _Announced]:
        answer = self._client.fetch(uids, "RFC822.SIZE", "INTERNALDATE")
        announced = {}
        for uid in uids:
            items = answer.get(uid, {})
            size = items.get(b"RFC822.SIZE")
            if isinstance(size, int):
                date = _in_utc(items.get(b"INTERNALDATE"))
                announced[uid] = _Announced(uid=uid, size=size, internal_date=date)
        return announced

    def _by_bytes(self, announced: Mapping[int, _Announced]) -> Iterator[list[_Announced]]:
        """Group what fits in a batch; a message that fits in none is a group by itself."""
        batch: list[_Announced] = []
        room = self._settings.batch_bytes
        for one in announced.values():
            if batch and one.size > room:
                yield batch
                batch, room = [], self._settings.batch_bytes
            batch.append(one)
            room -= one.size
        if batch:
            yield batch

    def _octets(self, batch: Sequence[_Announced]) -> dict[int, bytes]:
        whole = [one for one in batch if self._is_whole(one)]
        raw = self._ask(whole, "BODY.PEEK[]", b"BODY[]")
        doubtful = [one for one in whole if one.uid in raw and len(raw[one.uid]) != one.size]
        # Some servers only estimate the size. What comes twice alike is what they hold.
        again = self._ask(doubtful, "BODY.PEEK[]", b"BODY[]")
        for one in doubtful:
            if again.get(one.uid) != raw[one.uid]:
                del raw[one.uid]
        over = [one for one in batch if not self._is_whole(one)]
        return raw | self._ask(over, f"BODY.PEEK[]<0.{_BEGINNING}>", b"BODY[]<0>")

    def _ask(self, batch: Sequence[_Announced], item: str, key: bytes) -> dict[int, bytes]:
        if not batch:
            return {}
        answer = self._client.fetch([one.uid for one in batch], item)
        found = {one.uid: answer.get(one.uid, {}).get(key) for one in batch}
        return {uid: octets for uid, octets in found.items() if isinstance(octets, bytes)}

    def _fetched(self, one: _Announced, raw: bytes) -> FetchedMessage:
        return FetchedMessage(
            uid=Uid(self.validity, one.uid),
            internal_date=one.internal_date,
            raw=raw,
            size=one.size,
            complete=self._is_whole(one),
        )

    def _is_whole(self, one: _Announced) -> bool:
        return one.size <= self._settings.max_message_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announced:
    uid: int
    size: int
    internal_date: datetime | None


def _chunks(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]


def _uid_set(uids: Sequence[int]) -> str:
    return ",".join(str(uid) for uid in uids)


def _sequences(exists: int) -> Iterator[str]:
    """Yield search keys that together match every message.

    From the top down: an expunge meanwhile moves messages only towards what is yet to be asked.
    """
    if exists <= _SEARCH_CHUNK:
        yield "ALL"
        return
    for top in range(exists, 0, -_SEARCH_CHUNK):
        yield f"{max(1, top - _SEARCH_CHUNK + 1)}:{top}"


def _in_utc(date: object) -> datetime | None:
    if not isinstance(date, datetime) or date.tzinfo is None:
        return None
    try:
        return date.astimezone(UTC)
    except OverflowError:  # the year 1 or 9999, on a server whose clock is lost
        return None
