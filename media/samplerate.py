"""The one rate of sound here: originals are decoded to it, takes brought to it, programmes and stems written in it."""

SAMPLE_RATE = 48_000  # Hz
