"""What is asked for is what is drawn; one seed is one picture at every size; another seed is clearly another."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from synth.image import ImageError, layers, picture, read_scene
from synth.image.colour import to_lab
from synth.image.painting import coats, painted
from synth.image.stage import stage
from synth.image.weather import INDOORS
from synth.image.words import MOODS, PLACES, TIMES, SceneWords
from tests.synth.image.looks import distance, lightness

SMALL = (128, 72)
ROWS = [
    line.split("\t")[:2] for line in (Path(__file__).parent / "prompts.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]  # fmt: skip
# a coat that only the painter of this place lays
MARKS = {
    "mountains": "woods",
    "sea": "water",
    "beach": "sand",
    "city": "blocks 1",
    "desert": "dunes",
    "snow": "snow field",
    "road": "road",
    "room": "curtain",
    "village": "houses",
    "river": "banks",
    "lake": "far shore",
    "station": "platform",
    "school": "desks",
    "space": "stars",
    "garden": "flowers",
    "abstract": "silk",
    "forest": ("trees 1", "ridge 1"),
    "sky": "sky",
}
FALLING = {"rain": "rain", "snow": "snow", "fog": "fog 1", "storm": "lightning", "wind": "leaves"}


@pytest.mark.parametrize("language, prompt", ROWS, ids=[row[1] for row in ROWS])
def test_what_is_asked_for_is_drawn(language, prompt):
    words = read_scene(prompt)
    set_ = stage(words, (64, 36), 3)
    names = [coat.name for coat in coats(set_)]
    mark = MARKS[words.place]
    assert names.count(mark) if isinstance(mark, str) else set(mark) & set(names)
    assert not words.time or set_.time == words.time
    outside = words.place not in INDOORS
    for weather, coat in FALLING.items():
        if words.weather == weather:
            assert (coat in names) == outside
        elif words.weather != "storm":  # with which rain or snow falls
            assert coat not in names


@pytest.mark.parametrize("place", PLACES)
def test_nights_are_dark_and_days_are_light(place):
    if place == "space":
        return
    night, day = (lightness(painted(stage(SceneWords(place, time), SMALL, 5))) for time in ("night", "day"))
    assert night < 0.45 and night < day - 0.10


def test_times_of_day_have_colours_of_their_own():
    """Sunsets and dawns are warmer than days, nights are blue: means over places and seeds of OKLab's b."""
    warmth = {
        time: np.mean([_mean(SceneWords(place, time), seed)[2] for place in ("sea", "mountains") for seed in range(4)])
        for time in TIMES
    }
    assert warmth["sunset"] > warmth["dawn"] > warmth["day"] and warmth["sunset"] > warmth["night"] + 0.03


def test_moods_have_light_and_colour_of_their_own():
    look = {
        mood: np.mean([_mean(SceneWords("sea", "day", mood=mood), seed) for seed in range(4)], axis=0) for mood in MOODS
    }
    chroma = {mood: np.hypot(*look[mood][1:3]) for mood in MOODS}
    assert chroma["sad"] < chroma["calm"] < chroma["happy"] and chroma["tense"] < chroma["epic"]
    assert look["happy"][0] > look["calm"][0] - 0.05 > look["tense"][0] and look["happy"][0] > look["sad"][0]
    assert look["epic"][3] > look["calm"][3]  # contrast


@pytest.mark.parametrize("place", ["mountains", "city", "forest", "garden", "station", "abstract"])
def test_a_seed_is_a_picture(place):
    one, again, other = (painted(stage(SceneWords(place), SMALL, seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, again) and not np.array_equal(one, other)


@pytest.mark.parametrize("place", PLACES)
def test_it_is_the_same_picture_at_every_resolution(place):
    """Another resolution of a seed is nearer to it than any other seed of the scene."""
    words = SceneWords(place, "day" if place != "space" else "night")
    small = painted(stage(words, (192, 108), 1))
    large = np.asarray(Image.fromarray(painted(stage(words, (384, 216), 1))).resize((192, 108), Image.Resampling.BOX))
    assert distance(small, large) < 0.6 * min(
        distance(small, painted(stage(words, (192, 108), seed))) for seed in (2, 3, 4)
    )


@pytest.mark.parametrize("prompt", ["mountains at sunset", "바다", "도시의 밤", "숲", "기차역", "꿈"])
def test_twenty_seeds_are_twenty_pictures(prompt):
    """The two most alike of twenty differ by far more than two prints of one picture with other grain."""
    seeds = [picture(prompt, None, SMALL, seed) for seed in range(20)]
    apart = min(distance(seeds[i], seeds[j]) for i in range(20) for j in range(i))
    set_ = stage(read_scene(prompt), SMALL, 0)
    rng = np.random.default_rng(0)
    regrained = np.clip(painted(set_) + rng.normal(0, 6, (72, 128, 1)), 0, 255).astype(np.uint8)
    assert apart > 5 * distance(seeds[0], regrained) and apart > 0.02


@pytest.mark.parametrize("size", [(16, 16), (17, 101), (200, 20), (54, 96)])
@pytest.mark.parametrize("place", PLACES)
def test_any_size_and_shape(place, size):
    image = painted(stage(SceneWords(place, weather="snow" if place == "station" else ""), size, 2))
    assert image.shape == (size[1], size[0], 3) and image.dtype == np.uint8 and image.std() > 2


@pytest.mark.parametrize("size", [(0, 10), (10, -1), (8193, 100), (15, 100), (8000, 8000)])
def test_a_size_that_is_none_is_a_sentence(size):
    with pytest.raises(ImageError, match=r"^A picture of .* cannot be made: give 16 to 8192 pixels a side"):
        picture("sea", None, size, 0)


@pytest.mark.parametrize("seed", [-1, 2**63, 123456789012345678901234567890])
def test_any_number_is_a_seed(seed):
    assert picture("sea", None, (32, 18), seed).shape == (18, 32, 3)


def test_skies_show_no_bands():
    """Neighbours differ, so that no contour can run along one level; and what an eye blends (4 x 4 pixels) takes values
    between the levels as often as on them: without dither its fractions would gather at 0.
    """
    image = painted(stage(SceneWords("sea", "night", "clear", mood="calm"), (640, 360), 4)).astype(float)
    sky = image[20:148, 40:600]
    assert (np.diff(sky, axis=1) == 0).mean() < 0.5
    blended = sky.reshape(32, 4, 140, 4, 3).mean(axis=(1, 3)) % 1
    assert 0.2 < np.abs(blended - 0.5).mean() < 0.3


def test_layers_make_the_picture_and_go_from_far_to_near():
    made = layers("a lake at dawn in the fog", "calm", (160, 90), 3)
    assert len(made) >= 5 and made[0].rgba[..., 3].min() == 255
    assert all(
        layer.rgba.shape == (90, 160, 4) and layer.rgba.dtype == np.uint8 and 0 <= layer.depth <= 1 for layer in made
    )
    assert made[0].depth == 1 and made[-1].depth < 0.2
    canvas = np.zeros((90, 160, 3))
    for layer in made:
        share = layer.rgba[..., 3:] / 255
        canvas = canvas * (1 - share) + layer.rgba[..., :3] * share
    whole = picture("a lake at dawn in the fog", "calm", (160, 90), 3)
    assert distance(canvas.astype(np.uint8), whole) < 0.08  # but for the finish


def _mean(words: SceneWords, seed: int) -> np.ndarray:
    """Means of L, a, b and the spread of L."""
    lab = to_lab(painted(stage(words, (96, 54), seed)).astype(np.float32) / 255)
    return np.array([*lab.reshape(-1, 3).mean(0), lab[..., 0].std()])
