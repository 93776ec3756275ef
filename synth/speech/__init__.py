"""Text in, a waveform out. `speech.py` is the way in."""


class SpeechError(ValueError):
    """Text that cannot be spoken, or weights that cannot be read; the message says which and what to do."""
