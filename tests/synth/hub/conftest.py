"""Checkpoints made once, an empty cache of the hub, and no network: whoever tries it fails."""

import socket

import huggingface_hub.constants
import pytest

from tests.synth.hub import checkpoints


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refused(self, address):
        raise AssertionError(f"a connection to {address} was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket.socket, "connect_ex", refused)


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def cut_short(monkeypatch):
    """Models with random weights never come to an end by themselves."""
    monkeypatch.setattr("synth.hub.speech.LEAST", 0.4)
    monkeypatch.setattr("synth.hub.speech.PER_LETTER", 0.03)


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory):
    """The folder of a tiny checkpoint, by the name of the function that makes it."""
    made = {}

    def folder(name: str):
        if name not in made:
            made[name] = tmp_path_factory.mktemp("checkpoints") / name
            getattr(checkpoints, name)(made[name])
        return made[name]

    return folder
