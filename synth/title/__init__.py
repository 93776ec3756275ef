"""A film's title: words set in type over a picture, and set in motion.

lines breaks the words, fonts and setting give them their form, quiet finds them a place, shade makes them readable,
design puts all of that together, motion moves it.
"""


class TitleError(ValueError):
    """A title that cannot be set. One sentence: what is wrong, what to do."""
