"""Plain text, wrapped at a width or left unwrapped."""

import textwrap

from .source import NOTE, Block, Source

INDENT = {"bullet": "  ", "numbered": "    "}


def text(source: Source) -> str:
    """The document as text, its blocks parted by blank lines."""
    width = source.facts["wrap"]
    parts = []
    for block in source.blocks:
        if block.kind == "directive" and block.text == "numbered":
            parts += numbered(source, *map(int, block.argument.split()), width)
        else:
            parts.append(one(block, width))
    return "\n\n".join(parts) + "\n"


def one(block: Block, width: int) -> str:
    """A block as lines."""
    if block.kind == "heading":
        return f"{block.text}\n{'==-'[block.level] * len(block.text)}"
    if block.kind == "directive":
        return f"{NOTE}."
    mark = {"bullet": "- ", "numbered": f"{block.number}. "}.get(block.kind, "")
    return wrapped(mark + block.text, width, INDENT.get(block.kind, ""))


def numbered(source: Source, first: int, last: int, width: int) -> list[str]:
    """Recommendations `first` to `last`, numbered, each wrapped with an indent."""
    items = source.facts["expected"]["recommendations"]
    chosen = [item for item in items if first <= item["number"] <= last]
    return ["\n".join(wrapped(f"{item['number']}.  {item['text']}", width, "    ") for item in chosen)]


def wrapped(text: str, width: int, indent: str) -> str:
    """The text in lines of at most `width` signs; on one line where that is 0."""
    if not width:
        return text
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
