"""What every command shares: help at once, and stopping when asked."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console import COMMANDS, ExitStatus

ROOT = Path(__file__).parents[2]


def test_ctrl_c_stops_cleanly(folder):
    command = [sys.executable, str(ROOT / "narrate.py"), "film.mp4", "film.srt"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if line.startswith("Planning"):
                process.send_signal(signal.SIGINT)
                break
        said = process.stderr.read()
    assert process.returncode == ExitStatus.INTERRUPTED
    assert "Stopped." in said and "Traceback" not in said
    assert not list(folder.glob("*narrated*"))


def test_help_is_quick_and_imports_nothing_heavy():
    code = "import sys, console\ntry: console.main(['--help'])\nexcept SystemExit: pass\n"
    code += "print(sorted({'torch', 'av', 'numpy', 'transformers', 'moviepy'} & set(sys.modules)))"
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]" and "SUBTITLES" in said
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 0.3


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_table_has_a_help(command):
    asked = [sys.executable, str(ROOT / "narrate.py"), command, "--help"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"usage: narrate {command} ")
