"""The process that lets a demuxer look at an untrusted film: standard input is the film, standard output one JSON line.

Started by media/probe.py and nothing else. It is given an open file and no name, it may use only so much memory and
processor time, and once its imports are done it gives up the right to open any file at all.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys


def main() -> None:
    limits = json.loads(sys.argv[1])
    import av

    # PyAV imports these late, when it meets such a stream: they must be here before the door is closed.
    import av.audio.codeccontext
    import av.audio.stream
    import av.logging
    import av.sidedata.encparams
    import av.sidedata.motionvectors
    import av.subtitles.codeccontext
    import av.subtitles.stream
    import av.subtitles.subtitle
    import av.video.codeccontext
    import av.video.frame
    import av.video.reformatter
    import av.video.stream

    film = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 (ours until the end)
    give_up_rights(limits)
    av.logging.set_level(av.logging.ERROR)
    try:
        answer = _look(av, film, limits)
    except av.error.FFmpegError as error:
        answer = {"error": "unreadable", "detail": str(error.strerror)}
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.write(json.dumps(answer))


def give_up_rights(limits: dict) -> None:
    try:
        import resource
    except ImportError:  # Windows: the deadline of the parent still holds
        return
    rights = (("RLIMIT_AS", limits["memory"]), ("RLIMIT_CPU", limits["cpu"]), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0))
    for name, value in (*rights, ("RLIMIT_NOFILE", 0)):
        with contextlib.suppress(ValueError, OSError, AttributeError):  # some systems know fewer limits
            resource.setrlimit(getattr(resource, name), (value, value))


def no_other_file(url: str, flags: int, options: dict) -> None:
    raise PermissionError(f"a film may not open other files: {url}")


def _look(av, film, limits: dict) -> dict:
    options = {**limits["options"], "max_pixels": str(limits["pixels"])}
    with av.open(film, format=limits["demuxer"], options=options, io_open=no_other_file, buffer_size=1 << 16,
                 metadata_errors="replace") as container:  # fmt: skip
        if len(container.streams) > limits["streams"]:
            return {"error": "streams", "count": len(container.streams)}
        streams = [_stream(stream) for stream in container.streams]
        picture = next((s for s in container.streams if s.type == "video" and not s.disposition & ATTACHED), None)
        if limits.get("pictures", True) and picture is not None and picture.codec_context is not None:
            streams[picture.index].update(_first_pictures(av, container, picture, limits))
        return {
            "streams": streams,
            "indexed": max((_indexed(stream) for stream in container.streams), default=0),
            "start": (container.start_time or 0) / 1e6,
            "duration": container.duration and container.duration / 1e6,
            "counted": _count(container, limits),
            "end": _end(av, container, streams),
            "metadata": dict(container.metadata),
            "chapters": [
                {"start": float(c["start"] * c["time_base"]), "end": float(c["end"] * c["time_base"]),
                 "title": c["metadata"].get("title", "")} for c in container.chapters()
            ],
        }  # fmt: skip


LAST, LAST_PACKETS = 2_000_000, 20_000  # µs before the end where a look at the last packets begins, and most packets
ATTACHED = 1 << 10  # AV_DISPOSITION_ATTACHED_PIC: a cover, not the film


def _indexed(stream) -> int:
    """First byte after the last packet that the index of a stream speaks of; 0 without an index."""
    last = stream.index_entries[-1] if len(stream.index_entries) else None
    return last.pos + last.size if last else 0


def _count(container, limits: dict) -> float | None:
    """Seconds of sound by its packets, looked at up to `until`; None if the file tells, or nobody asks."""
    until = limits.get("until")
    if until is None or not container.streams.audio or (container.duration and not limits["count"]):
        return None
    end = 0.0
    for packet in container.demux(container.streams.audio[0]):
        end += float((packet.duration or 0) * packet.time_base) if packet.size else 0.0
        if end > until:
            break
    return end


def _end(av, container, streams: list[dict]) -> float | None:
    """Where the last packet ends. Asked where only the container tells a length, and starts late: some writers of
    Matroska count that length from 0, some from the start. None if that is not so, or its last seconds cannot be found.
    """
    if not container.start_time or not container.duration or any(stream["duration"] for stream in streams):
        return None
    end = None
    with contextlib.suppress(av.error.FFmpegError, EOFError):
        container.seek(max(container.start_time, container.duration - LAST))
        for count, packet in enumerate(container.demux()):
            if count == LAST_PACKETS:
                return None
            if packet.size and packet.pts is not None:
                end = max(end or 0.0, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return end


def _seconds(ticks, base) -> float | None:
    return float(ticks * base) if ticks is not None and base else None


def _stream(stream) -> dict:
    codec = stream.codec_context
    told = {
        "index": stream.index,
        "kind": stream.type,
        "codec": codec.codec.canonical_name if codec else getattr(stream, "name", None) or "unknown",
        "language": stream.metadata.get("language"),
        "title": stream.metadata.get("title") or stream.metadata.get("name"),
        "default": bool(stream.disposition & 1),
        "attached_picture": bool(stream.disposition & ATTACHED),
        "start": _seconds(stream.start_time, stream.time_base),
        "duration": _seconds(stream.duration, stream.time_base),
        "frames": stream.frames,
        "bit_rate": getattr(codec, "bit_rate", None) or None,
        "profile": codec.profile if codec else None,
    }
    if stream.type == "video" and codec:
        told |= {
            "width": codec.width,
            "height": codec.height,
            "fps": float(stream.guessed_rate or stream.average_rate or 0) or None,
            "pixel_format": codec.pix_fmt,
            "sample_aspect": float(stream.sample_aspect_ratio or 1),
            "color": [codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range],
        }
    if stream.type == "audio" and codec:
        told |= {"sample_rate": codec.sample_rate, "channels": codec.layout.nb_channels, "layout": codec.layout.name}
    return told


def _first_pictures(av, container, stream, limits: dict) -> dict:
    """Decode the first picture (true size, rotation) and look at the times of the first packets (VFR or not)."""
    codec = stream.codec_context
    codec.thread_count = 1  # one picture at a time keeps memory near one picture
    codec.options = {"max_pixels": str(limits["pixels"])}
    times: list[int] = []
    found, refused, seen = None, False, None
    with av.logging.Capture(local=False) as logs:
        for packet in container.demux(stream):
            if packet.pts is not None and not packet.is_discard:
                times.append(packet.pts)
                seen = packet.dts  # every picture before this time has come by; later ones may have holes (B-frames)
            if found is None:
                with contextlib.suppress(av.error.FFmpegError, EOFError):
                    found = next(iter(packet.decode()), None)
            refused = refused or any("Picture size" in log[2] or "max_pixels" in log[2] for log in logs)
            if refused or (len(times) >= limits["packets"] and (found or len(times) >= 4 * limits["packets"])):
                break
    settled = [time for time in times if seen is None or time <= seen]
    told = {"variable_fps": _varies(settled), "decodes": found is not None, "too_large": refused}
    if found is not None:
        told |= {"width": found.width, "height": found.height, "rotation": round(-found.rotation) % 360}
    return told


def _varies(times: list[int]) -> bool:
    """Do frame times stray from an even grid by more than the clock's own rounding (2 ticks or a tenth of a frame)?"""
    ordered = sorted(times)
    steps = [late - early for early, late in itertools.pairwise(ordered)]
    if len(steps) < 2:
        return False
    middle = sorted(steps)[len(steps) // 2]
    return any(abs(step - middle) > max(2, middle / 10) for step in steps)


if __name__ == "__main__":
    main()
