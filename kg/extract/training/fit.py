"""Fit the logistic regressions: the same examples give the same weights."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from kg.extract.linear import Linear, rounded
from kg.extract.training.examples import Example

__all__ = ["fit", "floors"]

#: A feature that fewer examples show teaches nothing that carries over.
_RARE = 2
#: How strongly weights are held near nothing, as scikit-learn's C, by model.
_LOOSE = {"kinds": 0.3, "hits": 0.2, "roles": 0.2}


#: How many of the triggers that are held to be meant must be; with one wrong added to each count, so that few prove little.
_RIGHT = 0.85
_FOLDS = 5


def floors(name: str, texts: Sequence[Sequence[Example]]) -> Linear:
    """Give from which likelihood on a trigger is believed, by what it speaks of: labels and, as bias, their floors.

    Each text is judged by a model that did not learn from it. A kind that no floor makes right often enough is never believed.
    """
    judged: dict[str, list[tuple[float, bool]]] = {}
    for fold in range(_FOLDS):
        model = fit(name, [e for number, text in enumerate(texts) if number % _FOLDS != fold for e in text])
        for number, text in enumerate(texts):
            if number % _FOLDS == fold:
                for example in text:
                    sure = model.probabilities(example.features)["yes"]
                    judged.setdefault(example.kind, []).append((sure, example.label == "yes"))
    found = {kind: _floor(sorted(pairs, reverse=True)) for kind, pairs in sorted(judged.items())}
    return Linear(tuple(found), {}, np.zeros((0, len(found)), np.float32), np.array(list(found.values()), np.float32))


def _floor(pairs: Sequence[tuple[float, bool]]) -> float:
    """Give the lowest likelihood down to which enough are right; above 1, nothing is believed."""
    right, best = 0, 1.01
    for count, (sure, meant) in enumerate(pairs, 1):
        right += meant
        if sure < 0.4:
            break
        if right / (count + 1) >= _RIGHT:
            best = sure
    return best


def fit(name: str, examples: Sequence[Example]) -> Linear:
    """Fit one model with L2 regularisation. Needs scikit-learn (`pip install 'cartel-kg[train]'`)."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for example in examples for feature in set(example.features))
    features = sorted(feature for feature, count in counts.items() if count >= _RARE)
    index = {feature: number for number, feature in enumerate(features)}
    rows = [sorted({index[f] for f in example.features if f in index}) for example in examples]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int64)
    matrix = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(features)))
    model = LogisticRegression(C=_LOOSE[name], max_iter=1000, tol=1e-6)
    model.fit(matrix, [example.label for example in examples])
    weights, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return rounded([str(label) for label in model.classes_], features, weights, bias)
