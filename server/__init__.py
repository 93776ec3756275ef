"""The studio: a web service where people narrate their films."""
