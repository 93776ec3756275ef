"""The sounds of the band: every instrument has its preset, and a file that is none is refused."""

import numpy as np
import pytest

from synth.music.errors import MusicError
from synth.music.instruments import BAND, instrument
from synth.music.sampler import BAND_FONT, font
from synth.music.soundfont import SoundFont
from training.samples import subset


def test_every_instrument_sounds_over_its_range():
    for player in BAND.values():
        zones = font().zones(player.program, player.bank)
        keys = player.keys or range(player.low, player.high + 1)
        reach = 0 if player.keys else 12
        assert all(any(z.keys[0] - reach <= key <= z.keys[1] + reach for z in zones) for key in keys), player.name


def test_a_wave_is_sound_and_its_loop_lies_within():
    for zone in font().zones(0)[::20] + font().zones(48)[::30]:
        wave = font().wave(zone.wave)
        assert wave.dtype == np.float32 and 0.01 < np.abs(wave).max() <= 1.01
        assert zone.loop is None or 0 <= zone.loop[0] < zone.loop[1] <= len(wave)


def test_the_sounds_are_small_and_licensed():
    assert BAND_FONT.stat().st_size < 8_000_000
    assert "Permission is hereby granted" in (BAND_FONT.parent / "LICENSE").read_text()
    assert "MIT" in BAND_FONT.with_suffix(".md").read_text()


def test_a_subset_keeps_its_presets_unchanged(tmp_path):
    (tmp_path / "two.sf3").write_bytes(subset(font(), [BAND["celesta"], BAND["harp"]]))
    small = SoundFont(tmp_path / "two.sf3")
    assert set(small.presets) == {(0, 8), (0, 46)}
    for here, there in zip(small.zones(8), font().zones(8), strict=True):
        assert (here.keys, here.root, here.loop, here.release) == (there.keys, there.root, there.loop, there.release)
    assert np.array_equal(small.wave(small.zones(8)[0].wave), font().wave(font().zones(8)[0].wave))


def test_what_is_no_soundfont_is_refused(tmp_path):
    (tmp_path / "a.sf2").write_bytes(b"RIFF0000WAVEfmt ")
    for path in (tmp_path / "a.sf2", tmp_path / "none.sf2"):
        with pytest.raises(MusicError, match="SoundFont"):
            SoundFont(path)


def test_instruments_answer_to_what_people_call_them():
    assert instrument("Grand Piano") is BAND["piano"] and instrument("french-horn") is BAND["horn"]
