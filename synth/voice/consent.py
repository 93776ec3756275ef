"""Consent: the sentence in which somebody agrees to the use of a voice. Without it no voice is kept."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from synth.voice import VoiceError

SENTENCES = {  # what a person may say or sign, word for word or in words of their own
    "en": "This is my own voice and I agree that it is used to narrate my videos.",
    "ko": "이것은 제 목소리이며 제 영상을 내레이션하는 데 쓰는 것에 동의합니다.",
}
WORDS, LETTERS = 3, 12  # the least in a sentence that says whose voice it is and what for; "I agree" says neither


@dataclass(frozen=True)
class Consent:
    """Who agreed to what, when, and to which recording. VoiceError for a statement that says too little."""

    statement: str
    time: datetime  # with its time zone
    recording_sha256: str
    who: str = ""  # an account, as far as it is known

    def __post_init__(self) -> None:
        words = re.findall(r"[^\W_]+", self.statement)
        if len(words) < WORDS or sum(map(len, words)) < LETTERS:
            said = f"{self.statement.strip()!r} says too little" if words else "It is missing"
            raise VoiceError(
                f"A voice needs the consent of the person who speaks, in a whole sentence. {said}: for example "
                f"“{SENTENCES['en']}” or “{SENTENCES['ko']}”"
            )
        if not re.fullmatch(r"[0-9a-f]{64}", self.recording_sha256):
            raise VoiceError("A consent names its recording by its SHA-256 hash in 64 hex digits.")
        if self.time.tzinfo is None:
            raise VoiceError("The time of a consent needs its time zone.")

    def record(self) -> dict[str, str]:
        """As JSON keeps it."""
        return asdict(self) | {"time": self.time.isoformat(timespec="seconds")}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Consent:
        """Raises VoiceError, KeyError, TypeError or ValueError for what `record` has not made."""
        return cls(record["statement"], datetime.fromisoformat(record["time"]), record["recording_sha256"],
                   record["who"])  # fmt: skip
