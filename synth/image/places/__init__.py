"""The painters of places: each yields (name, depth, colour, alpha) from back to front, for one stage."""
