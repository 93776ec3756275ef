"""Tiny checkpoints with random weights of every kind of text-to-speech model, as save_pretrained writes them.

A few thousand weights each, in the layout of the real ones: config, safetensors, tokenizer, processor, and the codec in
a folder of its own where the real one has a repository of its own.
"""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import numpy as np

from synth.torchaudio_cpu import torchaudio

torchaudio()

import torch  # noqa: E402
import transformers as tf  # noqa: E402

tf.logging.set_verbosity_error()
tf.logging.disable_progress_bar()

ATTENTION = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
GENERATOR = {"upsample_initial_channel": 16, "resblock_kernel_sizes": [3], "resblock_dilation_sizes": [[1]]}
TALK = "{% for m in messages %}{% for c in m['content'] %}{% if c['type'] == 'audio' %}SOUND{% else %}{{ c['text'] }}{% endif %}{% endfor %}{% endfor %}"  # noqa: E501
XVECTOR = 512


def rough(net: Any, seed: int = 1) -> Any:
    """Weights large enough that something sounds, codebooks that are not all zero."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for _, weight in net.named_parameters():
            if weight.dim() > 1:
                weight.normal_(0, 1.5 / weight[0].numel() ** 0.5)
        for name, codebook in net.named_buffers():
            if name.rpartition(".")[2] in ("embed", "embed_sum", "embed_avg"):
                codebook.normal_()
    return net


def letters(*special: str, **more: Any) -> Any:
    """A tokenizer of printable ASCII, a token each, after the special ones."""
    from tokenizers import Tokenizer, models

    tokens = [*special, "<unk>", "<pad>", *(chr(code) for code in range(32, 127))]
    vocabulary = {token: i for i, token in enumerate(tokens)}
    fast = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    return tf.PreTrainedTokenizerFast(
        tokenizer_object=fast, unk_token="<unk>", pad_token="<pad>", extra_special_tokens=list(special) or None, **more
    )


def vits(folder: Path, words: str = string.ascii_lowercase, speakers: int = 1, **speller: Any) -> None:
    folder.mkdir(parents=True)
    vocabulary = {char: i for i, char in enumerate(["_", "<unk>", *sorted({*words, "'", " "})])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    settings = {"pad_token": "_", "unk_token": "<unk>", "phonemize": False, "is_uroman": False} | speller
    tf.VitsTokenizer(str(folder / "vocab.json"), **settings).save_pretrained(folder)
    config = tf.VitsConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, ffn_dim=16,
        flow_size=16, spectrogram_bins=9, upsample_rates=[8, 8], upsample_kernel_sizes=[16, 16], **GENERATOR,
        depth_separable_num_layers=1, duration_predictor_filter_channels=16, duration_predictor_num_flows=2,
        prior_encoder_num_flows=2, prior_encoder_num_wavenet_layers=1, posterior_encoder_num_wavenet_layers=1,
        sampling_rate=16000, num_speakers=speakers, speaker_embedding_size=4 if speakers > 1 else 0)  # fmt: skip
    torch.manual_seed(1)
    tf.VitsModel(config).save_pretrained(folder)


_PHONES = ("AH0", "AH1", "K", "W", "AY1", "AY0", "ER0", "S", "IY1", "IY0", "Z", "DH", "T", "D", "R", "N", "L", ".", ",")
_ESPNET = {
    "hidden_size": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_linear_units": 16, "decoder_linear_units": 16,
    "speech_decoder_postnet_layers": 2, "speech_decoder_postnet_units": 8, "duration_predictor_channels": 8,
    "energy_predictor_channels": 8, "pitch_predictor_channels": 8, "pitch_predictor_layers": 1, "num_mel_bins": 8,
}  # fmt: skip
_ESPNET_VOCODER = GENERATOR | {
    "model_in_dim": 8, "upsample_rates": [8, 8, 4], "upsample_kernel_sizes": [16, 16, 8]}  # fmt: skip


def _espnet_vocabulary(folder: Path, phones: tuple[str, ...] = _PHONES) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    tokens = ["<blank>", "<unk>", *phones, "<sos/eos>"]
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}), encoding="utf-8")
    return len(tokens)


def _lasting(net: Any) -> Any:
    """Its durations at about four frames a phone, where random ones are mostly zero."""
    with torch.no_grad():
        net.duration_predictor.linear.bias.fill_(1.6)
    return net


def fastspeech2_with_vocoder(folder: Path, phones: tuple[str, ...] = _PHONES) -> None:
    size = _espnet_vocabulary(folder, phones)
    config = tf.FastSpeech2ConformerWithHifiGanConfig(
        model_config=_ESPNET | {"vocab_size": size}, vocoder_config=_ESPNET_VOCODER
    )
    net = rough(tf.FastSpeech2ConformerWithHifiGan(config))
    _lasting(net.model)
    net.save_pretrained(folder)


def fastspeech2(folder: Path) -> None:
    size = _espnet_vocabulary(folder)
    _lasting(rough(tf.FastSpeech2ConformerModel(tf.FastSpeech2ConformerConfig(**_ESPNET, vocab_size=size)))
             ).save_pretrained(folder)  # fmt: skip
    vocoder = tf.FastSpeech2ConformerHifiGan(tf.FastSpeech2ConformerHifiGanConfig(**_ESPNET_VOCODER))
    rough(vocoder).save_pretrained(folder / "vocoder")


_T5 = {
    "vocab_size": 40, "hidden_size": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16, "speech_decoder_prenet_units": 8,
    "speech_decoder_postnet_units": 8, "speech_decoder_postnet_layers": 2, "conv_dim": [8] * 7,
    "num_conv_pos_embeddings": 4, "num_conv_pos_embedding_groups": 2, "max_speech_positions": 1024,
    "max_text_positions": 64, "encoder_max_relative_position": 8,
}  # fmt: skip


def speecht5(folder: Path, kind: str = "SpeechT5ForTextToSpeech", vocoder: bool = True) -> None:
    rough(getattr(tf, kind)(tf.SpeechT5Config(**_T5))).save_pretrained(folder)
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", *string.ascii_lowercase, *"TH.,'"]
    (folder / "spm_char.model").write_bytes(sentencepiece(pieces))
    if vocoder:
        rough(tf.SpeechT5HifiGan(tf.SpeechT5HifiGanConfig(**GENERATOR))).save_pretrained(folder / "vocoder")


def sentencepiece(pieces: list[str]) -> bytes:
    """A sentencepiece model of these pieces: in each a text, a score and a kind; and one field that is none."""
    message = b""
    for piece in pieces:
        text = piece.encode()
        fields = b"\x0a" + bytes([len(text)]) + text + b"\x15" + np.float32(-1).tobytes() + b"\x18\x01"
        message += b"\x0a" + bytes([len(fields)]) + fields
    return message + b"\x12\x02\x18\x04"


def xvector(file: Path) -> Path:
    np.save(file, np.random.default_rng(0).standard_normal(XVECTOR).astype(np.float32))
    return file


def seamless(folder: Path, version: str = "") -> None:
    tokens = ["<pad>", "<unk>", "<s>", "</s>", "▁", *string.ascii_lowercase, "__eng__", "__kor__"]
    tokenizer = tf.SeamlessM4TTokenizer(
        vocab={token: i for i, token in enumerate(tokens)}, merges=[], src_lang="eng", tgt_lang="eng",
        additional_special_tokens=["__eng__", "__kor__"])  # fmt: skip
    more = {"char_vocab_size": 40, "t2u_variance_predictor_embed_dim": 16, "t2u_variance_predictor_hidden_dim": 8}
    coder = {f"{which}_{size}": value for which in ("encoder", "decoder", "t2u_encoder", "t2u_decoder")
             for size, value in (("layers", 1), ("ffn_dim", 16), ("attention_heads", 2))}  # fmt: skip
    config = getattr(tf, f"SeamlessM4T{version}Config")(
        vocab_size=len(tokens), t2u_vocab_size=24, hidden_size=16, max_position_embeddings=128, **coder,
        speech_encoder_layers=1, speech_encoder_attention_heads=2, speech_encoder_intermediate_size=16,
        unit_hifi_gan_vocab_size=24, unit_embed_dim=8, lang_embed_dim=4, spkr_embed_dim=4, vocoder_num_langs=2,
        vocoder_num_spkrs=2, upsample_rates=[8, 8], upsample_kernel_sizes=[16, 16], vocoder_offset=0,
        pad_token_id=0, bos_token_id=2, eos_token_id=3, decoder_start_token_id=3, max_new_tokens=12,
        t2u_max_new_tokens=12, **GENERATOR, **(more if version else {}))  # fmt: skip
    rough(getattr(tf, f"SeamlessM4T{version}ForTextToSpeech")(config)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    told = json.loads((folder / "generation_config.json").read_text(encoding="utf-8"))
    told.pop("_from_model_config")
    told |= {"text_decoder_lang_to_code_id": {"eng": len(tokens) - 2, "kor": len(tokens) - 1},
             "t2u_lang_code_to_id": {"eng": 20, "kor": 21}, "vocoder_lang_code_to_id": {"eng": 0, "kor": 1},
             "char_to_id": {token: i for i, token in enumerate(tokens[:-2])},
             "id_to_text": {str(i): token for i, token in enumerate(tokens)}}  # fmt: skip
    (folder / "generation_config.json").write_text(json.dumps(told), encoding="utf-8")


def seamless_v2(folder: Path) -> None:
    seamless(folder, "v2")


def bark(folder: Path) -> None:
    part = {"block_size": 256, "num_layers": 1, "num_heads": 2, "hidden_size": 16}
    codec = tf.EncodecConfig(
        hidden_size=8, num_filters=2, upsampling_ratios=[8, 8], codebook_size=16, codebook_dim=8,
        target_bandwidths=[12.0], num_lstm_layers=1, kernel_size=3, last_kernel_size=3)  # fmt: skip
    config = tf.BarkConfig(
        semantic_config=part | {"input_vocab_size": 200, "output_vocab_size": 41},
        coarse_acoustics_config=part | {"input_vocab_size": 100, "output_vocab_size": 100},
        fine_acoustics_config=part | {"input_vocab_size": 17, "output_vocab_size": 17, "n_codes_total": 4},
        codec_config=codec.to_dict())  # fmt: skip
    rough(tf.BarkModel(config)).save_pretrained(folder)
    settings = {
        "model_type": "bark", "sample_rate": 24000, "codebook_size": 16,
        "semantic_config": {
            "semantic_pad_token": 40, "semantic_vocab_size": 40, "text_pad_token": 49, "text_encoding_offset": 41,
            "semantic_infer_token": 50, "max_input_semantic_length": 16, "eos_token_id": 40, "max_new_tokens": 30,
            "semantic_rate_hz": 10, "do_sample": True},
        "coarse_acoustics_config": {
            "coarse_semantic_pad_token": 90, "coarse_rate_hz": 60, "n_coarse_codebooks": 2, "coarse_infer_token": 91,
            "max_coarse_input_length": 8, "max_coarse_history": 16, "sliding_window_len": 60, "do_sample": True},
        "fine_acoustics_config": {"max_fine_history_length": 64, "max_fine_input_length": 128, "n_fine_codebooks": 4},
    }  # fmt: skip
    (folder / "generation_config.json").write_text(json.dumps(settings), encoding="utf-8")
    letters().save_pretrained(folder)
    presets: dict[str, dict[str, str]] = {"v2/en_speaker_0": {}}
    (folder / "v2").mkdir()
    for part_of, shape in (("semantic_prompt", (12,)), ("coarse_prompt", (2, 36)), ("fine_prompt", (4, 36))):
        np.save(folder / "v2" / f"{part_of}.npy", np.ones(shape, np.int64))
        presets["v2/en_speaker_0"][part_of] = f"v2/{part_of}.npy"
    (folder / "speaker_embeddings_path.json").write_text(json.dumps({"repo_or_path": "x"} | presets), encoding="utf-8")


def csm(folder: Path) -> None:
    codec = tf.MimiConfig(
        hidden_size=16, num_filters=2, **ATTENTION, num_key_value_heads=2, codebook_size=32, codebook_dim=8,
        vector_quantization_hidden_dimension=8, num_quantizers=4, upsampling_ratios=[8, 6, 5, 4], upsample_groups=16,
        sliding_window=16, kernel_size=3)  # fmt: skip
    tokenizer = letters("<|begin|>", "<|AUDIO|>", "<|audio_eos|>")
    shared = {"num_codebooks": 4, "vocab_size": 32, "hidden_size": 16, "num_key_value_heads": 1, "head_dim": 8}
    config = tf.CsmConfig(
        **shared, **ATTENTION, text_vocab_size=len(tokenizer), max_position_embeddings=512, codebook_eos_token_id=0,
        codebook_pad_token_id=31, **_ids(tokenizer, pad="<pad>", bos="<|begin|>", audio="<|AUDIO|>",
                                         audio_eos="<|audio_eos|>"),
        depth_decoder_config=shared | ATTENTION | {"backbone_hidden_size": 16, "max_position_embeddings": 5},
        codec_config=codec.to_dict())  # fmt: skip
    net = rough(tf.CsmForConditionalGeneration(config))
    for settings in (net.generation_config, net.depth_decoder.generation_config):
        settings.do_sample = True
    net.save_pretrained(folder)
    template = "[{{ messages[-1]['role'] }}]" + TALK.replace("SOUND", "<|AUDIO|><|audio_eos|>")
    hears = tf.EncodecFeatureExtractor(feature_size=1, sampling_rate=24000)
    tf.CsmProcessor(hears, tokenizer, chat_template=template).save_pretrained(folder)


def _ids(tokenizer: Any, **tokens: str) -> dict[str, int]:
    return {f"{name}_token_id": tokenizer.convert_tokens_to_ids(token) for name, token in tokens.items()}


def _codec(net: Any, folder: Path) -> Any:
    """Saved on its own and loaded again, so that it knows where it lives."""
    rough(net).save_pretrained(folder)
    return type(net).from_pretrained(folder)


def dia(folder: Path) -> None:
    codec = _codec(
        tf.DacModel(
            tf.DacConfig(
                encoder_hidden_size=2,
                downsampling_ratios=[8, 8, 8],
                decoder_hidden_size=16,
                codebook_dim=4,
                upsampling_ratios=[8, 8, 8],
                n_codebooks=3,
                codebook_size=32,
                sampling_rate=44100,
                hop_length=512,
            )
        ),
        folder / "codec",
    )
    special = {"eos_token_id": 32, "pad_token_id": 33, "bos_token_id": 34}
    attention = ATTENTION | {"hidden_size": 16, "num_key_value_heads": 2, "head_dim": 8}
    decoder = attention | special | {
        "vocab_size": 36, "cross_num_attention_heads": 2, "cross_head_dim": 8, "cross_num_key_value_heads": 2,
        "cross_hidden_size": 16, "num_channels": 3, "max_position_embeddings": 2048}  # fmt: skip
    config = tf.DiaConfig(
        encoder_config=attention | {"vocab_size": 256, "max_position_embeddings": 256}, decoder_config=decoder,
        delay_pattern=[0, 2, 3], **special)  # fmt: skip
    net = rough(tf.DiaForConditionalGeneration(config))
    net.generation_config.do_sample = True
    net.save_pretrained(folder)
    hears = tf.DiaFeatureExtractor(feature_size=1, sampling_rate=44100, hop_length=512)
    tf.DiaProcessor(hears, tf.DiaTokenizer(), codec).save_pretrained(folder)


def higgs(folder: Path) -> None:
    ratios = [8, 5, 4, 2, 3]
    acoustic = tf.DacConfig(
        encoder_hidden_size=4, downsampling_ratios=ratios, decoder_hidden_size=64, upsampling_ratios=ratios,
        hidden_size=16, n_codebooks=2, codebook_size=16, codebook_dim=4)  # fmt: skip
    semantic = tf.HubertConfig(
        hidden_size=16, **ATTENTION, conv_dim=[8] * 7, num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2,
        mask_time_prob=0.0)  # fmt: skip
    heard = tf.HiggsAudioV2TokenizerConfig(
        acoustic_model_config=acoustic.to_dict(), semantic_model_config=semantic.to_dict(), target_bandwidths=[0.2],
        codebook_size=16, codebook_dim=8)  # fmt: skip
    codec = _codec(tf.HiggsAudioV2TokenizerModel(heard), folder / "codec")
    tokenizer = letters("<|begin|>", "<|eot|>", "<|AUDIO_OUT|>", "<|audio_out_bos|>", "<|audio_eos|>", "<|delay|>")
    config = tf.HiggsAudioV2Config(
        vocab_size=len(tokenizer), hidden_size=16, **ATTENTION, num_key_value_heads=1, head_dim=8, num_codebooks=2,
        codebook_size=18, audio_stream_bos_id=16, audio_stream_eos_id=17, max_position_embeddings=1024,
        **_ids(tokenizer, pad="<pad>", bos="<|begin|>", eos="<|eot|>", audio="<|AUDIO_OUT|>",
               audio_bos="<|audio_out_bos|>", audio_delay="<|delay|>"))  # fmt: skip
    net = rough(tf.HiggsAudioV2ForConditionalGeneration(config))
    net.generation_config.do_sample = True
    net.save_pretrained(folder)
    template = "<|begin|>" + TALK.replace("SOUND", "<|audio_out_bos|><|AUDIO_OUT|><|audio_eos|>")
    tf.HiggsAudioV2Processor(
        tf.DacFeatureExtractor(sampling_rate=24000, hop_length=960), tokenizer, codec,
        chat_template=template + "{% if add_generation_prompt %}<|audio_out_bos|>{% endif %}",
        audio_delay_token="<|delay|>", audio_stream_bos_id=16, audio_stream_eos_id=17,
    ).save_pretrained(folder)  # fmt: skip


def pocket(folder: Path, kind: str = "PocketTTS") -> None:
    codec = _codec(
        tf.PocketTTSAudioTokenizerModel(
            tf.PocketTTSAudioTokenizerConfig(
                hidden_size=16,
                num_filters=2,
                **ATTENTION,
                num_key_value_heads=2,
                upsample_groups=16,
                latent_dim=4,
                kernel_size=3,
                sliding_window=16,
            )
        ),
        folder / "codec",
    )
    marks = {"audio_prompt": "<|audio_prompt|>", "audio_latent": "<|audio_latent|>", "audio_bos": "<|audio_bos|>"}
    own = {"audio_prompt_bos": "<|voice|>"} if kind == "PocketTTS" else {}
    tokenizer = letters(
        *marks.values(), "<|voice|>",
        model_specific_special_tokens={f"{name}_token": token for name, token in (marks | own).items()})  # fmt: skip
    config = getattr(tf, f"{kind}Config")(
        flow_head_config={"hidden_size": 16, "num_hidden_layers": 1, "latent_dim": 4, "condition_dim": 16,
                          "frequency_embedding_size": 8, "loss_weighting_hidden_size": 4,
                          "loss_weighting_num_layers": 1},
        vocab_size=len(tokenizer), hidden_size=16, **ATTENTION, latent_dim=4,
        **_ids(tokenizer, pad="<pad>", **marks, **own), **({} if own else {"audio_prompt_dim": 4}))  # fmt: skip
    net = rough(getattr(tf, f"{kind}ForConditionalGeneration")(config))
    net.generation_config.do_sample, net.generation_config.temperature = True, 0.7
    net.save_pretrained(folder)
    template = TALK.replace("SOUND", "".join(own.values()) + "<|audio_prompt|>") + "<|audio_bos|>"
    tf.PocketTTSProcessor(
        tf.PocketTTSFeatureExtractor(), tokenizer, audio_tokenizer=codec, chat_template=template
    ).save_pretrained(folder)
    from safetensors.torch import save_file

    (folder / "voices").mkdir()
    save_file({"latents": torch.randn(7, 4)}, folder / "voices" / "alba.safetensors")


def phonon(folder: Path) -> None:
    pocket(folder, "GradiumPhononTTS")


def vibevoice(folder: Path) -> None:
    tokenizer = letters("<|endoftext|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>")
    codec = {"hidden_size": 4, "num_filters": 2, "downsampling_ratios": [8, 16, 16], "depths": [1, 1, 1, 1],
             "kernel_size": 3, "layer_scale_init_value": 1.0}  # fmt: skip
    config = tf.VibeVoiceConfig(
        text_config=ATTENTION | {"model_type": "qwen2", "vocab_size": len(tokenizer), "hidden_size": 16,
                                 "num_key_value_heads": 1, "max_position_embeddings": 1024},
        audio_config=codec | {"model_type": "vibevoice_acoustic_tokenizer"},
        semantic_model_config=codec | {"model_type": "vibevoice_acoustic_tokenizer_encoder"},
        diffusion_head_config={"num_hidden_layers": 1, "intermediate_size": 16, "frequency_embedding_size": 8},
        **_ids(tokenizer, pad="<|endoftext|>", eos="<|endoftext|>", audio_bos="<|vision_start|>",
               audio_eos="<|vision_end|>", audio="<|vision_pad|>"))  # fmt: skip
    net = rough(tf.VibeVoiceForConditionalGeneration(config))
    with torch.no_grad():  # after any token comes a frame of sound
        net.get_input_embeddings().weight[:, 0] = 5
        net.lm_head.weight[config.audio_token_id, 0] = 5
    net.save_pretrained(folder)
    hears = tf.VibeVoiceAcousticTokenizerFeatureExtractor(pad_to_multiple_of=2048)
    template = TALK.replace("SOUND", "<|vision_start|><|vision_pad|><|vision_end|>") + "<|vision_start|>"
    tf.VibeVoiceProcessor(hears, tokenizer, chat_template=template).save_pretrained(folder)


def bert(folder: Path) -> None:
    config = tf.BertConfig(vocab_size=100, hidden_size=16, **ATTENTION)
    tf.BertModel(config).save_pretrained(folder)


def musicgen(folder: Path) -> None:
    """Only what is looked at before it would be opened."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"model_type": "musicgen"}', encoding="utf-8")
