"""How the sample film is drawn: canvas and light, what stands far away, who acts, and the scenes they act in."""
