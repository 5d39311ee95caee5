"""Files that are not what they seem, and one sentence for each on what must come of it."""

import io
import random
import zipfile

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from .office import EPOCH
from .source import NOTE

LETTER = f"""Ashmere South hostel: a letter to the editor

Sir – The hostel in Oxhythe costs £41,000 a year to run. To call it a “luxury”, as your columnist does, is naïve. People on probation need a bed before they need advice.

{NOTE}.
"""

WEB_PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Open day at the Lindle workshop</title></head>
<body><h1>Open day at the Lindle workshop</h1>
<p>The boat workshop of the Brackwater, Lindle and Skerry unit opens its doors on Saturday. Visitors can try a caulking iron.</p>
<p>{NOTE}.</p></body></html>
"""


def files(report: bytes) -> dict[str, tuple[bytes, dict]]:
    """Each bad file by name, with what it must give. `report` is a sound PDF to be spoilt."""
    return {
        "empty.pdf": (b"", failed("It is empty.", "empty")),
        "truncated.pdf": (report[: len(report) * 6 // 10], {
            "state": "either",
            "why": "A report cut off after 60 per cent: an error that says so, or the pages that can be rescued with a warning.",
        }),
        "password.pdf": (small_pdf(StandardEncryption("open sesame", strength=128)), failed("It needs a password.", "password")),
        "empty-password.pdf": (small_pdf(StandardEncryption("", "owner", strength=128)), indexed(
            "Encrypted with an empty password, so that anyone may read it.", "caulking iron",
        )),
        "really-html.pdf": (WEB_PAGE.encode(), indexed(
            "A web page by another name: the content decides, and a warning says so.", "caulking iron", warnings=True,
        )),
        "really-png.pdf": (picture_bytes(blank_picture()), failed("It is a picture.", "png", "picture", "image")),
        "random-bytes.docx": (random.Random(20).randbytes(700), failed("It is no document of any kind.")),
        "no-word-inside.docx": (archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), failed("It is a workbook and no Word document.", "excel")),
        "windows-1252.txt": (LETTER.encode("windows-1252"), indexed("Text in windows-1252.", "£41,000", "“luxury”", "naïve", "Sir –")),
        "utf-16.txt": ("\ufeff".encode("utf-16-le") + LETTER.encode("utf-16-le"), indexed("Text in UTF-16 with a byte order mark.", "£41,000", "“luxury”", "naïve")),
        "scanned.pdf": (scanned_pdf(), failed("Its only page is a picture without text.", "picture", "scan", "image")),
    }


def failed(why: str, *says: str) -> dict:
    """The file fails, and the sentence for a person holds one of these words, where any are given."""
    return {"state": "failed", "why": why, "says_one_of": list(says)}


def indexed(why: str, *text: str, warnings: bool = False) -> dict:
    """The file is read, and its text holds these words."""
    return {"state": "indexed", "why": why, "text": list(text), "warnings": warnings}


def small_pdf(encryption) -> bytes:
    """One page, encrypted."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1, encrypt=encryption)
    page.setTitle("Open day at the Lindle workshop")
    for place, line in enumerate(["Open day at the Lindle workshop", "Visitors can try a caulking iron.", f"{NOTE}."]):
        page.drawString(72, 760 - 24 * place, line)
    page.save()
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    """One page that is a picture of text, a little askew, as a scanner leaves it."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    page.drawImage(ImageReader(typed_page()), 0, 0, *A4)
    page.save()
    return buffer.getvalue()


def typed_page() -> Image.Image:
    """A page of type in black and white, 100 dots to the inch."""
    picture = Image.new("L", (827, 1169), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=18)
    lines = ["Probation in Westholt", "", "This page was typed, printed and scanned.", "No letter of it can be read without looking.", "", f"{NOTE}."]
    for place, line in enumerate(lines):
        draw.text((100, 120 + 30 * place), line, fill=0, font=font)
    return picture.rotate(0.4, fillcolor=255).point(lambda grey: 255 * (grey > 128), mode="1")


def blank_picture() -> Image.Image:
    picture = Image.new("RGB", (64, 48), "white")
    ImageDraw.Draw(picture).rectangle((8, 8, 55, 39), outline="navy")
    return picture


def picture_bytes(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def archive(members: dict[str, str]) -> bytes:
    """A zip archive with fixed dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as result:
        for name, content in members.items():
            result.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return buffer.getvalue()
