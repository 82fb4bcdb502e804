"""Why something waits for a person, or why a person is told: closed codes and their words.

The codes are stored and logged; the words go into alerts and onto screens. Neither ever holds
anything of a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """Values are stored: add, never rename."""

    UNREGISTERED_AUTHENTICATED = "unregistered-authenticated"
    UNREGISTERED_UNAUTHENTICATED = "unregistered-unauthenticated"
    REGISTERED_UNAUTHENTICATED = "registered-unauthenticated"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    DEFECT = "defect"
    POLICE_REPLY = "police-reply"
    BOUNCE = "bounce"
    NOT_A_REPORT = "not-a-report"
    MATRIX = "matrix"
    SELF_HARM = "self-harm"
    NOT_STATED = "not-stated"
    EMPTY = "empty"
    INTIMATE_IMAGE = "intimate-image"
    AUTOMATIC = "automatic"
    ANSWERS_A_HOLD = "answers-a-hold"
    CAPPED = "capped"
    CALL = "call"
    LETTER_REFUSED = "letter-refused"
    LEVEL_IMMEDIATE = "level-immediate"
    LEVEL_URGENT = "level-urgent"


WORDS: Mapping[Reason, str] = {
    Reason.UNREGISTERED_AUTHENTICATED: (
        "The sender is not on the register. They have had only the fixed safety notice. "
        "Find out by another route who they are."
    ),
    Reason.UNREGISTERED_UNAUTHENTICATED: (
        "The sender is not on the register and may be somebody else. Nothing was answered."
    ),
    Reason.REGISTERED_UNAUTHENTICATED: (
        "The address is on the register, but our server could not prove that the message came "
        "from it. Nothing was answered. Ring the number we hold; do not reply by email."
    ),
    Reason.UNREADABLE: "The message could not be read by the program. Open it with care.",
    Reason.TOO_LARGE: "The message is larger than the limit. Only its beginning was fetched.",
    Reason.DEFECT: "The message is malformed or partly unreadable. Check what was read of it.",
    Reason.POLICE_REPLY: "A police address has answered. Record what they say.",
    Reason.BOUNCE: "A letter of ours may not have been delivered. Find another way to reach them.",
    Reason.NOT_A_REPORT: "This does not look like a safety report. Check that it is none.",
    Reason.MATRIX: (
        "The reporter asked for advice only, or asked that the police are not told. "
        "Nothing was sent to the police. Decide with the reporter."
    ),
    Reason.SELF_HARM: (
        "The reporter may harm themselves. Ring them now. Nothing was sent to the police."
    ),
    Reason.NOT_STATED: (
        "The reporter did not say whether the police may be told, and was asked. "
        "Nothing was sent to the police."
    ),
    Reason.EMPTY: "The reporter wrote no words of their own. Look at what they attached.",
    Reason.INTIMATE_IMAGE: (
        "There may be an intimate image. No picture and no original was sent to anybody. Do not "
        "open, copy or forward it. An image of a child is never released: ask the police."
    ),
    Reason.AUTOMATIC: (
        "The message is marked as automatic, but it comes from one of ours and tells of danger. "
        "Nothing was answered. Ring them."
    ),
    Reason.ANSWERS_A_HOLD: (
        "The message names a report that is held, and may be the answer we asked for. Read both, "
        "then decide on the first one."
    ),
    Reason.CAPPED: "This address has had its acknowledgements for today, so this one got none.",
    Reason.LETTER_REFUSED: (
        "A letter of ours was refused for good. If it was the referral, the police do not have "
        "it: ring them. If it was for the reporter, ring the reporter."
    ),
    Reason.CALL: (
        "The reporter's mailbox may not be safe. They have had one letter and get no other: "
        "ring the number we hold."
    ),
    Reason.LEVEL_IMMEDIATE: (
        "Danger now, or within a day. Ring the reporter. Make sure that 999 has been called, "
        "and record who called."
    ),
    Reason.LEVEL_URGENT: "A serious report. Read it today and ring the reporter.",
}
"""What a person reads, and what they should do. Every reason has its words."""


def words(reason: str) -> str:
    """Return the plain words for a reason code; a code we do not know is shown as it is."""
    return WORDS[Reason(reason)] if reason in set(Reason) else reason
