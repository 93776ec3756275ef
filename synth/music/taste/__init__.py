"""How like people's music a piece is: its notes in numbers, and a forest that has learnt what people's numbers are."""
