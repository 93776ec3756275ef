"""Measuring music on paper: ours, people's, and spoilt pieces that must fail.

    piece, ours            -> one common form: a melody, what goes with it, the metre and the key, in quarter notes
    metrics, order, bands  -> numbers of a piece; the bounds they lie between in people's music (data/music_bands.toml)
    controls               -> pieces spoilt on purpose
    classifier, shape      -> can ours be told from people's, and is it built like theirs
    moods, novelty, page   -> is the mood heard, is anything copied, and a page to listen with

`python -m bench.music` runs them.
"""
