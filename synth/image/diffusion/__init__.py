"""Any text-to-image pipeline of diffusers by name: `hf:NAME_OR_DIR`. `pipeline.py` is the way in.

folder.py finds the model and says whether it may be opened (no network, no pickle, no code of its own), loading.py
opens it part by part, settings.py picks steps and guidance, asking.py puts Korean into the words that it reads.
"""
