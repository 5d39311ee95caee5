"""What reading each sample must give, in the shape of the API's documents. Keys left out are not judged."""

import re

from . import rules
from .source import Source

PROGRESS = {
    "Sufficient progress": "sufficient_progress",
    "Some progress": "some_progress",
    "No progress": "no_progress",
    "No longer applicable": "no_longer_applicable",
}
REQUIRED = {"Yes": True, "No": False, "No longer applicable": None}


def of_report(source: Source, pages: dict[str, int] | None, count: int | None) -> dict:
    """The answers for a report. `pages` says on which page its parts stand; a web page has none."""
    facts, at = source.facts, (pages or {}).get
    points = {"points": facts["points"], "out_of": facts["out_of"]}
    unit = {
        "name": facts["unit"],
        "level": "pdu",
        "rating": facts["rating"],
        "score": points,
        "previous_rating": facts.get("previous_rating"),
    }
    published = facts.get("published")
    return {
        "kind": "inspection_report",
        "level": "pdu",
        "title": facts["title"],
        "publisher": "HM Inspectorate of Probation",
        "regions": [facts["region"]],
        "pdus": [facts["unit"]],
        "inspected": [unit],
        "rating": facts["rating"],
        "score": points,
        "published": published,
        "year": int(published[:4]) if published else None,
        "fieldwork_started": facts["fieldwork_started"],
        "chief_inspector": facts["chief_inspector"],
        "lead_inspector": facts["lead_inspector"],
        "isbn": rules.isbn(facts["isbn"]) if "isbn" in facts else None,
        "standards": [{key: standard[key] for key in ("id", "name", "rating")} for standard in source.standards],
        "key_questions": [
            {"standard": asked["standard"], "question": question, "percent": percent, "page": at(f"question:{asked['standard']}:{place}")}
            for asked in facts["questions"]
            for place, (question, percent) in enumerate(asked["asked"])
        ],
        "recommendations": [item | {"page": at(f"recommendation:{item['number']}")} for item in rules.numbered(facts)],
        "previous_recommendations": [
            {
                "text": item["text"],
                "action": item["action"],
                "progress": PROGRESS[item["progress"]],
                "improvement_required": REQUIRED[item["required"]],
                "page": at(f"previous:{place}"),
            }
            for place, item in enumerate(facts.get("previous", []))
        ],
        "pages": count,
    }


def of_other(source: Source) -> dict:
    """The answers for anything else, as its source states them; "null" there is an absent value here."""
    stated = {key: None if value == "null" else value for key, value in source.facts["expected"].items()}
    published = {"published": source.facts["published"]} if "published" in source.facts else {}
    return {"title": source.facts["title"], **published, **stated, "pages": None}


def contents(source: Source) -> list[str]:
    """The headings of the first two levels, in order; a reader may well give more."""
    headings = []
    for block in source.blocks:
        if block.kind == "heading" and block.level < 3:
            headings.append(block.text)
        elif block.kind == "directive" and block.text == "standard":
            headings.append(f"{block.argument}. {source.standard(block.argument)['name']}")
    return headings


def findings(source: Source) -> dict:
    """How many list items stand under "Strengths" and under "Areas for improvement"."""
    counts, polarity = {"strength": 0, "improvement": 0}, None
    for block in source.blocks:
        if block.kind == "heading":
            polarity = {"Strengths": "strength", "Areas for improvement": "improvement"}.get(block.text.rstrip(":"))
        elif block.kind == "directive":
            polarity = None
        elif block.kind == "bullet" and polarity:
            counts[polarity] += 1
    return counts


def mentions(source: Source, units: dict) -> dict:
    """The invented units that the prose names, under any of their names."""
    names = {name.lower(): None for name in units["not_units"]}
    for region in units["region"]:
        names |= {name.lower(): ("regions", region["name"]) for name in [region["name"], *region.get("aliases", [])]}
        for pdu in region["pdus"]:
            names |= {name.lower(): ("pdus", pdu["name"]) for name in [pdu["name"], *pdu.get("aliases", [])]}
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = re.findall(rf"\b(?:{longest_first})\b", words_of(source).lower())
    targets = {names[name] for name in found if names[name]}
    return {kind: sorted(name for where, name in targets if where == kind) for kind in ("regions", "pdus")}


def words_of(source: Source) -> str:
    """All words of a document that are its own, not its site's."""
    facts = source.facts
    parts = [facts["title"], *source.footnotes.values()]
    if "region" in facts:
        parts += [f"{facts['region']} region", facts.get("previous_heading", "")]
        parts += [item["text"] for item in rules.numbered(facts)]
        parts += [item["text"] + " " + item["action"] for item in facts.get("previous", [])]
    for block in source.blocks:
        parts += [block.text, *(inner.text for inner in block.inside)]
    return "\n".join(parts)
