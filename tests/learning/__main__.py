"""Learns the model of `processor.incident.learned` from labelled sentences: see docs/learning.md.

    python -m tests.learning            # prints what it adds on writers it was not trained on
    python -m tests.learning --write    # and writes schema/codes/learned.tsv

Needs the optional extra `learning` (scikit-learn). Thresholds are set on writers left out, so
that of the sentences that do not show a sign only a few in a thousand are taken to show it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from processor.incident.learned import features
from processor.incident.texts import fold
from processor.shipped import shipped

# Signs that can only raise a level or suggest a category.
SIGNS = (
    "present", "injury", "trapped", "threat_life", "threat_violence", "veiled", "weapon", "fire",
    "abduction", "self_harm", "assault", "home_visit", "home_item", "address_published", "follow",
    "damage", "damage_minor", "threat_property", "disruption", "noxious", "family_contact",
    "breach", "blackmail", "bomb", "tracker", "intrusion", "several_members", "repeated",
    "escalating", "fake", "obscene", "sexual", "self_harm_push",
)  # fmt: skip
# Which level a sign raises to: what raises to IMMEDIATE must be surer than the rest, and a
# sentence is wronged only by a sign of a higher level than its own.
IMMEDIATE = frozenset({"present", "injury", "trapped", "fire", "abduction", "self_harm"})
STANDARD = frozenset(
    {"veiled", "damage_minor", "threat_property", "disruption", "repeated", "escalating", "fake"}
    | {"obscene", "sexual", "self_harm_push"}
)
SEVERITY = 30.0  # inverse of the regularisation
RARE = 2  # a feature seen in fewer sentences is not learned
SLIGHT = 1.0  # a weight nearer to 0 than this is not kept


@dataclass(frozen=True)
class Writer:
    """The labelled sentences of one writer."""

    name: str
    sentences: list[str]
    signs: list[set[str]]


def writers(folder: Path) -> list[Writer]:
    """Return the writers of `folder`, a line being signs, a tab, a sentence.

    A file is a writer; those named alike up to an underscore are taken as one.
    """
    paths = sorted(folder.glob("*.tsv"), key=_name)
    return [_writer(name, files) for name, files in groupby(paths, key=_name)]


def _name(path: Path) -> str:
    return path.stem.partition("_")[0]


def _writer(name: str, paths: Iterable[Path]) -> Writer:
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    rows = [line.split("\t", 1) for line in lines]
    return Writer(name, [fold(row[1]) for row in rows], [set(row[0].split(",")) for row in rows])


@dataclass(frozen=True)
class Model:
    """A fitted model of all signs."""

    vectors: CountVectorizer
    weights: np.ndarray  # signs x features
    offsets: np.ndarray

    def margins(self, sentences: list[str]) -> np.ndarray:
        """Return sentences x signs, above 0 where the sign is likelier than not."""
        return _rows(self.vectors.transform(sentences)) @ self.weights.T + self.offsets


def fit(some: list[Writer]) -> Model:
    """Return the model learned from `some` writers."""
    sentences = [sentence for writer in some for sentence in writer.sentences]
    signs = [found for writer in some for found in writer.signs]
    vectors = CountVectorizer(analyzer=features, min_df=RARE)
    rows = _rows(vectors.fit_transform(sentences))
    fitted = [_fit_one(rows, np.array([sign in found for found in signs])) for sign in SIGNS]
    weights = np.vstack([one.coef_[0] for one in fitted])
    weights[np.abs(weights) < SLIGHT] = 0
    return Model(vectors, weights, np.array([one.intercept_[0] for one in fitted]))


def _fit_one(rows: csr_matrix, shown: np.ndarray) -> LogisticRegression:
    model = LogisticRegression(C=SEVERITY, class_weight="balanced", solver="liblinear")
    return model.fit(rows, shown)


def _rows(counts: csr_matrix) -> csr_matrix:
    return normalize(counts.astype(float))


def left_out(all_writers: list[Writer]) -> Iterator[tuple[Writer, np.ndarray]]:
    """Yield each writer with the margins of a model that never saw them."""
    for writer in all_writers:
        yield (
            writer,
            fit([other for other in all_writers if other is not writer]).margins(writer.sentences),
        )


def thresholds(judged: list[tuple[Writer, np.ndarray]], wrong: float) -> np.ndarray:
    """Return the margin of each sign that `wrong` of the sentences it would raise exceed."""
    margins = np.vstack([margin for _, margin in judged])
    ranks = [max(map(rank, found)) for writer, _ in judged for found in writer.signs]
    return np.array(
        [
            np.quantile(
                [m for m, own in zip(margins[:, i], ranks, strict=True) if own < rank(sign)],
                1 - (wrong / 5 if sign in IMMEDIATE else wrong),
            )
            for i, sign in enumerate(SIGNS)
        ]
    )


def rank(sign: str) -> int:
    """Return how far `sign` raises a level: 3 to IMMEDIATE, 2 to URGENT, 1 to STANDARD, or 0."""
    if sign not in SIGNS:
        return 0
    return 3 if sign in IMMEDIATE else 1 if sign in STANDARD else 2


def main() -> None:
    """Learn, report and perhaps write."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--wrong", type=float, default=0.0005)
    given = arguments.parse_args()
    codes = shipped("schema", "codes")
    everybody = writers(codes / "sentences")
    judged = list(left_out(everybody))
    limits = thresholds(judged, given.wrong)
    _report(judged, limits)
    if given.write:
        _write(codes / "learned.tsv", fit(everybody), limits)


def _report(judged: list[tuple[Writer, np.ndarray]], limits: np.ndarray) -> None:
    print("sign                 sentences  found by the others' model")
    for i, sign in enumerate(SIGNS):
        shown = [
            m > limits[i]
            for w, margin in judged
            for m, s in zip(margin[:, i], w.signs, strict=True)
            if sign in s
        ]
        print(f"{sign:20} {len(shown):9}  {sum(shown) / max(1, len(shown)):.2f}")


def _write(path: Path, model: Model, limits: np.ndarray) -> None:
    offsets = [f"{sign} {model.offsets[i] - limits[i]:.2f}" for i, sign in enumerate(SIGNS)]
    rows = []
    for j, name in enumerate(model.vectors.get_feature_names_out()):
        learned = np.flatnonzero(model.weights[:, j])
        if len(learned):
            rows.append(
                f"{name}\t" + " ".join(f"{SIGNS[i]} {model.weights[i, j]:.1f}" for i in learned)
            )
    path.write_text("\n".join(offsets) + "\n\n" + "\n".join(rows) + "\n", "utf-8")


main()
