"""Which legacy encoding bytes are in, by what the text would say: even one short cue should come out right.

Korean and the alphabets are judged here, by the characters their languages use; one cue is too little for a general
detector there. What is neither goes to charset-normalizer, and what that does not know is called cp1252.
"""

# The Hangul syllables that make up more than half of any running Korean text; bytes of another language read as
# Korean scatter over 2,350 syllables and hit these in about one case of twenty.
_COMMON_HANGUL = frozenset(
    "이다는가을의에고하지로한은를도기사어나그대아자리시있인서해들라수일게요니스보정없만안거내주여제네말장전부면우까야세너무마당"
    "오상금죠신으원구방미습할저데것던왜뭐좀잘더못봐줘건걸와과동모소조바비치었았했됐된되생각람른음국러려랑님씨형진물문실경연영녕감"
)
# Letters beyond ASCII per language, most widespread language first: that decides when two explain the bytes equally.
_LATIN = (
    ("cp1252", "àâæçéèêëîïôùûüœ"), ("cp1252", "äöüß"), ("cp1252", "áéíñóúü¿¡"), ("cp1252", "ãõáâàçéêíóôúü"),
    ("cp1252", "àèéìíòóù"), ("cp1252", "åäöé"), ("cp1252", "æøåé"), ("cp1252", "ëïéóöü"), ("cp1254", "çğıiöşüâîİ"),
    ("cp1250", "ąćęłńóśźż"), ("cp1250", "áčďéěíňóřšťúůýž"), ("cp1250", "áéíóöőúüű"), ("cp1250", "ăâîșțşţ"),
    ("cp1250", "čćđšž"), ("cp1250", "áäčďéíĺľňóôŕšťúýž"), ("cp1257", "āčēģīķļņšūž"), ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "äõöüšž"), ("cp1252", "áðéíóúýþæö"),
)  # fmt: skip
# Encodings of other alphabets: the range of the script, and the letters that make up most of any text in it (small
# letters only, because KOI8 and Windows Cyrillic read each other's small letters as capitals).
_ALPHABETS = (
    ("cp1251", "\u0400", "\u04ff", "оеаинтсрвлкмдуыь"), ("koi8_r", "\u0400", "\u04ff", "оеаинтсрвлкмдуыь"),
    ("cp866", "\u0400", "\u04ff", "оеаинтсрвлкмдуыь"), ("iso8859_5", "\u0400", "\u04ff", "оеаинтсрвлкмдуыь"),
    ("cp1253", "\u0370", "\u03ff", "αοιετσνηυρπκμλςάόίέή"), ("cp1255", "\u05b0", "\u05ff", "יולהאתרמבשנםחדק"),
    ("cp1256", "\u0600", "\u06ff", "اليمونتربدعسفكحق"), ("cp874", "\u0e00", "\u0e7f", "านรอกเงมยลวดทสี่้ัะไ"),
)  # fmt: skip
_MARKS = frozenset("“”‘’„‚–—…«»‹›•°©®™¿¡ªº\u00a0£§·´½¼¾€♪")
# What subtitle files are found in; fewer candidates make the detector both faster and surer on short files.
_CANDIDATES = [
    "cp1251", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "euc_jp", "gb18030", "big5", "koi8_r", "cp866",
    "iso8859_5", "iso8859_7", "cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "mac_roman",
]  # fmt: skip


def guess(data: bytes) -> tuple[str, str]:
    """The likeliest encoding of text that is not UTF-8, and the reason in words."""
    marked = [line for line in data.replace(b"\x00", b"").splitlines() if not line.isascii()]
    sample = b"\n".join(marked)[:65536]  # lines of pure ASCII, such as the times, say nothing about the language
    korean = max(("cp949", "johab"), key=lambda encoding: _korean_share(sample, encoding))
    if _korean_share(sample, korean) >= 0.25:
        return korean, "the bytes are common Korean syllables"
    latin = _latin(sample)
    if latin:
        return latin, "the bytes are letters of one Latin alphabet"
    alphabet = _alphabet(sample)
    if alphabet:
        return alphabet, "the bytes are common letters of one alphabet"
    from charset_normalizer import from_bytes  # 50 ms to import, and most files never get here

    best = from_bytes(sample, cp_isolation=_CANDIDATES, enable_fallback=False).best()
    if best is not None:
        return best.encoding, "character statistics"
    return "cp1252", "nothing else fits; set the encoding if wrong"


def _korean_share(sample: bytes, encoding: str) -> float:
    """Share of common syllables among the non-ASCII characters; 0 unless 80 % of those are Hangul."""
    text = sample.decode(encoding, errors="replace")
    foreign = [character for character in text if character > "\x7f"]
    hangul = sum("가" <= character <= "힣" for character in foreign)
    if not foreign or hangul < 0.8 * len(foreign) or text.count("\ufffd") > 0.01 * len(foreign) + 1:
        return 0.0
    return sum(character in _COMMON_HANGUL for character in foreign) / len(foreign)


def _latin(sample: bytes) -> str | None:
    """The encoding whose letters all belong to one language, if the text is mostly ASCII letters as Latin text is."""
    letters = sum(chr(byte).isalpha() for byte in sample if byte < 128)
    if sum(byte >= 128 for byte in sample) > letters:
        return None
    shares: dict[str, float] = {}
    for encoding, alphabet in _LATIN:
        text = sample.decode(encoding, errors="replace")
        foreign = [character for character in text if character > "\x7f" and character not in _MARKS]
        known = sum(character.lower() in alphabet or character in alphabet for character in foreign)
        shares[encoding] = max(shares.get(encoding, 0.0), known / len(foreign) if foreign else 0.99)
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.9 else None


def _alphabet(sample: bytes) -> str | None:
    """The encoding in which nearly all foreign characters are of one script, and most of them its common letters."""
    best, most = None, 0.65
    for encoding, first, last, common in _ALPHABETS:
        text = sample.decode(encoding, errors="replace")
        foreign = [character for character in text if character > "\x7f" and character not in _MARKS]
        if foreign and sum(first <= character <= last for character in foreign) >= 0.95 * len(foreign):
            share = sum(character in common for character in foreign) / len(foreign)
            best, most = (encoding, share) if share > most else (best, most)
    return best
