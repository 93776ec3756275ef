"""Any text-to-speech model of transformers as a voice: `hf:NAME_OR_DIR`. `speech.py` is the way in.

What a person types is `asked.py`; which folder that means, and whether it may be opened, is `folder.py` (nothing here
uses the network but `download.py`, which runs when somebody says so). `card.py` tells what the model is. `families.py`
knows every kind of model; `direct.py` and `generated.py` run them, `loading.py` opens them, `letters.py` and
`arpabet.py` spell for those whose own speller is missing.
"""
