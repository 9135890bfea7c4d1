"""What is said about an entity as plain data, for files and programs."""

from dataclasses import asdict

from kg.queries.evidence import wording
from kg.queries.profile import Profile

__all__ = ["profile_data"]


def profile_data(found: Profile) -> dict[str, object]:
    """Give a profile as plain data: claims by section, and across them the facts, differences and judgements."""
    claims = {
        name: [{"text": line.text, "wording": wording(c), **asdict(c)} for line in lines for c in line.claims]
        for name, lines in found.sections.items()
    }
    facts = {
        name: [
            {
                "text": line.text,
                "claims": [claim.claim for claim in line.claims],
                "sources": sorted({claim.source for claim in line.claims}),
                "marks": line.marks,
            }
            for line in lines
        ]
        for name, lines in found.sections.items()
    }
    differ = [
        {
            "question": each.question,
            "sources": each.sources,
            "answers": [
                {
                    "text": answer.text,
                    "said": [
                        {"claim": c.claim, "source": c.source, "wording": wording(c), "quote": c.quote}
                        for c in answer.claims
                    ],
                }
                for answer in each.answers
            ],
        }
        for each in found.differences
    ]
    return {
        "id": found.entity,
        "label": found.label,
        "type": found.type,
        "judgements": [asdict(each) for each in found.joins],
        "list_and_text": found.list_and_text,
        "sources_differ": differ,
        "facts": facts,
        "claims": claims,
    }
