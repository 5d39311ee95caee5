"""Reads a source: facts in TOML between `+++` lines, then prose in a small markup.

`# heading` (one to three signs), `- bullet`, `1. numbered`, `> quotation`, `[^1]` a footnote's mark and
`[^1]: its text`, `@directive argument` for what is made from the facts, `@example title` … `@end` for a box.
Blank lines part paragraphs; a list item or paragraph stands on one line.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

NOTE = "Sample document of Probity: invented unit, invented findings"

PATTERNS = [
    ("heading", re.compile(r"(#{1,3}) (.+)")),
    ("bullet", re.compile(r"- (.+)")),
    ("numbered", re.compile(r"(\d+)\. (.+)")),
    ("quotation", re.compile(r"> (.+)")),
    ("directive", re.compile(r"@(\w+)(?: (.+))?")),
]


@dataclass
class Block:
    """One heading, paragraph, list item, quotation, directive or box."""

    kind: str
    text: str
    level: int = 0
    number: int = 0
    argument: str = ""
    inside: list["Block"] = field(default_factory=list)


@dataclass
class Source:
    """The facts and the prose of one document."""

    facts: dict
    blocks: list[Block]
    footnotes: dict[int, str]

    @property
    def standards(self) -> list[dict]:
        """All standards, in printed order."""
        return [standard for domain in self.facts["domain"] for standard in domain["standards"]]

    def standard(self, identifier: str) -> dict:
        """The standard printed under this number."""
        return next(s for s in self.standards if s["id"] == identifier)

    def questions(self, standard: str) -> list:
        """Key questions of a standard, each with its percentage."""
        return next(q["asked"] for q in self.facts["questions"] if q["standard"] == standard)


def read(path: Path) -> Source:
    """Reads the source at `path`."""
    _, head, prose = path.read_text(encoding="utf-8").split("+++\n", 2)
    facts = tomllib.loads(head)
    if facts.get("curly_quotes"):
        facts, prose = curled(facts), curled(prose)
    blocks, footnotes = [], {}
    for line in filter(None, map(str.strip, prose.splitlines())):
        if note := re.fullmatch(r"\[\^(\d+)\]: (.+)", line):
            footnotes[int(note[1])] = note[2]
        else:
            blocks.append(block(line))
    return Source(facts, boxed(blocks), footnotes)


def curled(value):
    """The value with typographic quotation marks and apostrophes in all its texts."""
    if isinstance(value, dict):
        return {key: curled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [curled(item) for item in value]
    if not isinstance(value, str):
        return value
    for straight, opening, closing in (("'", "‘", "’"), ('"', "“", "”")):
        value = re.sub(rf"(^|[\s(]){straight}", rf"\1{opening}", value, flags=re.MULTILINE)
        value = value.replace(straight, closing)
    return value


def block(line: str) -> Block:
    """The block that a line stands for."""
    for kind, pattern in PATTERNS:
        match = pattern.fullmatch(line)
        if not match:
            continue
        if kind == "heading":
            return Block(kind, match[2], level=len(match[1]))
        if kind == "numbered":
            return Block(kind, match[2], number=int(match[1]))
        if kind == "directive":
            return Block(kind, match[1], argument=match[2] or "")
        return Block(kind, match[1])
    return Block("paragraph", line)


def boxed(blocks: list[Block]) -> list[Block]:
    """Puts what stands between `@example` and `@end` inside one block."""
    result, box = [], None
    for item in blocks:
        if item.kind == "directive" and item.text == "example":
            box = Block("example", item.argument)
            result.append(box)
        elif item.kind == "directive" and item.text == "end":
            box = None
        else:
            (result if box is None else box.inside).append(item)
    return result
