"""The music, measured: is it made fast, does it end well, is it like people's, is its mood heard, is anything copied?

    python -m bench.music [--parts speed endings bands judge mood novelty shape page] [--data var/corpora/scores]

bands, judge and shape need nothing but the repository: the bounds of people's music and a sample of held-out pieces
lie in bench/data. novelty (and --write) read the corpus of training/scores.py in --data; mood reads a clone of VGMIDI.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

PARTS = ("speed", "endings", "bands", "judge", "mood", "novelty", "shape", "page")
DEFAULT = ("speed", "endings", "bands", "judge", "shape")
ENOUGH, TOO_MANY, KNOWN_APART, COPIED, HEARD = 13, 10, 0.75, 8, 0.70  # what is asked


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.music", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=DEFAULT)
    parser.add_argument("--genres", default="orchestral,piano,lo-fi", help="which to time")
    parser.add_argument("--seeds", type=int, default=20, help="pieces a mood that are measured")
    parser.add_argument("--endings", type=int, default=500, help="pieces a mood whose ends are looked at")
    parser.add_argument("--data", type=Path, default=Path("var/corpora/scores"))
    parser.add_argument("--vgmidi", type=Path, default=Path("var/corpora/vgmidi"), help="a clone, bare or not")
    parser.add_argument("--out", type=Path, default=Path("var/listen"), help="where the page goes")
    parser.add_argument("--write", action="store_true", help="find the bands and the sample of people's pieces again")
    args = parser.parse_args()
    if args.write:
        rewrite(args.data)
    for part in args.parts:
        print(f"\n## {part}\n", flush=True)
        {
            "speed": lambda: speed(args.genres.split(",")), "endings": lambda: endings(args.endings),
            "bands": lambda: bands(args.seeds), "judge": lambda: judge(args.seeds),
            "mood": lambda: mood(args.seeds, args.vgmidi), "novelty": lambda: novelty(args.seeds, args.data),
            "shape": lambda: shape(args.seeds), "page": lambda: page(args.out),
        }[part]()  # fmt: skip


def melodists() -> dict:
    """Who may write the melody: the rule, and whatever model of ours there is."""
    from importlib.util import find_spec

    from synth.music.melody import rule_melody

    found = {"rule": rule_melody}
    if find_spec("synth.music.gpt"):
        from synth.music import gpt

        if gpt.available():
            found |= {"gpt": gpt.gpt_melody, "free gpt": gpt.free_melody}  # free: without grammar, for comparison
    return found


def speed(genres: list[str]) -> None:
    """See endings.speed."""
    from bench.scores import endings

    endings.speed(genres)


def endings(seeds: int) -> None:
    """See endings.endings."""
    from bench.scores import endings

    endings.endings(seeds)


def rewrite(data: Path) -> None:
    """The bands from all pieces that are not held out, the sample from those that are."""
    from bench.scores import bands, people

    people.write_sample(people.excerpts(data, ("test",)))
    known = people.excerpts(data, ("train", "valid"))
    bands.write(bands.find(known), len(known))


def everybody(seeds: int) -> dict[str, Sequence]:
    """Name -> excerpts: people's, ours by every melodist, and people's spoilt."""
    from bench.scores import ours, people
    from bench.scores.controls import CONTROLS, spoilt

    held_out = people.sample()
    found: dict[str, Sequence] = {"people": held_out}
    found |= {f"ours, {name}": ours.excerpts(range(seeds), melodist) for name, melodist in melodists().items()}
    return found | {name: spoilt(held_out, name) for name in CONTROLS}


def bands(seeds: int) -> None:
    """How many of the 17 numbers lie where those of people's pieces do."""
    from bench.scores.bands import in_bands, kept
    from synth.music.taste.metrics import METRICS

    bounds = kept()
    inside = {name: in_bands(pieces, bounds) for name, pieces in everybody(seeds).items()}
    print(f"{'share in band':22}{'from':>7}{'to':>7}" + "".join(f"{name[-13:]:>15}" for name in inside))
    for number, metric in enumerate(METRICS):
        shares = "".join(f"{found[:, number].mean():15.2f}" for found in inside.values())
        print(f"{metric:22}{bounds[metric][0]:7.2f}{bounds[metric][1]:7.2f}{shares}")
    print(f"{f'of {len(METRICS)}':36}" + "".join(f"{found.sum(1).mean():15.1f}" for found in inside.values()))
    print(f"{'pieces':36}" + "".join(f"{len(found):15}" for found in inside.values()))
    print(f"asked: ours {ENOUGH} or more, each spoilt kind {TOO_MANY} or fewer")


def judge(seeds: int) -> None:
    """How surely a forest tells each kind from people's pieces; and one that looks at density, register and texture."""
    from bench.scores.classifier import heard, told_apart

    kinds = everybody(seeds)
    held_out = kinds.pop("people")
    print(f"{'told from people':24}{'AUC':>6}{'second':>8}   by")
    for name, pieces in kinds.items():
        area, why = told_apart(pieces, held_out)
        second, sound = told_apart(pieces, held_out, heard)
        reasons = ", ".join(f"{feature} {weight:.2f}" for weight, feature in why[:5])
        others = ", ".join(f"{feature} {weight:.2f}" for weight, feature in sound[:3])
        print(f"{name:24}{area:6.2f}{second:8.2f}   {reasons}; second: {others}", flush=True)
    print(f"asked: ours {KNOWN_APART} or less by the first")


def shape(seeds: int) -> None:
    """The error of the curve of likeness, and the overlap of the numbers, beside people's two halves."""
    from bench.scores import bands as numbers
    from bench.scores.shape import curve_error, overlap

    kinds = everybody(seeds)
    held_out = list(kinds.pop("people"))
    kinds = {"people, other half": held_out[::2], **kinds}
    print(f"{'':24}{'curve error':>12}{'overlap':>10}")
    for name, pieces in kinds.items():
        against = held_out[1::2] if name.startswith("people") else held_out
        shared = overlap(numbers.table(pieces), numbers.table(against)).mean()
        print(f"{name:24}{curve_error(pieces, against):12.3f}{shared:10.2f}", flush=True)


def mood(seeds: int, clone: Path) -> None:
    """Our moods as a judge of people's labelled pieces hears them, and whether tempo, mode and register are theirs."""
    import numpy as np

    from bench.scores import moods, ours
    from bench.scores.traits import traits
    from synth.music.planner import TEMPI

    judge = None
    if clone.exists():
        judge = moods.Judge(list(moods.labelled(clone)))
        valence, arousal, both, each = judge.on_people()
        print(f"the judge on people's pieces: valence {valence:.2f}, arousal {arousal:.2f}, quadrant {both:.2f}")
        print("  " + ", ".join(f"{name} {share:.2f}" for name, share in each.items()))
    else:
        print(f"There is no clone of VGMIDI in {clone}: the moods are not judged.")
    heads = ("heard", "still", "middle", "driven", *moods.QUADRANTS, "tempo", "in band", "major", "pitch", "onsets/s")
    print(" " * 8 + "".join(f"{head:>9}" for head in heads))
    shares = []
    for name in TEMPI:
        scores = [ours.played(name, seed) for seed in range(seeds)]
        sounds = [ours.seconds(score) for score in scores]
        energies = np.array([score.plan.sections[0].scene.energy for score in scores])
        tempi = [score.plan.sections[0].tempo for score in scores]
        within = [TEMPI[name][0] / 1.06 <= tempo <= TEMPI[name][1] * 1.06 for tempo in tempi]
        heard = judge.hear(sounds) if judge else np.zeros((seeds, 2))
        right = moods.recognised(name, heard) if judge else np.full(seeds, np.nan)
        shares.append(right.mean())
        rows = [
            shares[-1],
            *(right[energies == energy].mean() if energy in energies else np.nan for energy in (1, 2, 3)),
        ]
        rows += [(heard == label).all(1).mean() for label in moods.QUADRANTS.values()]
        print(f"{name:8}" + "".join(f"{row:9.2f}" for row in rows) + f"{np.mean(tempi):9.0f}{np.mean(within):9.2f}"
              f"{np.mean([score.plan.sections[0].key.bright for score in scores]):9.2f}"
              f"{np.mean([sound[:, 2].mean() for sound in sounds]):9.1f}"
              f"{np.mean([traits(sound)[0] for sound in sounds]):9.1f}", flush=True)  # fmt: skip
    print(f"heard in all {sum(shares) / len(shares):.2f}; asked: {HEARD} or more")


def novelty(seeds: int, data: Path) -> None:
    """The longest run that each melody shares with those that a model may have learnt from."""
    from bench.scores import ours, people
    from bench.scores.novelty import Known

    if not (data / "pieces.jsonl").exists():
        print(f"There is no {data / 'pieces.jsonl'}: python -m training.scores makes it.")
        return
    known = Known(people.melodies(data, ("train", "valid")))
    kinds = {"people, held out": people.sample()}
    kinds |= {f"ours, {name}": list(ours.pieces(range(seeds), melodist)) for name, melodist in melodists().items()}
    print(f"{'longest shared run':24}{'median':>8}{'most':>6}{'over ' + str(COPIED):>8}   notes")
    for name, pieces in kinds.items():
        runs = sorted(known.longest(piece) for piece in pieces)
        over = sum(run > COPIED for run in runs) / len(runs)
        print(f"{name:24}{runs[len(runs) // 2]:8}{runs[-1]:6}{over:8.1%}", flush=True)


def page(out: Path) -> None:
    """A page to listen with."""
    from bench.scores import page, people

    print(page.write(out, melodists(), people.sample()))


if __name__ == "__main__":
    main()
