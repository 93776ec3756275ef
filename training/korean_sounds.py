"""How to make espeak-ng say each of our Korean symbols, and what its own reading of Hangul is in those symbols.

Left to itself its Korean voice speaks several sounds of Korean as one, or with a noise that Korean does not make:
medial lenis ㄱ comes out tense, stops at the end of a syllable are released, tense ㅉ and ㅆ are ㅈ and ㅅ. So its
phonemes are chosen here one by one, and shortened where they are too long.
"""

from __future__ import annotations

# symbol -> espeak-ng's phonemes for it, each with the milliseconds that are kept of it (None: all)
Sounds = tuple[tuple[str, int | None], ...]
SOUNDS: dict[str, Sounds] = {
    "b̥": (("p", None),), "d̥": (("t", 45),), "ɡ̊": (("k", 45),), "tɕ": (("tS;", None),),
    "b": (("b", None),), "d": (("d", None),), "ɡ": (("g", None),), "dʑ": (("dZ;", None),),
    "pʰ": (("ph", None), ("h", 25)), "tʰ": (("t", 45), ("h", 40)), "kʰ": (("kh", None), ("h", 15)),
    "tɕʰ": (("tS;", None), ("h", 45)),
    "p͈": (("p-", 16),), "t͈": (("t-", 16),), "k͈": (("q-", 20),), "tɕ͈": (("tS;-", 35),),
    "p̚": (("p", 0),), "t̚": (("t-", 0),), "k̚": (("q", 0),),
    "s": (("s", 60), ("h", 30)), "s͈": (("s-", None),), "ɕ": (("S;", 75),), "ɕ͈": (("S;", None),),
    "h": (("h", None),), "m": (("m", None),), "n": (("n", None),), "ŋ": (("N", None),), "ɾ": (("*", None),),
    "l": (("l", None),), "j": (("j", None),), "w": (("w", None),), "ɰ": (("u-", 45),),
    "a": (("a", None),), "ʌ̹": (("@", None),), "o": (("o", None),), "u": (("u", None),), "ɯ": (("u-", None),),
    "i": (("i", None),), "ɛ": (("E", None),),
}  # fmt: skip

_VOWELS = ("a", "ʌ̹", "o", "u", "ɯ", "i", "ɛ")
_ALWAYS = {
    "a": "a", "@": "ʌ̹", "o": "o", "u": "u", "u-": "ɯ", "i": "i", "E": "ɛ", "e": "ɛ", "j": "j", "w": "w", "h": "h",
    "m": "m", "n": "n", "N": "ŋ", "l": "l", "L": "l", "*": "ɾ", "kh": "kʰ", "ph": "pʰ", "th": "tʰ", "tSh": "tɕʰ",
    "q-": "k͈", "k-": "k͈", "p-": "p͈", "tS;-": "tɕ͈", "s": "s", "s-": "s͈", "tS": "tɕ",
}  # fmt: skip
_LENIS = {"g": "ɡ", "q": "ɡ", "k": "ɡ", "d": "d", "d-": "d", "t": "d", "b": "b", "p": "b", "dZ;": "dʑ", "tS;": "dʑ"}
_VOICELESS = {"ɡ": "ɡ̊", "d": "d̥", "b": "b̥", "dʑ": "tɕ"}
_CODAS = {"g": "k̚", "q": "k̚", "k": "k̚", "d-": "t̚", "t": "t̚", "t-": "t̚", "p": "p̚", "tS;": "t̚"}
_NASAL = {"k̚": "ŋ", "t̚": "n", "p̚": "m"}
_OPEN = ("a", "@", "o", "u", "u-", "i", "E", "e", "j", "w")
_PALATAL = {"s": "ɕ", "s͈": "ɕ͈"}


def symbols(phonemes: list[str]) -> list[str]:
    """Our symbols for one word of espeak-ng's Korean phonemes (their mnemonics); KeyError for an unknown one."""
    phonemes = [p for p in phonemes if p != ";"]
    out: list[str] = []
    for i, phoneme in enumerate(phonemes):
        following = phonemes[i + 1] if i + 1 < len(phonemes) else ""
        if phoneme == "h" and i and phonemes[i - 1] in ("t", "tS", "tS;"):
            out[-1] = "tʰ" if phonemes[i - 1] == "t" else "tɕʰ"
        elif phoneme == "j" and i and phonemes[i - 1] == "u-" and following not in _OPEN:  # ㅢ
            out[-1:] = ["ɰ", "i"] if i == 1 else ["i"]
        elif following in _OPEN and phoneme in _LENIS:
            voiced = i > 0 and (phonemes[i - 1] in _OPEN or out[-1] in ("m", "n", "ŋ", "l"))
            out.append(_LENIS[phoneme] if voiced else _VOICELESS[_LENIS[phoneme]])
        elif phoneme == "t-":
            out.append("t͈" if following in _OPEN else "t̚")
        elif phoneme in _CODAS:
            out.append(_CODAS[phoneme])
        else:
            out.append(_ALWAYS[phoneme])
    for i in range(len(out) - 1):
        if out[i] in _PALATAL and (out[i + 1] in "ij" or out[i + 1 : i + 3] == ["w", "i"]):
            out[i] = _PALATAL[out[i]]
        if out[i] in _NASAL and out[i + 1] in ("m", "n", "ɾ"):
            out[i : i + 2] = _NASAL[out[i]], "n" if out[i + 1] == "ɾ" else out[i + 1]
    return out


def parts(word: list[str]) -> list[Sounds]:
    """What to say for each symbol of a word; ㄹ at the end of a syllable is said twice, else it is too short."""
    after = [*word[1:], ""]
    return [
        SOUNDS[s] * (1 if s != "l" or n in (*_VOWELS, "j", "w", "l") else 2) for s, n in zip(word, after, strict=True)
    ]


def toned(word: list[str], last: bool) -> int:
    """The place of the vowel that carries the pitch accent, so that the melody of Seoul comes out.

    A phrase begins low and is high on its second syllable, or is high from the start after an aspirated or tense
    sound, s or h (Jun, K-ToBI); what happens at the end of a clause happens on its last syllable.
    """
    vowels = [i for i, symbol in enumerate(word) if symbol in _VOWELS] or [0]
    if last:
        return vowels[-1]
    strong = word[0][0] in "sɕh" or word[0][-1] in "ʰ͈"
    return vowels[0 if strong else min(1, len(vowels) - 1)]
