"""Consent to a voice, as the studio asks for it: a statement with a number of its own, read aloud or agreed to.

The number is drawn for every voice, so that no old recording can be played back for it. What is checked: that the
statement is the one given out, to this account, within two hours; that somebody speaks for as long as it takes to
read; and that this sounds like the person of the recordings. What is not: the words. They are kept for people to hear.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from synth.voice.consent import SENTENCES

if TYPE_CHECKING:
    from media.recording import Recording

NUMBERED = {
    "en": "{sentence} My number is {digits}.",
    "ko": "{sentence} 제 번호는 {digits}입니다.",
}
DIGITS = 4
FRESH = 2 * 3600  # s in which a statement must be used
LEAST = 2.5  # s of speech: nobody reads a statement faster
# Of 50 people of speechocean762, seven sentences against three others of the same microphone: 0.54 to 0.95 for one
# person. Between two it was above this in 9 of 100 pairs: it finds most other voices, not all.
ALIKE = 0.5


class ConsentError(ValueError):
    """A consent that does not hold. code: expired, unknown, short, other-voice."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def issued(key: str, account: str, language: str) -> dict[str, str]:
    """A new statement for an account to read, and the token that proves it was given out."""
    number = "".join(secrets.choice("123456789") for _ in range(DIGITS))
    statement = NUMBERED[language].format(sentence=SENTENCES[language], digits=", ".join(number))
    token = _signer(key).dumps([account, statement])
    return {"statement": statement, "number": number, "token": token}


def confirm(key: str, account: str, statement: str, token: str) -> None:
    """ConsentError unless the statement was given out to this account not long ago."""
    try:
        known = _signer(key).loads(token, max_age=FRESH)
    except SignatureExpired:
        raise ConsentError("expired") from None
    except BadSignature:
        known = None
    if known != [account, statement]:
        raise ConsentError("unknown")


def same_person(sample: Recording, spoken: Recording) -> float:
    """How like the recordings the reading of the statement sounds. ConsentError if it is too short or another voice."""
    from server.recordings import likeness, speech_seconds

    if speech_seconds(spoken) < LEAST:
        raise ConsentError("short")
    if (alike := likeness(sample, spoken)) < ALIKE:
        raise ConsentError("other-voice")
    return alike


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="consent to a voice")
