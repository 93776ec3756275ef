"""Pictures to open a film with: painted from words, taken from the film itself, or from a file.

`picture` is the way in: words.py reads what is asked for, stage.py decides light and composition, painting.py has the
painter of the place (places/) lay its coats, finish.py gives it light, grain and dither. All colours are chosen in
OKLab (colour.py), all randomness comes from one seed (noise.py).
"""

from __future__ import annotations

from synth.image.canvas import Layer
from synth.image.errors import ImageCancelled, ImageError
from synth.image.file import from_file
from synth.image.frame import from_frame
from synth.image.painting import layers, nearness, picture
from synth.image.words import SceneWords, read_scene

__all__ = ["ImageCancelled", "ImageError", "Layer", "SceneWords", "from_file", "from_frame", "layers", "nearness",
           "picture", "read_scene"]  # fmt: skip
