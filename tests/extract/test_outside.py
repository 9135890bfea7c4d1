"""Extraction on texts that others annotated, where they are at hand. It prints; how well it does is in the report."""

import json
import os

import pytest

from kg.evaluate import Tally
from kg.extract import extract, read, read_text
from tests.extract.outside import facts, found, hits, muc_keys, muc_slots

#: The article to develop on; the others are scored once, when nothing is changed any more.
SEEN = ("a05_pulso_26",)


def test_facts_of_the_articles(shared_data, capsys):
    wanted = [json.loads(line) for line in (shared_data / "articles" / "gold.jsonl").read_text().splitlines()]
    for gold in wanted:
        if gold["id"] not in SEEN and not os.environ.get("KG_SCORE_UNSEEN"):
            continue
        file = extract(read(shared_data / "articles" / f"{gold['id']}.txt"))
        there = [(fact, found(file, fact)) for fact in facts(gold)]
        with capsys.disabled():
            print(f"\n{gold['id']}: {sum(ok for _, ok in there)} of {len(there)} facts, {len(file.claims)} rows")
            if gold["id"] in SEEN:
                print(
                    "\n".join(
                        f"  missed {' | '.join(sorted(a))}: {b}, {c or 'anybody'}" for (a, b, c), ok in there if not ok
                    )
                )


@pytest.mark.skipif(not os.environ.get("KG_MUC"), reason="set KG_MUC=1 to score 200 reports")
def test_perpetrators_victims_and_targets_of_muc_4(shared_data, capsys):
    folder = shared_data / "data" / "muc4"
    keys = muc_keys(folder)
    tallies = dict.fromkeys(("perpetrator", "victim", "target"), Tally())
    for line in (folder / "doc_dev").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        slots = muc_slots(
            extract(read_text(document["text"], name=document["docid"], date="1990-01-01", language="en"))
        )
        for slot, predicted in slots.items():
            gold = keys[document["docid"]][slot]
            there, right = hits(predicted, gold)
            tallies[slot] += Tally(there, len(gold), right, len(predicted))
    with capsys.disabled():
        for slot, tally in tallies.items():
            print(f"\nMUC-4 {slot}: precision {tally.precision}, recall {tally.recall} ({tally.found} of {tally.gold})")
