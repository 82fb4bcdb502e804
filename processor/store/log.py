"""Where the sealed log is kept. An entry is appended in the transaction of what it tells of.

So nothing happens without its entry, and no entry stands for what was undone. Triggers of the
database refuse to change or delete one.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import insert, select, update

from processor.audit.chain import Head, Sealed, seal
from processor.audit.entry import Entry
from processor.store.database import Transaction
from processor.store.tables import LOG_ENTRY, LOG_HEAD

_BATCH = 1000


def append(tx: Transaction, entry: Entry) -> Sealed:
    """Seal `entry` behind the last one and return the link."""
    # Locking the head makes writers on PostgreSQL queue up; the number has no gap after a
    # rollback, as one from a sequence would.
    last = tx.execute(select(LOG_HEAD).with_for_update()).one()
    sealed = seal(last.digest, last.seq + 1, entry)
    tx.execute(insert(LOG_ENTRY), {"seq": sealed.seq, "leaf": sealed.leaf, "digest": sealed.digest})
    tx.execute(update(LOG_HEAD).values(seq=sealed.seq, digest=sealed.digest))
    return sealed


def entries(tx: Transaction) -> Iterator[Sealed]:
    """Yield every entry in order, reading a bounded number at a time."""
    last = 0
    while True:
        query = (
            select(LOG_ENTRY).where(LOG_ENTRY.c.seq > last).order_by(LOG_ENTRY.c.seq).limit(_BATCH)
        )
        rows = tx.execute(query).all()
        for row in rows:
            yield Sealed(seq=row.seq, leaf=row.leaf, digest=row.digest)
        if len(rows) < _BATCH:
            return
        last = rows[-1].seq


def head(tx: Transaction) -> Head:
    """Return the end of the log as it was last written.

    Where it differs from what `audit.chain.verify` returns, entries were cut off.
    """
    row = tx.execute(select(LOG_HEAD)).one()
    return Head(seq=row.seq, digest=row.digest)
