"""Accounts with a password, and the tokens of their programs."""

from __future__ import annotations

import re
import secrets
import time
import unicodedata

from sqlalchemy import Row, delete, insert, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from server.auth import TOKEN, hash_of
from server.db import Database
from server.db.tables import account, film, job, new_id, project, token, upload
from server.store import Store, discard

SHORTEST = 10  # letters of a password
NOBODY = generate_password_hash(secrets.token_hex())  # so that an unknown name takes as long as a wrong password


class AccountError(ValueError):
    """An account that cannot be. One sentence: what is wrong, what would do."""


def add(db: Database, name: str, password: str) -> str:
    """Makes an account and returns its id; raises AccountError."""
    key = folded(name)
    if not re.fullmatch(r"[\w.@+-]{2,64}", key):
        raise AccountError(f"{name!r} cannot be an account's name: use 2 to 64 letters, digits or . @ + - _.")
    _check(password)
    with db.write() as connection:
        if connection.execute(select(account.c.id).where(account.c.key == key)).first():
            raise AccountError(f"There is an account named {name} already.")
        row = {"id": new_id(), "name": name, "key": key, "password": generate_password_hash(password)}
        connection.execute(insert(account).values(**row, created=time.time()))
    return row["id"]


def sign_in(db: Database, name: str, password: str) -> str | None:
    """The id of the account with this name and password."""
    with db.read() as connection:
        row = connection.execute(select(account).where(account.c.key == folded(name))).one_or_none()
    right = check_password_hash(row.password if row and row.password else NOBODY, password)
    return row.id if row and row.password and right else None


def set_password(db: Database, name: str, password: str) -> None:
    """Changes it and ends every session of the account; raises AccountError."""
    _check(password)
    changed = update(account).where(account.c.key == folded(name))
    with db.write() as connection:
        if not connection.execute(changed.values(password=generate_password_hash(password), session=new_id())).rowcount:
            raise AccountError(f"There is no account named {name}.")


def remove(db: Database, store: Store, name: str) -> None:
    """Deletes an account, its rows, and the files that belong to them; raises AccountError."""
    with db.write() as connection:
        id = connection.execute(select(account.c.id).where(account.c.key == folded(name))).scalar()
        if id is None:
            raise AccountError(f"There is no account named {name}.")
        kept = [
            place(row)
            for table, place in (
                (film, store.film),
                (project, store.project),
                (job, store.result),
                (upload, store.upload),
            )
            for row in connection.execute(select(table.c.id).where(table.c.owner == id)).scalars()
        ]
        connection.execute(delete(account).where(account.c.id == id))
    for path in [*kept, store.account(id)]:
        discard(path)


def names(db: Database) -> list[str]:
    with db.read() as connection:
        return list(
            connection.execute(
                select(account.c.name).where(account.c.password.is_not(None)).order_by(account.c.key)
            ).scalars()
        )


def add_token(db: Database, owner: str, name: str, scope: str) -> tuple[str, str]:
    """(id, the token itself, which is never seen again)."""
    secret = TOKEN + secrets.token_urlsafe(32)
    row = {"id": new_id(), "owner": owner, "name": name, "prefix": secret[:9], "hash": hash_of(secret)}
    with db.write() as connection:
        connection.execute(insert(token).values(**row, scope=scope, created=time.time()))
    return row["id"], secret


def tokens(db: Database, owner: str) -> list[Row]:
    with db.read() as connection:
        return list(connection.execute(select(token).where(token.c.owner == owner).order_by(token.c.created)))


def folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _check(password: str) -> None:
    if len(password) < SHORTEST:
        raise AccountError(f"The password must have at least {SHORTEST} letters.")
