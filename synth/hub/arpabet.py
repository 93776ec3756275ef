"""English in ARPAbet, as g2p_en would spell it, by way of espeak-ng."""

from __future__ import annotations

from synth.speech.phones import phones
from synth.speech.symbols import is_vowel

_SPELT = {
    "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "ʔ": "T", "ɾ": "T", "tʃ": "CH", "dʒ": "JH", "f": "F",
    "v": "V", "θ": "TH", "ð": "DH", "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "h": "HH", "m": "M", "n": "N", "ŋ": "NG",
    "l": "L", "ɹ": "R", "j": "Y", "w": "W",
    "i": "IY", "iː": "IY", "ɪ": "IH", "ᵻ": "IH", "ɛ": "EH", "æ": "AE", "ə": "AH", "ɐ": "AH", "ʌ": "AH", "ɚ": "ER",
    "ɜː": "ER", "ɑː": "AA", "ɔ": "AO", "ɔː": "AO", "ʊ": "UH", "uː": "UW", "u": "UW", "eɪ": "EY", "aɪ": "AY", "aʊ": "AW",
    "oʊ": "OW", "ɔɪ": "OY",
}  # fmt: skip


def arpabet(text: str) -> list[str]:
    """Phones of plain English words and the marks between and after them: "Sea." -> ["S", "IY1", "."]."""
    *spoken, end = phones(text, "en")[1:]
    said = [_SPELT[p.symbol] + str(p.stress) * is_vowel(p.symbol) if not p.is_pause else p.symbol
            for p in spoken if p.is_pause or p.symbol in _SPELT]  # fmt: skip
    return [*said, end.clause] if said else []
