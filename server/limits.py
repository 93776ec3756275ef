"""How often something may be done: a bucket of tokens for each account (or address), refilled with time.

Two requests at the same instant may both take the last token: a limit is there to stop floods, not to count.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import g, request
from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from server.db.tables import bucket
from server.errors import Refused
from server.studio import config, db


@dataclass(frozen=True)
class Limit:
    """So many at once, and as many again in `seconds`."""

    many: int
    seconds: float


LIMITS = {
    "login": Limit(20, 3600),  # by address
    "narration": Limit(20, 3600),
    "line": Limit(300, 3600),
    "voice": Limit(10, 3600),
    "music": Limit(60, 3600),
    "picture": Limit(120, 3600),
    "title": Limit(1200, 3600),  # one for every few letters that somebody types
    "check": Limit(120, 3600),
    "upload": Limit(120, 3600),
    "share": Limit(60, 3600),
}


def spend(kind: str, cost: float = 1) -> None:
    """Takes from the account's bucket. Refused 429, saying when to come back; one's own machine has no limits."""
    if config().local and kind != "login":
        return
    limit = LIMITS[kind]
    key = f"{kind}:{g.account.id if g.get('account') else request.remote_addr}"
    now = time.time()
    with db().write() as connection:
        row = connection.execute(select(bucket).where(bucket.c.key == key)).one_or_none()
        tokens = min(limit.many, row.tokens + (now - row.at) * limit.many / limit.seconds) if row else limit.many
        if tokens < cost:
            wait = int((cost - tokens) * limit.seconds / limit.many) + 1
            sentence = _("That was too often: try again in %(wait)d s.", wait=wait)
            raise Refused(429, "too-often", sentence, {"Retry-After": str(wait)})
        if row:
            connection.execute(update(bucket).where(bucket.c.key == key).values(tokens=tokens - cost, at=now))
        else:
            connection.execute(insert(bucket).values(key=key, tokens=tokens - cost, at=now))
            connection.execute(delete(bucket).where(bucket.c.at < now - 2 * max(x.seconds for x in LIMITS.values())))
