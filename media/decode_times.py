"""Decoding times that muxers accept, for packets that are copied; presentation times stay as they are."""

from __future__ import annotations

import av
from av.stream import Stream

REORDERING = 32  # packets: more than any codec holds back for pictures that refer to later ones


class DecodeClock:
    """Decoding times for one stream: they rise and never come after the presentation.

    Matroska leaves the first ones out, and some files set them after the presentation: the first packets tell by how
    much this stream's clock must be set back. Give it packets in order; it hands them on, some later.
    """

    def __init__(self, stream: Stream) -> None:
        self.seconds = float(stream.time_base or 0)  # per tick
        self.step = _frame_ticks(stream)
        self.first_look = REORDERING if stream.type == "video" else 1
        self.waiting: list[av.Packet] = []
        self.last: int | None = None
        self.back = 0

    def push(self, packet: av.Packet) -> list[tuple[int, av.Packet]]:
        """(decoding time in ticks, packet) for each packet that is ready."""
        self.waiting.append(packet)
        return [] if self.last is None and len(self.waiting) < self.first_look else self.flush()

    def flush(self) -> list[tuple[int, av.Packet]]:
        """What is still waiting: call it at the end of the stream."""
        packets, self.waiting = self.waiting, []
        times = self._complete([packet.dts for packet in packets], [packet.pts for packet in packets])
        if self.last is None:
            late = (time - packet.pts for time, packet in zip(times, packets, strict=True) if packet.pts is not None)
            self.back = max([0, *late])
        ready = []
        for time, packet in zip(times, packets, strict=True):
            time -= self.back
            if self.last is not None and time <= self.last:
                time = self.last + 1  # equal after rounding to milliseconds
            self.last = packet.dts = time
            ready.append((time, packet))
        return ready

    def _complete(self, times: list[int | None], shown: list[int | None]) -> list[int]:
        """Missing times: backwards from the first known one, or on from the last."""
        known = next((i for i, time in enumerate(times) if time is not None), len(times))
        if self.last is not None:
            base = self.last + self.back + (known + 1) * self.step
        elif known < len(times):
            base = times[known] or 0
        else:
            base = min((pts for pts in shown if pts is not None), default=0) + known * self.step
        return [base + (i - known) * self.step if time is None else time for i, time in enumerate(times)]


def _frame_ticks(stream: Stream) -> int:
    rate = stream.average_rate if isinstance(stream, av.VideoStream) else None
    return max(1, round(1 / (rate * stream.time_base))) if rate and stream.time_base else 1


def sounds_before_zero(packet: av.Packet) -> bool:
    """Is this sound packet from mp4 to be left out of Matroska?

    mp4 hides the encoder's delay by an edit list: packets at negative times. Matroska knows no time before 0, and its
    muxer would move the whole film. What sounds wholly before 0 is left out, and what begins there is set to 0, a part
    of one packet. Opus carries its delay in its own header and stays.
    """
    if packet.pts is None or packet.pts >= 0 or packet.stream.codec_context.name == "opus":
        return False
    if packet.pts + (packet.duration or 0) <= 0:
        return True
    packet.pts = packet.dts = 0
    return False
