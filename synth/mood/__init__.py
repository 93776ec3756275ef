"""The mood of words, for the music: what a line or a scene of subtitles feels like, and where that changes.

lexicon     words and rules of narration -> a score for every mood
model       hashed n-grams -> a score for every mood, learned from labelled text
reading     both together -> Mood of a text, moods of all cues in their context
cutting     moods of cues -> the scenes of the film
"""

from __future__ import annotations

from synth.mood.cutting import scenes
from synth.mood.reading import Mood, mood_of, moods

__all__ = ["Mood", "mood_of", "moods", "scenes"]
