#!/usr/bin/env python3
"""Makes every sample from `source/`: `documents/`, `bad/` and `expected.json`.

    pip install -r requirements.txt
    python3 make.py            # writes all files
    python3 make.py --check    # writes nothing; fails where a file differs from what would be written

With the versions in `requirements.txt` the same sources give the same bytes. The fonts that go into the PDFs, Source Sans
and Source Serif, are under the SIL Open Font License, which allows it.
"""

import json
import sys
import tomllib
from pathlib import Path

from maker import bad, expected, looks, office, plain, report, rules, source, web

HERE = Path(__file__).parent
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LARGEST = 150_000


def main() -> None:
    """Writes all files, or compares them."""
    made = everything()
    if "--check" in sys.argv[1:]:
        stale = [name for name, content in made.items() if not same(HERE / name, content)]
        sys.exit(f"not as made from the sources: {', '.join(stale)}" if stale else 0)
    for name, content in made.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):7,}  {name}")


def same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def everything() -> dict[str, bytes]:
    """Every file to be written, by its path below this folder."""
    units = tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))
    made, answers = {}, []
    for path in sorted((HERE / "source").glob("*.md")):
        document = source.read(path)
        for name, content, answer in versions(document, units):
            made[f"documents/{name}"] = content
            answers.append(answer)
    spoilt = bad.files(made["documents/ashmere-north-2022-report.pdf"])
    made |= {f"bad/{name}": content for name, (content, _) in spoilt.items()}
    bad_answers = [{"file": f"bad/{name}", **answer} for name, (_, answer) in spoilt.items()]
    questions = tomllib.loads((HERE / "source" / "questions.toml").read_text(encoding="utf-8"))
    listing = {"documents": answers, "bad": bad_answers, **questions}
    made["expected.json"] = (json.dumps(listing, ensure_ascii=False, indent=1) + "\n").encode()
    for name, content in made.items():
        assert len(content) < LARGEST, f"{name} has {len(content)} bytes"
    return made


def versions(document: source.Source, units: dict):
    """Each file that a source becomes: its name, its bytes and what reading it must give."""
    facts = document.facts
    if "domain" in facts:
        rules.check(document)
    for name in facts.get("files", [facts.get("file")]):
        content, answer = rendered(document, Path(name).suffix)
        if answer.setdefault("mentions", expected.mentions(document, units)) is None:
            del answer["mentions"]
        listed = {"file": f"documents/{name}", "media_type": MEDIA_TYPES[Path(name).suffix], "document": answer}
        if "domain" in facts:
            listed["contents"] = expected.contents(document)
            listed["findings"] = expected.findings(document)
            listed["footnotes"] = list(document.footnotes.values())
        yield name, content, listed


def rendered(document: source.Source, suffix: str) -> tuple[bytes, dict]:
    """The bytes of one version of a document, and the answers for it."""
    layout = document.facts["layout"]
    if suffix == ".pdf":
        content, seen = report.pdf(document, looks.looks()[layout])
        return content, expected.of_report(document, seen.marks, seen.pages)
    if layout == "web":
        return web.report(document).encode(), expected.of_report(document, None, None)
    answer = expected.of_other(document)
    if suffix == ".docx":
        return office.release(document), answer
    if suffix == ".txt":
        return plain.text(document).encode(), answer
    page = web.news(document) if layout == "news" else web.release(document)
    return page.encode(), answer


if __name__ == "__main__":
    main()
