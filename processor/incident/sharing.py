"""What goes to the police: the matrix of wish and level, as a table that reads like the paper.

Only for a proven sender; nobody else's report is shared without a person. A stated "no"
changes what is shared, never the level.
"""

from __future__ import annotations

from collections.abc import Mapping

from processor.incident.model import Sharing
from processor.incident.reading import Level, Reading, Wish

_SEND, _COPY, _HOLD, _LOG = (
    Sharing.SEND,
    Sharing.SEND_INFORMATION_COPY,
    Sharing.HOLD,
    Sharing.LOG,
)

# fmt: off
MATRIX: Mapping[Wish, tuple[Sharing, Sharing, Sharing, Sharing]] = {
    #                            IMMEDIATE  URGENT  STANDARD  LOG_ONLY
    Wish.REPORT_IT:              (_SEND,    _SEND,  _SEND,    _SEND),
    Wish.PASS_FOR_INFORMATION:   (_SEND,    _SEND,  _COPY,    _LOG),
    Wish.NOT_STATED:             (_SEND,    _SEND,  _SEND,    _LOG),
    Wish.ADVICE_ONLY:            (_HOLD,    _HOLD,  _HOLD,    _LOG),
    Wish.LOG_ONLY_NO_POLICE:     (_HOLD,    _HOLD,  _HOLD,    _LOG),
}
# fmt: on
"""Rows are the reporter's wish, columns the level, worst first."""

_COLUMNS = (Level.IMMEDIATE, Level.URGENT, Level.STANDARD, Level.LOG_ONLY)


def share(reading: Reading, *, not_stated_sends: bool) -> tuple[Sharing, str]:
    """Return what the matrix says of a proven sender's report, and the reason as a code.

    not_stated_sends: whether a published notice says that reports go to the police contact
    unless the sender writes otherwise. Without one, silence is held and the reporter asked,
    except at URGENT and above, where the danger is reason enough to tell the police.
    Rule I7 overrides the matrix: a reporter who may harm themselves is a person's to help.
    """
    if reading.fired("I7"):
        return Sharing.HOLD, "self-harm"
    wish, level = reading.police_wish, reading.level
    silent = wish is Wish.NOT_STATED and level is Level.STANDARD
    if silent and not not_stated_sends:
        return Sharing.HOLD, "not-stated"
    return MATRIX[wish][_COLUMNS.index(level)], "matrix"
