"""What `processor read --explain` calls things: codes of the record in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from processor.incident.doubts import Doubt
from processor.incident.model import Standing
from processor.incident.sign import Aside

STANDINGS: Mapping[Standing, str] = {
    Standing.REGISTERED_AUTHENTICATED: "on the register, and our server vouches for the address",
    Standing.REGISTERED_UNAUTHENTICATED: "the address is on the register, but is not proven",
    Standing.UNREGISTERED_AUTHENTICATED: "not on the register; the address is genuine",
    Standing.UNREGISTERED_UNAUTHENTICATED: "not on the register, and the address is not proven",
    Standing.POLICE: "a police address that our server vouches for",
    Standing.OWN: "one of our own addresses",
}

KINDS: Mapping[str, str] = {
    "delivery-status": "it tells what became of a letter",
    "own-address": "it comes from one of our own addresses",
    "automatic": "a program wrote it",
    "police-sender": "it comes from the police",
    "our-reference": "it names a reference of ours",
    "our-letter": "it answers a letter of ours",
    "test": "somebody on the register says twice over that it is a test",
    "another-desk": "it is a request for another desk, and tells of nothing done to the sender",
    "not-a-report": "it has two signs of one sort of mail that is no report, and none of danger",
    "report": "nothing shows that it is anything else",
}
"""By the rule that decided, see `incident.classify`."""

AUTOMATIC: Mapping[str, str] = {
    "machine-report": "it is a report from a mail program",
    "own-address": "it comes from one of our own addresses",
    "auto-submitted": "its Auto-Submitted field says so",
    "null-return-path": "it has an empty return path",
    "precedence": "its Precedence field marks bulk or list mail",
    "list": "it has the fields of a mailing list",
    "robot-field": "it has a field that answering machines add",
    "loop": "it has been here before",
    "calendar": "it is a calendar entry with nothing said beside it",
    "robot-address": "the address is one that nobody reads",
    "absence-subject": "its subject reads like an absence note",
    "passed-on-by-rule": "a rule of a mailbox passed it on",
    "not-addressed-to-us": "none of our addresses is in To or Cc",
}
"""By the reason found, see `mail.automatic`."""

REASONS: Mapping[Doubt | Aside, str] = {
    Doubt.NEGATED: "the sentence denies it",
    Doubt.SUPPOSED: "it is only supposed, or asked about",
    Doubt.ELSEWHERE: "it is told of others, or of news or a play",
    Doubt.PAST: "it is set long ago",
    Doubt.MISTAKEN: "the sentence says that it was something else",
    Aside.EXPLAINED: "the reporter says that it was nothing",
    Aside.NOT_TOLD: "it counts only in the reporter's own words, outside quotation marks",
    Aside.NOT_SPOKEN: "the reporter says it; it counts only when somebody else does",
    Aside.OWN_DOING: "it is what the reporter, or one of theirs, did",
    Aside.NOT_AT_HOME: "the sentence speaks of a public place, and of nobody's home",
    Aside.NOT_REPORTED: "nothing there says that somebody said it",
}

FOUND: Mapping[str, str] = {
    "fear": "the fear that the reporter states",
    "when": "the days told of",
    "opening": "the first words, as nothing was recognised",
    "category": "no phrase, as nothing was recognised",
    "when:now": "what is told as happening now",
}
"""What finds words without a phrase, by its name or the first part of it."""

LEARNED = "the learned model, which knows the like"

PARTS: Mapping[str, str] = {"body": "", "subject": "subject: ", "attachment": "attachment: "}
