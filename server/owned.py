"""Fetch a row of one's own, or there is none: what belongs to others looks like what does not exist."""

from __future__ import annotations

from flask import g
from sqlalchemy import Column, Row, Table, select

from server.errors import missing
from server.studio import db


def owned(table: Table, id: str, *columns: Column) -> Row:
    """The row of a table with an `owner`, or these columns of it, if it is the account's of this request; else 404."""
    wanted = select(*(columns or (table,))).where(table.c.id == id, table.c.owner == g.account.id)
    with db().read() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        raise missing(table.name)
    return row
