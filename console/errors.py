"""Exit codes, and which of our errors ends with which."""

from __future__ import annotations

import enum


class ExitStatus(enum.IntEnum):
    OK = 0
    ERROR = 1  # something nobody foresaw
    USAGE = 2
    FILM = 3  # the film is missing, damaged or not a film
    SUBTITLES = 4
    SPEECH = 5  # something in the text cannot be spoken, or a voice cannot be found, made or kept
    OUTPUT = 6  # the result cannot be written
    MUSIC = 7  # what was asked for cannot be composed or played
    TITLE = 8  # a title cannot be set, a list of chapters not read, or a picture not painted or opened
    INTERRUPTED = 130


# By name, so that telling an error loads nothing; a test holds the table to what media/ and synth/ define.
STATUS = {
    "media.signature.NotAFilm": ExitStatus.FILM,
    "media.probe.ProbeError": ExitStatus.FILM,
    "media.audio.AudioError": ExitStatus.FILM,
    "media.subtitles.cue.SubtitleError": ExitStatus.SUBTITLES,
    "media.chapters.ChapterError": ExitStatus.TITLE,
    "media.recording.RecordingError": ExitStatus.SPEECH,
    "media.timeline.TimelineError": ExitStatus.OUTPUT,
    "media.stretch.StretchError": ExitStatus.OUTPUT,
    "media.stems.MixError": ExitStatus.OUTPUT,
    "media.cancelled.Cancelled": ExitStatus.INTERRUPTED,
    "media.musicfile.MusicFileError": ExitStatus.MUSIC,
    "media.chaptered.Unjoined": ExitStatus.OUTPUT,
    "media.mux.MuxError": ExitStatus.OUTPUT,
    "media.verify.Difference": ExitStatus.OUTPUT,
    "media.artefacts.ArtefactError": ExitStatus.OUTPUT,
    "synth.speech.SpeechError": ExitStatus.SPEECH,
    "synth.speech.espeak.EspeakError": ExitStatus.SPEECH,
    "synth.speech.normalise.UnsupportedLanguage": ExitStatus.SPEECH,
    "synth.speech.pretrained.GeneratorError": ExitStatus.SPEECH,
    "synth.music.errors.MusicError": ExitStatus.MUSIC,
    "synth.title.TitleError": ExitStatus.TITLE,
    "synth.image.errors.ImageCancelled": ExitStatus.INTERRUPTED,
    "synth.image.errors.ImageError": ExitStatus.TITLE,
    "synth.voice.VoiceError": ExitStatus.SPEECH,
    "server.config.ConfigError": ExitStatus.USAGE,
    "server.jobs.supervisor.PortTaken": ExitStatus.USAGE,
    "server.accounts.AccountError": ExitStatus.USAGE,
}


def status_of(error: BaseException) -> ExitStatus:
    """The status an error ends with; ERROR if nobody foresaw it. What the system refuses (OSError) is the output's."""
    for kind in type(error).__mro__:
        if status := STATUS.get(f"{kind.__module__}.{kind.__qualname__}"):
            return status
    return ExitStatus.OUTPUT if isinstance(error, OSError) else ExitStatus.ERROR
