"""A press release as a Word document."""

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.shared import Pt

from .source import NOTE, Source

EPOCH = (2025, 1, 1, 0, 0, 0)


def release(source: Source) -> bytes:
    """The release; the numbers of its notes are automatic and stand nowhere in the text."""
    facts = source.facts
    document = Document()
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(facts["title"], level=1)
    document.add_paragraph(facts["printed_date"])
    for block in source.blocks:
        if block.kind == "heading":
            document.add_heading(block.text, level=block.level)
        elif block.kind == "numbered":
            document.add_paragraph(block.text, style="List Number")
        elif block.kind == "directive":
            document.add_paragraph().add_run(f"{NOTE}.").italic = True
        else:
            document.add_paragraph(block.text)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = facts["title"], "Probity samples", NOTE
    properties.created = properties.modified = datetime(*EPOCH)
    properties.last_modified_by, properties.revision = "Probity samples", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return undated(buffer.getvalue())


def undated(archive: bytes) -> bytes:
    """The same archive with the hour of its making taken out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return result.getvalue()
