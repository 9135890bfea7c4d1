"""Train the model of `kg extract`: python -m kg.extract.training data/corpus [-o FILE] [--leave-out N]."""

import argparse
from pathlib import Path

from kg.extract.linear import Linear, save_models, using
from kg.extract.training.examples import examples, name_examples
from kg.extract.training.fit import fit, floors
from kg.extract.training.gold import gold_of


def main() -> None:
    """Train in two steps: first the kinds of names, then, with the names found by them, triggers and roles."""
    parser = argparse.ArgumentParser(prog="python -m kg.extract.training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with claim files and their texts")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent.parent / "model.npz")
    parser.add_argument(
        "--leave-out",
        type=int,
        default=0,
        metavar="N",
        help="every Nth text is not learned from; it can then be used to measure",
    )
    given = parser.parse_args()
    paths = sorted(given.corpus.rglob("*.yaml"), key=lambda path: (path.parent.name, path.name))
    if given.leave_out:
        paths = [path for number, path in enumerate(paths) if number % given.leave_out != given.leave_out - 1]
    models: dict[str, Linear] = {}
    with using(models):
        models["kinds"] = fit("kinds", [each for path in paths for each in name_examples(gold_of(path))])
        texts = [list(examples(gold_of(path))) for path in paths]
    for name in ("hits", "roles"):
        models[name] = fit(name, [example for text in texts for example in text if example.model == name])
    models["floors"] = floors("hits", [[example for example in text if example.model == "hits"] for text in texts])
    save_models(models, given.output)
    print(
        f"{given.output}: {given.output.stat().st_size:,} bytes, from {len(paths)} texts, "
        + ", ".join(f"{len(model.index):,} features for {name}" for name, model in sorted(models.items()))
    )


if __name__ == "__main__":
    main()
