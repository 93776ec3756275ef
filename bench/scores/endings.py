"""How fast music is made, how much memory it takes, and whether every piece ends as it should."""

from __future__ import annotations

import time

SECONDS = 240.0


def speed(genres: list[str]) -> None:
    """Wall and processor time of composing and rendering; the target is 20 s on two cores and 600 MB."""
    import resource

    from synth.music.engine import compose, render
    from synth.music.score import Scene

    print(f"{SECONDS:g} s of music    wall s   processor s   parts   notes   memory MB")
    for genre in genres:
        wall, processor = time.perf_counter(), time.process_time()
        score = compose([Scene("epic", 3, 0.0, SECONDS)], genre, seed=1)
        render(score)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        notes = sum(len(part.notes) for part in score.parts)
        print(f"{genre:16} {wall:8.1f}   {processor:11.1f}   {len(score.parts):5}   {notes:5}   {memory:9.0f}")


def endings(seeds: int) -> None:
    """Share of pieces that end on a cadence and the tonic, within 20 ms of the asked end, their scenes on bar lines."""
    from synth.music.casting import genres
    from synth.music.engine import compose
    from synth.music.score import MOODS, Scene

    started = time.perf_counter()
    print(f"{seeds} seeds     cadence   tonic   end within 20 ms   worst ms   scenes on bar lines")
    for mood in MOODS:
        counts, worst = [0, 0, 0, 0], 0.0
        for seed in range(seeds):
            end = 10 + (seed * 7919 % 1100) / 10 if seed % 50 else 600.0
            middle = round(end * (0.3 + seed % 7 / 20), 3)
            scenes = [
                Scene("calm" if mood != "calm" else "tense", 1, 0.0, middle),
                Scene(mood, 1 + seed % 3, middle, end),
            ]
            score = compose(scenes, genres()[seed % len(genres())], seed=seed)
            checks, away = ending(score, scenes)
            counts = [count + check for count, check in zip(counts, checks, strict=True)]
            worst = max(worst, away)
        shares = [count / seeds for count in counts]
        cadence, tonic, in_time, on_lines = (f"{share:.1%}" for share in shares)
        print(f"{mood:12} {cadence:>8} {tonic:>7} {in_time:>18} {worst * 1000:10.2f} {on_lines:>20}", flush=True)
    print(f"{time.perf_counter() - started:.0f} s")


def ending(score, scenes) -> tuple[list[bool], float]:
    """[cadence, tonic, in time, scenes on bar lines], and how far the last note ends from the asked end, in seconds."""
    from synth.music.instruments import BAND

    tonic, chords = score.plan.sections[-1].key.tonic, score.chords[-1]
    before = next((chord for chord in reversed(chords) if chord.tones[0] != tonic), chords[-1])
    tuned = [part for part in score.parts if not BAND[part.instrument].keys and part.instrument != "taiko"]
    notes = [note for part in tuned for note in part.notes]
    away = abs(max(note.end for note in notes) - scenes[-1].end)
    last = {note.pitch % 12 for note in notes if abs(note.end - scenes[-1].end) < 0.02}
    home = chords[-1].tones[0] == chords[-1].bass == tonic and bool(last) and last <= set(chords[-1].tones)
    starts = [section.bar_times()[0] for section in score.plan.sections]
    on_lines = all(abs(start - scene.start) < 0.02 for start, scene in zip(starts, scenes, strict=True))
    return [(before.tones[0] - tonic) % 12 in (5, 7), home, away < 0.02, on_lines], away
