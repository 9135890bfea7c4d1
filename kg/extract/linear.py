"""A multinomial logistic regression over named features: read from the package's model file, applied with numpy alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["Linear", "load_models", "read_models", "rounded", "save_models", "using"]

_GIVEN: ContextVar[Mapping[str, "Linear"] | None] = ContextVar("models", default=None)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (features × labels, float16 on disk) and a bias for each label; features the model never met count nothing."""

    labels: tuple[str, ...]
    index: Mapping[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Give how likely each label is."""
        known = [self.index[feature] for feature in set(features) if feature in self.index]
        scores = self.bias + self.weights[known].sum(axis=0)
        raised = np.exp(scores - scores.max())
        shares = raised / raised.sum()
        return {label: float(share) for label, share in zip(self.labels, shares, strict=True)}

    def floor(self, label: str) -> float:
        """Give the bias of a label, where a model is a table of them; above 1 for one it does not have."""
        return float(self.bias[self.labels.index(label)]) if label in self.labels else 1.01


def save_models(models: Mapping[str, Linear], path: Path) -> None:
    """Write models to one file; the same models give the same bytes."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, model in sorted(models.items()):
        features = sorted(model.index, key=model.index.__getitem__)
        arrays[f"{name}.features"] = np.frombuffer("\n".join(features).encode(), dtype=np.uint8)
        arrays[f"{name}.labels"] = np.frombuffer("\n".join(model.labels).encode(), dtype=np.uint8)
        arrays[f"{name}.weights"] = model.weights.astype(np.float16)
        arrays[f"{name}.bias"] = model.bias.astype(np.float16)
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    path.write_bytes(buffer.getvalue())


def read_models(data: bytes) -> dict[str, Linear]:
    """Read the models of a file."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        names = sorted({name.partition(".")[0] for name in arrays.files})
        return {
            name: Linear(
                labels=_words(arrays[f"{name}.labels"]),
                index={word: number for number, word in enumerate(_words(arrays[f"{name}.features"]))},
                weights=arrays[f"{name}.weights"].astype(np.float32),
                bias=arrays[f"{name}.bias"].astype(np.float32),
            )
            for name in names
        }


def load_models() -> Mapping[str, Linear]:
    """Give the models in use, by name: those that come with the package, none where it carries no file."""
    given = _GIVEN.get()
    return _shipped() if given is None else given


@contextmanager
def using(models: Mapping[str, Linear]) -> Iterator[None]:
    """Read with other models than the package's inside a `with`: with none, or with those being trained."""
    token = _GIVEN.set(models)
    try:
        yield
    finally:
        _GIVEN.reset(token)


@cache
def _shipped() -> Mapping[str, Linear]:
    found = files("kg.extract").joinpath("model.npz")
    return read_models(found.read_bytes()) if found.is_file() else {}


def _words(array: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    text = array.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def rounded(
    labels: Sequence[str], features: Sequence[str], weights: npt.NDArray[np.float64], bias: npt.NDArray[np.float64]
) -> Linear:
    """Give a model as it will be after it was saved and read; features whose weights all round to nothing are left out."""
    short = weights.astype(np.float16).astype(np.float32)
    keep = np.abs(short).max(axis=1) > 0.01
    kept = [feature for feature, stays in zip(features, keep, strict=True) if stays]
    return Linear(
        tuple(labels), {word: n for n, word in enumerate(kept)}, short[keep], bias.astype(np.float16).astype(np.float32)
    )
