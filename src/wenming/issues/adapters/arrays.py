"""Models as files of plain numbers (NumPy's npz); nothing in them can be run."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from wenming.engine.learned import Learned


def pack(models: Mapping[str, Learned]) -> bytes:
    """Return models by name as one file of plain arrays (NumPy's npz); nothing in it can be run."""
    arrays: dict[str, Any] = {}
    for name, model in models.items():
        for part in ("keys", "columns", "rarity", "bias"):
            arrays[f"{name}.{part}"] = getattr(model, part)
        arrays[f"{name}.weights"] = model.weights.astype(np.float16)
        arrays[f"{name}.numbers"] = np.array([model.temperature, model.trust], dtype=np.float64)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def unpack(content: bytes) -> dict[str, Learned]:
    """Return the models of a file that ``pack`` wrote. ValueError for anything that is no plain array."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        parts = {name: arrays[name] for name in arrays.files}
    models = {}
    for name in sorted({part.partition(".")[0] for part in parts}):
        temperature, trust = parts[f"{name}.numbers"].tolist()
        models[name] = Learned(
            parts[f"{name}.keys"],
            parts[f"{name}.columns"],
            parts[f"{name}.rarity"],
            parts[f"{name}.weights"].astype(np.float32),
            parts[f"{name}.bias"],
            temperature,
            trust,
        )
    return models
