"""Voices: who speaks, and how a voice is made from a recording."""


class VoiceError(RuntimeError):
    """A voice cannot be found, made or kept; one sentence for a person."""
