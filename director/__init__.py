"""What the director hands on, wherever files and models meet: voices (who speaks), opening (the title), scoring (the
music). narrate.py tells them when; nobody else needs them.
"""
