"""Tiny pipelines made once, an empty cache of the hub, and no network: whoever tries it fails."""

import shutil
import socket
import warnings

import huggingface_hub.constants
import pytest

from tests.synth.image.diffusion import checkpoints


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refused(self, address):
        raise AssertionError(f"a connection to {address} was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket.socket, "connect_ex", refused)


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory):
    """The folder of a tiny pipeline, by the name of its family."""
    made = {}

    def folder(name: str):
        if name not in made:
            made[name] = tmp_path_factory.mktemp("checkpoints") / name
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # some schedulers of diffusers warn of themselves
                getattr(checkpoints, name)(made[name])
        return made[name]

    return folder


@pytest.fixture
def copy(checkpoint, tmp_path):
    """One that a test may damage."""
    return lambda name: shutil.copytree(checkpoint(name), tmp_path / name)
