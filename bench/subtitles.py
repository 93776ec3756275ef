"""How fast a long subtitle file is read, encoding detection included: `python -m bench.subtitles [CUES]`.

The bar is 200 ms for 10,000 cues. Beside it, in the same run, the libraries that read the strict form.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pysrt
import pysubs2

from media.subtitles import read_subtitles

KOREAN = (
    "어젯밤에 어디 있었어?",
    "- 모르겠어.\n- 집에 있었을 거야.",
    "<i>이미 너무 늦었어.</i>",
    "42",
    "[음악]",
    "안나: 가자.",
)
ENGLISH = (
    *("Where were you last night?", "- I don't know.\n- Home, maybe.", "<i>It is too late.</i>"),
    *("42", "[music]", "ANNA: Let's go."),
)


def write(path: Path, lines: tuple[str, ...], encoding: str, cues: int, arrow: str = " --> ") -> Path:
    def clock(ms: int) -> str:
        return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"

    blocks = (
        f"{n + 1}\r\n{clock(n * 2000)}{arrow}{clock(n * 2000 + 1900)}\r\n{lines[n % len(lines)]}\r\n\r\n"
        for n in range(cues)
    )
    path.write_bytes("".join(blocks).encode(encoding))
    return path


def best(task: Callable[[], object], runs: int = 7) -> float:
    """Least processor time of several runs in milliseconds: the machine may have other work, and nothing waits here."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        task()
        times.append(time.process_time() - began)
    return min(times) * 1000


def main() -> None:
    cues = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = {
            "SRT, English, UTF-8": write(root / "en.srt", ENGLISH, "utf-8", cues),
            "SRT, Korean, UTF-8": write(root / "ko.srt", KOREAN, "utf-8", cues),
            "SRT, Korean, CP949": write(root / "cp949.srt", KOREAN, "cp949", cues),
            "SRT, Korean, UTF-16 without a mark": write(root / "utf16.srt", KOREAN, "utf-16-le", cues),
            "SRT with -> for --> in every cue": write(root / "arrow.srt", ENGLISH, "utf-8", cues, " -> "),
        }
        pysubs2.load(str(files["SRT, English, UTF-8"])).save(str(root / "en.vtt"))
        pysubs2.load(str(files["SRT, English, UTF-8"])).save(str(root / "en.ass"))
        files |= {"WebVTT": root / "en.vtt", "ASS": root / "en.ass"}
        print(f"{cues} cues, processor time, best of 7 runs, bar {cues / 50:.0f} ms (SRT)")
        for name, path in files.items():
            print(f"{best(lambda path=path: read_subtitles(path)):8.1f} ms  {name}")  # type: ignore[misc]
        plain = str(files["SRT, English, UTF-8"])
        print(f"{best(lambda: pysrt.open(plain, encoding='utf-8')):8.1f} ms  pysrt alone, encoding given")
        print(f"{best(lambda: pysubs2.load(plain, encoding='utf-8')):8.1f} ms  pysubs2 alone, encoding given")
        blank = root / "blank.srt"
        blank.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n" + "\n" * 2_000_000)
        print(f"{best(lambda: read_subtitles(blank), 3):8.1f} ms  2 MB of blank lines (bar 1000 ms)")


if __name__ == "__main__":
    main()
