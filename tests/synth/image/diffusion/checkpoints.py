"""Tiny pipelines with random weights, one of every family, as save_pretrained writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from synth.torchaudio_cpu import torchaudio

torchaudio()

import diffusers as df  # noqa: E402
import torch  # noqa: E402
import transformers as tf  # noqa: E402

tf.logging.set_verbosity_error()
tf.logging.disable_progress_bar()
df.utils.logging.set_verbosity(50)

FAMILIES = ("stable_diffusion", "sd_turbo", "lcm", "sdxl", "sdxl_turbo", "pixart", "sana", "flux")


def _clip_tokenizer(folder: Path) -> Any:
    """Every byte a token, alone or at the end of a word."""
    letters = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 324))]  # those of 256 bytes
    tokens = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    return tf.CLIPTokenizer.from_pretrained(str(folder), model_max_length=77)


def _t5_tokenizer() -> Any:
    pieces = ["<pad>", "</s>", "<unk>", "▁", *(chr(code) for code in range(33, 127))]
    return tf.T5TokenizerFast(vocab=[(piece, -float(i)) for i, piece in enumerate(pieces)], extra_ids=0)


def _gemma_tokenizer() -> Any:
    tokens = ["<pad>", "<eos>", "<bos>", "<unk>", *(chr(code) for code in range(32, 127)), "▁"]
    return tf.GemmaTokenizerFast(vocab={token: i for i, token in enumerate(tokens)}, merges=[])


def _clip(kind: str = "CLIPTextModel", wide: int = 32) -> Any:
    config = tf.CLIPTextConfig(
        vocab_size=514, hidden_size=wide, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2,
        bos_token_id=512, eos_token_id=513, pad_token_id=513, projection_dim=32, hidden_act="gelu")  # fmt: skip
    return getattr(tf, kind)(config).eval()


def _t5() -> Any:
    return tf.T5EncoderModel(tf.T5Config(vocab_size=120, d_model=32, d_kv=8, d_ff=37, num_layers=1, num_heads=4)).eval()


def _vae(**more: Any) -> Any:
    settings = {"block_out_channels": (8, 8), "in_channels": 3, "out_channels": 3, "latent_channels": 4,
                "down_block_types": ("DownEncoderBlock2D",) * 2, "up_block_types": ("UpDecoderBlock2D",) * 2,
                "norm_num_groups": 4, "sample_size": 64}  # fmt: skip
    return df.AutoencoderKL(**settings | more)


def _unet(**more: Any) -> Any:
    settings = {"block_out_channels": (8, 16), "layers_per_block": 1, "sample_size": 32, "in_channels": 4,
                "out_channels": 4, "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"), "norm_num_groups": 4,
                "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": 32,
                "attention_head_dim": 4}  # fmt: skip
    return df.UNet2DConditionModel(**settings | more)


_BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}


def stable_diffusion(folder: Path, scheduler: Any = None, kind: str = "StableDiffusionPipeline", **unet: Any) -> None:
    torch.manual_seed(0)
    more = {} if kind != "StableDiffusionPipeline" else {"image_encoder": None}
    getattr(df, kind)(
        vae=_vae(), text_encoder=_clip(), tokenizer=_clip_tokenizer(folder / "tokenizer"), unet=_unet(**unet),
        scheduler=scheduler or df.PNDMScheduler(**_BETAS, skip_prk_steps=True), safety_checker=None,
        feature_extractor=None, requires_safety_checker=False, **more,
    ).save_pretrained(folder)  # fmt: skip


def sd_turbo(folder: Path) -> None:
    stable_diffusion(folder, df.EulerDiscreteScheduler(**_BETAS, timestep_spacing="trailing"))


def lcm(folder: Path) -> None:
    stable_diffusion(folder, df.LCMScheduler(**_BETAS), "LatentConsistencyModelPipeline", time_cond_proj_dim=8)


def sdxl(folder: Path, scheduler: Any = None) -> None:
    torch.manual_seed(0)
    unet = _unet(
        addition_embed_type="text_time", addition_time_embed_dim=8, transformer_layers_per_block=(1, 1),
        projection_class_embeddings_input_dim=80, cross_attention_dim=64, attention_head_dim=(2, 4),
        use_linear_projection=True)  # fmt: skip
    df.StableDiffusionXLPipeline(
        vae=_vae(), text_encoder=_clip(), text_encoder_2=_clip("CLIPTextModelWithProjection"), unet=unet,
        tokenizer=_clip_tokenizer(folder / "tokenizer"), tokenizer_2=_clip_tokenizer(folder / "tokenizer_2"),
        scheduler=scheduler or df.EulerDiscreteScheduler(**_BETAS), add_watermarker=False,
    ).save_pretrained(folder)  # fmt: skip


def sdxl_turbo(folder: Path) -> None:
    sdxl(folder, df.EulerAncestralDiscreteScheduler(**_BETAS, timestep_spacing="trailing"))


def pixart(folder: Path) -> None:
    torch.manual_seed(0)
    net = df.PixArtTransformer2DModel(
        sample_size=32, num_layers=1, patch_size=2, attention_head_dim=8, num_attention_heads=3, caption_channels=32,
        in_channels=4, cross_attention_dim=24, out_channels=8, num_embeds_ada_norm=1000)  # fmt: skip
    df.PixArtAlphaPipeline(
        tokenizer=_t5_tokenizer(), text_encoder=_t5(), vae=_vae(), transformer=net,
        scheduler=df.DPMSolverMultistepScheduler(),
    ).save_pretrained(folder)  # fmt: skip


def sana(folder: Path) -> None:
    torch.manual_seed(0)
    net = df.SanaTransformer2DModel(
        patch_size=1, in_channels=4, out_channels=4, num_layers=1, num_attention_heads=2, attention_head_dim=4,
        num_cross_attention_heads=2, cross_attention_head_dim=4, cross_attention_dim=8, caption_channels=8,
        sample_size=32)  # fmt: skip
    blocks = ("ResBlock", "EfficientViTBlock")
    vae = df.AutoencoderDC(
        in_channels=3, latent_channels=4, attention_head_dim=2, encoder_block_types=blocks, decoder_block_types=blocks,
        encoder_block_out_channels=(8, 8), decoder_block_out_channels=(8, 8), encoder_qkv_multiscales=((), (5,)),
        decoder_qkv_multiscales=((), (5,)), encoder_layers_per_block=(1, 1), decoder_layers_per_block=(1, 1),
        downsample_block_type="conv", upsample_block_type="interpolate", decoder_norm_types="rms_norm",
        decoder_act_fns="silu", scaling_factor=0.41)  # fmt: skip
    gemma = tf.Gemma2Model(
        tf.Gemma2Config(vocab_size=120, hidden_size=8, intermediate_size=16, head_dim=8, num_hidden_layers=1,
                        num_attention_heads=2, num_key_value_heads=2)).eval()  # fmt: skip
    df.SanaPipeline(
        tokenizer=_gemma_tokenizer(), text_encoder=gemma, vae=vae, transformer=net,
        scheduler=df.FlowMatchEulerDiscreteScheduler(shift=3.0),
    ).save_pretrained(folder)  # fmt: skip


def flux(folder: Path) -> None:
    torch.manual_seed(0)
    net = df.FluxTransformer2DModel(
        patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=(4, 4, 8), guidance_embeds=False)  # fmt: skip
    df.FluxPipeline(
        scheduler=df.FlowMatchEulerDiscreteScheduler(),
        vae=_vae(shift_factor=0.1),
        text_encoder=_clip(),
        text_encoder_2=_t5(),
        tokenizer=_clip_tokenizer(folder / "tokenizer"),
        tokenizer_2=_t5_tokenizer(),
        transformer=net,
    ).save_pretrained(folder)
