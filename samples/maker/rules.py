"""The arithmetic of ratings, so that no sample contradicts itself.

Points of the standards add up to the score, the score lies in the band of the overall rating, and a case standard takes
the rating of its lowest key question.
"""

POINTS = {"Outstanding": 3, "Good": 2, "Requires improvement": 1, "Inadequate": 0}
SCORE_BANDS = {27: (5, 14, 23), 21: (4, 11, 18)}
PERCENT_BANDS = (50, 65, 80)
RATINGS = ["Inadequate", "Requires improvement", "Good", "Outstanding"]


def rating_in(bands: tuple, value: int) -> str:
    """The rating whose band holds the value; `bands` are the lowest values of the upper three."""
    return RATINGS[sum(value >= lowest for lowest in bands)]


def check(source) -> None:
    """Fails where the facts of a report do not agree with one another."""
    facts = source.facts
    points = sum(POINTS[standard["rating"]] for standard in source.standards)
    assert points == facts["points"], f"{facts['file']}: standards add up to {points}"
    assert int(facts["score_printed"].split("/")[0]) == points, f"{facts['file']}: printed score"
    overall = rating_in(SCORE_BANDS[facts["out_of"]], points)
    assert overall == facts["rating"], f"{facts['file']}: {points} points are '{overall}'"
    assert len(source.standards) * 3 == facts["out_of"], f"{facts['file']}: number of standards"
    asked = {q["standard"]: min(percent for _, percent in q["asked"]) for q in facts["questions"]}
    for standard in source.standards:
        if standard["name"] in asked:
            lowest = rating_in(PERCENT_BANDS, asked[standard["name"]])
            assert lowest == standard["rating"], f"{facts['file']}: {standard['name']} is '{lowest}'"


def isbn(stem: str) -> str:
    """An ISBN-13 from its first twelve digits, hyphens kept, with its check digit."""
    digits = [int(sign) for sign in stem if sign.isdigit()]
    assert len(digits) == 12, stem
    total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{stem}-{-total % 10}"


def numbered(facts: dict) -> list[dict]:
    """The recommendations of a report, numbered through from 1."""
    result = []
    for group in facts["recommendations"]:
        for text in group["texts"]:
            result.append(
                {
                    "number": len(result) + 1,
                    "addressee": group["addressee"],
                    "addressee_kind": group["addressee_kind"],
                    "text": text,
                }
            )
    return result
