"""Models that write speech step by step, a frame or a code after the other: Bark, CSM, Dia, Higgs Audio, Pocket TTS,
Phonon, VibeVoice. The openers are as in `direct.py`, and take the sample that was asked for beside.

The forms of conversation are those of each model's own documentation.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from synth.hub.asked import Asked
from synth.hub.direct import Say
from synth.hub.loading import opened, processor_of
from synth.hub.sample import Sample
from synth.runtime import device
from synth.speech import SpeechError


def _needs_words(asked: Asked, sample: Sample | None) -> None:
    if sample and not sample.words:
        raise SpeechError(f"{asked.model} must know what is said in the sample: add text=… with its words.")


def _says(role: str, *content: str | np.ndarray) -> dict[str, Any]:
    """A turn of a conversation: texts and sounds."""
    return {"role": role, "content": [
        {"type": "text", "text": part} if isinstance(part, str) else {"type": "audio", "audio": part}
        for part in content]}  # fmt: skip


def _inputs(processor: Any, conversation: list[dict], **more: Any) -> Any:
    return processor.apply_chat_template(
        conversation, tokenize=True, return_dict=True, return_tensors="pt", **more
    ).to(device())  # fmt: skip


def bark(folder: Path, asked: Asked, sample: Sample | None) -> Say:
    processor = processor_of("BarkProcessor", folder, asked.model)
    net = opened("BarkModel", folder, asked.model)
    voices = processor.available_voice_presets
    if asked.speaker and asked.speaker not in voices:
        some = ", ".join(sorted(voices)[:6]) + (" …" if len(voices) > 6 else "")
        raise SpeechError(f"{asked.model} has no speaker {asked.speaker}: it has {some or 'only one'}.")
    settings = net.generation_config
    longest_text = settings.semantic_config["max_input_semantic_length"]
    steps = settings.semantic_config.get("semantic_rate_hz", 49.9)

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        inputs = processor(text, voice_preset=asked.speaker or None, max_length=longest_text)
        history = inputs.pop("history_prompt", None)
        most = min(settings.semantic_config.get("max_new_tokens") or 768, math.ceil(longest * steps))
        waveform = net.generate(
            **inputs.to(device()), history_prompt=history and history.to(device()), semantic_max_new_tokens=most
        )
        return waveform, settings.sample_rate

    return say


def csm(folder: Path, asked: Asked, sample: Sample | None) -> Say:
    _needs_words(asked, sample)
    processor = processor_of("CsmProcessor", folder, asked.model)
    net = opened("CsmForConditionalGeneration", folder, asked.model)
    codec = net.config.codec_config
    who = asked.speaker or "0"
    before = [_says(who, sample.words, sample.at(codec.sampling_rate))] if sample else []

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        inputs = _inputs(processor, [*before, _says(who, text)])
        most = math.ceil(longest * codec.frame_rate)
        return net.generate(**inputs, output_audio=True, max_new_tokens=most)[0], codec.sampling_rate

    return say


def dia(folder: Path, asked: Asked, sample: Sample | None) -> Say:
    _needs_words(asked, sample)
    processor = processor_of("DiaProcessor", folder, asked.model)
    net = opened("DiaForConditionalGeneration", folder, asked.model)
    decoder, rate = net.config.decoder_config, processor.feature_extractor.sampling_rate
    codes = {"bos_token_id": decoder.bos_token_id, "eos_token_id": decoder.eos_token_id,
             "pad_token_id": decoder.pad_token_id, "delay_pattern": net.config.delay_pattern}  # fmt: skip
    frame_rate = rate / math.prod(processor.audio_tokenizer.config.downsampling_ratios)
    sound = {"audio": sample.at(rate)} if sample else {}
    before = f"{sample.words} " if sample else ""

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        inputs = processor(text=[f"[S1] {before}{text}"], **sound, **codes, return_tensors="pt")
        skip = processor.get_audio_prompt_len(inputs["decoder_attention_mask"], **codes) if sample else None
        most = math.ceil(longest * frame_rate) + max(net.config.delay_pattern)
        written = net.generate(**inputs.to(device()), max_new_tokens=most)
        return processor.batch_decode(written.cpu(), audio_prompt_len=skip, **codes)[0], rate

    return say


def higgs(folder: Path, asked: Asked, sample: Sample | None) -> Say:
    _needs_words(asked, sample)
    processor = processor_of("HiggsAudioV2Processor", folder, asked.model)
    net = opened("HiggsAudioV2ForConditionalGeneration", folder, asked.model)
    rate = processor.feature_extractor.sampling_rate
    frame_rate = processor.audio_tokenizer.config.frame_rate
    before = [_says("system", "Generate audio following instruction."),
              _says("scene", "Audio is recorded from a quiet room.")]  # fmt: skip
    if sample:
        before += [_says("user", sample.words), _says("assistant", sample.at(rate))]

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        inputs = _inputs(processor, [*before, _says("user", text)], add_generation_prompt=True, sampling_rate=rate)
        most = math.ceil(longest * frame_rate) + net.config.num_codebooks
        return processor.batch_decode(net.generate(**inputs, max_new_tokens=most).cpu())[0], rate

    return say


def pocket(folder: Path, asked: Asked, sample: Sample | None, kind: str = "PocketTTS") -> Say:
    processor = processor_of("PocketTTSProcessor", folder, asked.model)
    net = opened(f"{kind}ForConditionalGeneration", folder, asked.model)
    rate = processor.feature_extractor.sampling_rate
    person = _shipped_voice(folder, asked) if asked.speaker else None

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        if person is not None:
            prompt = processor.apply_chat_template([_says("user", np.zeros(0, np.float32), text)])
            inputs = processor(text=prompt, audio_prompt_latents=[person], return_tensors="pt").to(device())
        else:
            sound = [sample.at(rate)] if sample else []
            inputs = _inputs(processor, [_says("user", *sound, text)])
        written = net.generate(
            **inputs, max_new_tokens=math.ceil(longest * net.config.frame_rate), return_dict_in_generate=True
        )
        return processor.decode(written.audio_latents.cpu(), written.audio_latents_mask.cpu())[0], rate

    return say


def phonon(folder: Path, asked: Asked, sample: Sample | None) -> Say:
    return pocket(folder, asked, sample, "GradiumPhononTTS")


def _shipped_voice(folder: Path, asked: Asked) -> Any:
    """Latents (frames, width) from the checkpoint's voices/."""
    from safetensors.torch import load_file

    voices = {path.stem: path for path in sorted((folder / "voices").rglob("*.safetensors"))}
    if asked.speaker not in voices:
        some = ", ".join(list(voices)[:6]) + (" …" if len(voices) > 6 else "")
        raise SpeechError(f"{asked.model} has no speaker {asked.speaker}: it has {some or 'none by name here'}.")
    tensors = [tensor for tensor in load_file(voices[asked.speaker]).values() if tensor.is_floating_point()]
    if len(tensors) != 1:
        raise SpeechError(f"{voices[asked.speaker].name} of {asked.model} is kept in a form that is not known here.")
    return tensors[0].reshape(-1, tensors[0].shape[-1]).float()


def vibevoice(folder: Path, asked: Asked, sample: Sample | None) -> Say:
    processor = processor_of("VibeVoiceProcessor", folder, asked.model)
    net = opened("VibeVoiceForConditionalGeneration", folder, asked.model)
    rate = processor.feature_extractor.sampling_rate
    frame_rate = rate / net.config.audio_config.hop_length
    sound = [sample.at(rate)] if sample else []

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        inputs = _inputs(processor, [_says("0", text, *sound)])
        (waveform,) = net.generate(**inputs, max_new_tokens=math.ceil(longest * frame_rate) + 2)
        return np.zeros(0, np.float32) if waveform is None else waveform, rate

    return say
