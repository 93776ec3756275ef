"""Fetching from a hub: a small one runs here and answers as the real one does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from synth.hub.asked import asked
from synth.hub.download import download
from synth.hub.folder import located
from synth.hub.speech import HubSpeech
from synth.speech import SpeechError

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """Serves the folders of `models`, by name, and remembers which files were fetched."""

    models: dict[str, Path]
    fetched: list[str]
    gated: set[str]

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path = self.path.partition("?")[0].strip("/")
        for name, folder in self.models.items():
            if path.startswith(f"api/models/{name}"):
                return self._json(self._tree(folder) if "/tree/" in path else self._info(name, folder))
            if path.startswith(f"{name}/resolve/{COMMIT}/"):
                return self._file(folder / path.split(COMMIT + "/")[1])
        return self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    def _info(self, name, folder):
        files = [{"rfilename": entry["path"], "size": entry["size"], "blobId": "0"} for entry in self._tree(folder)]
        card = {"license": "cc-by-nc-4.0", "language": "en"}
        return {"id": name, "_id": "0", "sha": COMMIT, "siblings": files, "cardData": card, "tags": []}

    def _tree(self, folder):
        return [{"type": "file", "path": path.relative_to(folder).as_posix(), "size": path.stat().st_size,
                 "oid": str(abs(hash(path)))} for path in sorted(folder.rglob("*")) if path.is_file()]  # fmt: skip

    def _json(self, told):
        self._answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def _file(self, path):
        if self.command == "GET":
            self.fetched.append(path.name)
        self._answer(200, path.read_bytes(), {"ETag": f'"{abs(hash(path))}"', "X-Repo-Commit": COMMIT})

    def _answer(self, status, content, headers):
        if any(f"/{name}/" in f"/{self.path}/" for name in self.gated):
            status, headers = 403, {"X-Error-Code": "GatedRepo"}
        self.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def no_network():
    """Here there is one: to this machine itself."""


@pytest.fixture
def hub(empty_cache):
    kind = type("OneHub", (Hub,), {"models": {}, "fetched": [], "gated": set()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kind.endpoint = f"http://127.0.0.1:{server.server_port}"
    yield kind
    server.shutdown()
    server.server_close()


def test_a_model_comes_with_its_terms_told_first_and_then_speaks_offline(hub, checkpoint, tmp_path):
    hub.models["owner/vits"] = folder = tmp_path / "vits"
    folder.mkdir()
    for file in checkpoint("vits").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "pytorch_model.bin").write_bytes(b"never")
    (folder / "model.py").write_text("never")
    told = []
    download(asked("hf:owner/vits"), told.append, hub.endpoint)
    assert len(told) == 1 and "kB to download; en; licence cc-by-nc-4.0, which forbids commercial use" in told[0]
    assert {"pytorch_model.bin", "model.py"}.isdisjoint(hub.fetched)
    assert sorted(path.name for path in located("owner/vits").iterdir()) == sorted(
        file.name for file in checkpoint("vits").iterdir()
    )
    hub.models.clear()
    download(asked("hf:owner/vits"), told.append, hub.endpoint)
    assert len(told) == 1, "what is there is not asked for again"
    assert len(HubSpeech("hf:owner/vits").draft("The sea.").sound)


def test_a_vocoder_comes_with_the_model_that_needs_it(hub, checkpoint, tmp_path):
    hub.models["owner/t5"] = tmp_path / "t5"
    hub.models["microsoft/speecht5_hifigan"] = checkpoint("speecht5") / "vocoder"
    (tmp_path / "t5").mkdir()
    for file in checkpoint("speecht5").glob("*.*"):
        (tmp_path / "t5" / file.name).write_bytes(file.read_bytes())
    told = []
    download(asked("hf:owner/t5"), told.append, hub.endpoint)
    assert [sentence.split(":")[0] for sentence in told] == ["owner/t5", "microsoft/speecht5_hifigan"]
    assert located("microsoft/speecht5_hifigan").is_dir()


def test_what_cannot_be_had_is_a_sentence(hub, checkpoint, tmp_path):
    (tmp_path / "pickled").mkdir()
    (tmp_path / "pickled" / "pytorch_model.bin").write_bytes(b"x")
    hub.models |= {"owner/pickled": tmp_path / "pickled", "owner/gated": checkpoint("vits")}
    hub.gated.add("owner/gated")
    for name, words, endpoint in (
        ("owner/nothing", "no model owner/nothing", hub.endpoint),
        ("owner/pickled", "no weights as safetensors", hub.endpoint),
        ("owner/gated", "agreement", hub.endpoint),
        ("owner/vits", "cannot be downloaded", "http://127.0.0.1:9"),
        ("./nowhere", "no folder", hub.endpoint),
    ):
        with pytest.raises(SpeechError, match=words) as refused:
            download(asked(f"hf:{name}"), print, endpoint)
        assert "\n" not in str(refused.value)
