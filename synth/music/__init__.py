"""Music for the scenes of a film, composed and played here.

    manner                        how each piece goes about it, drawn from its seed
    planner (with form, keys)     scenes -> bars, tempi and keys that end on time
    harmony (roman, voicing)      -> chords, out of data/progressions.toml
    melody (rhythm)               -> tunes, by rule; any other melodist can take its place
    arranger (casting, setting, textures, lines, grooves, instruments) -> who plays what, out of data/palettes.toml
    performer                     -> notes in seconds; midi writes and reads them as a file
    sampler (tones, soundfont), reverb, loudness        -> sound, out of samples/band.sf3

engine joins them: compose(scenes) -> Score, render(score) -> sound.
"""
