"""The agreements of the house: what is pinned, who may import whom, what comes with a weight, what make knows."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("media", "synth", "training", "server", "bench")
# The "may import" column of the house. The director, narrate.py, has its command line in console/, which starts the
# studio, too, and what it hands on in director/.
MAY_IMPORT = {
    "narrate": {"narrate", "director", "console", "media", "synth"},
    "director": {"director", "narrate", "media", "synth"},
    "console": {"narrate", "director", "console", "media", "synth", "server"},
    "media": {"media"},
    "synth": {"synth"},
    "training": {"training", "synth", "media"},
    "server": {"server", "narrate", "console", "media", "synth"},
}
OURS = {*ROOMS, "narrate", "console", "director", "tests", "demo"}
REQUIREMENTS = [*ROOT.glob("requirements*.txt"), ROOT / "bench" / "requirements.txt"]
GIVEN = {"flask", "torch", "torchaudio", "moviepy", "pysrt", "transformers", "diffusers", "mido"}
MODULE_OF = {  # packages whose module has another name
    "charset-normalizer": "charset_normalizer",
    "espeakng-loader": "espeakng_loader",
    "flask-babel": "flask_babel",
    "huggingface-hub": "huggingface_hub",
    "imageio-ffmpeg": "imageio_ffmpeg",
    "pillow": "PIL",
    "praat-parselmouth": "parselmouth",
    "python-stretch": "python_stretch",
    "scikit-learn": "sklearn",
}


def requirements(file: Path) -> list[str]:
    lines = (re.split("[#;]", line)[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-r ")]


def modules(room: str) -> list[Path]:
    if room == "narrate":
        return [ROOT / "narrate.py"]
    return sorted((ROOT / room).rglob("*.py"))


def imports(file: Path) -> list[tuple[int, str]]:
    """Every module that a file imports anywhere in it, with its line; relative ones resolved."""
    found = []
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            found.append((node.lineno, ".".join((*above, *(node.module or "").split(".")))))
    return found


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_requirement_is_pinned(file):
    pinned = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*")
    loose = [line for line in requirements(file) if not pinned.fullmatch(line)]
    assert requirements(file) and not loose


def test_no_package_is_asked_for_twice():
    names = [line.partition("==")[0].lower() for file in REQUIREMENTS for line in requirements(file)]
    assert sorted(names) == sorted(set(names))


def test_the_given_packages_are_there():
    pins = dict(line.lower().split("==") for line in requirements(ROOT / "requirements.txt"))
    assert pins.keys() >= GIVEN
    assert (pins["torch"], pins["torchaudio"]) == ("2.13.0", "2.11.0")


def test_everything_imported_is_required():
    """What a room imports is ours, Python's or a pinned package: nothing comes in by accident of another's needs."""

    def known(*files: Path) -> set[str]:
        names = (line.partition("==")[0] for file in files for line in requirements(file))
        return {MODULE_OF.get(name, name) for name in names} | OURS | sys.stdlib_module_names

    shipped, everything = known(ROOT / "requirements.txt"), known(*REQUIREMENTS)
    strangers = [
        f"{file.relative_to(ROOT)}:{line} {name}"
        for room in ("narrate", "console", "director", *ROOMS)
        for allowed in [everything if room in ("training", "bench") else shipped]
        for file in modules(room)
        for line, name in imports(file)
        if name.split(".")[0] not in allowed
        and not (file.with_name(f"{name}.py").exists() and file.stem.endswith("_child"))  # run alone, beside its like
    ]
    assert not strangers


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room):
    trespasses = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in modules(room)
        for line, name in imports(file)
        if (top := name.split(".")[0]) in OURS and top not in MAY_IMPORT[room]
    ]
    assert not trespasses


def test_every_weight_has_a_card_that_names_its_data_and_licence():
    for weight in (ROOT / "synth" / "weights").glob("**/*.safetensors"):
        one = weight.parent.name == "weights"  # those of a folder share the card beside it
        card = (weight if one else weight.parent).with_suffix(".md")
        assert card.exists(), f"{weight.name} has no card beside it"
        text = card.read_text(encoding="utf-8").lower()
        missing = [word for word in ("data", "licence", "steps") if word not in text]
        assert not missing, f"{card.name} does not tell its {missing}"
        assert re.search(r"cc0|public domain|cc[ -]by|apache|\bmit\b", text), f"{card.name} names no licence"


def test_help_answers_at_once_and_loads_nothing_heavy():
    heavy = {"torch", "torchaudio", "av", "openvino", "moviepy", "transformers", "diffusers", "scipy", "numpy"}
    command = [sys.executable, "-X", "importtime", "narrate.py", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & heavy


def test_the_build_machine_can_run_the_tests():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text() and "make test" in script.read_text()
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.mark.parametrize("target", ["help", "demo", "serve", "test", "bench", "lint"])
def test_make_knows_its_commands(target):
    plan = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert plan.returncode == 0, plan.stderr
    first = subprocess.run(["make", "-n"], cwd=ROOT, capture_output=True, text=True)
    assert "make demo" in first.stdout  # plain `make` is help


def test_the_licence_is_whole_and_the_notice_names_what_matters():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence and "END OF TERMS AND CONDITIONS" in licence
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for name in ("Kathleen", "CC0", "espeak-ng", "pysrt", "FFmpeg", "x264", "OpenVINO"):
        assert name in notice


def test_the_readme_leaves_nothing_to_fill_in():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|TBD|FIXME|XXX|lorem)\b", text, re.I)
    assert "make demo" in text and "make test" in text
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), f"README.md points to {target}, which is not there"
