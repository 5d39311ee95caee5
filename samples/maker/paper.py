"""Pages with footnotes, running headers and footers, bookmarks and a contents list.

ReportLab lays a page out before it knows which footnotes fall on it. So a document is laid out several times, and each
pass leaves for the next what it has seen (`Seen`), until two passes agree.
"""

import io
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

WIDTH, HEIGHT = A4
MARGIN, TOP, BOTTOM = 22 * mm, 24 * mm, 22 * mm
MEASURE = WIDTH - 2 * MARGIN
PASSES = 12


@dataclass
class Seen:
    """On which page things came to stand."""

    notes: dict[int, list[int]] = field(default_factory=dict)
    headings: list[tuple[int, str, int]] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    pages: int = 0


def lay_out(build_story, look, info: dict, footnotes: dict[int, str]) -> tuple[bytes, Seen]:
    """The PDF of a story, and what stands where in it. `build_story` makes the story anew for each pass."""
    before = Seen()
    for _ in range(PASSES):
        paper = Paper(look, info, footnotes, before)
        paper.build(build_story(before))
        paper.seen.pages = paper.page
        if paper.seen == before:
            return paper.buffer.getvalue(), before
        before = paper.seen
    raise RuntimeError(f"{info['title']}: the footnotes do not come to rest")


class Paper(BaseDocTemplate):
    """A document being laid out once."""

    def __init__(self, look, info: dict, footnotes: dict[int, str], before: Seen):
        self.buffer = io.BytesIO()
        super().__init__(
            self.buffer, pagesize=A4, invariant=1, lang="en-GB",
            title=info["title"], author=info["author"], subject=info["subject"], creator="Probity samples",
        )
        self.look, self.info, self.footnotes, self.before = look, info, footnotes, before
        self.seen = Seen()
        frame = Frame(MARGIN, BOTTOM, MEASURE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0, id="body")
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=self.adorn_cover, autoNextPageTemplate="body"),
                PageTemplate("body", [frame], onPage=self.adorn, onPageEnd=self.set_footnotes),
            ]
        )

    def handle_pageBegin(self):
        """Makes room for the footnotes that the pass before put on this page."""
        room = self.room(self.before.notes.get(self.page + 1, []))
        for template in self.pageTemplates:
            for frame in template.frames:
                frame.y1, frame.height = BOTTOM + room, HEIGHT - TOP - BOTTOM - room
        super().handle_pageBegin()

    def note_paragraphs(self, numbers: list[int]) -> list[Paragraph]:
        style = self.look.style("footnote")
        return [Paragraph(f"<super>{n}</super> {self.footnotes[n]}", style) for n in numbers]

    def room(self, numbers: list[int]) -> float:
        """Points that these footnotes and the rule above them take."""
        if not numbers:
            return 0
        return 14 + sum(p.wrap(MEASURE, HEIGHT)[1] + 2 for p in self.note_paragraphs(numbers))

    def set_footnotes(self, canvas, _):
        """Sets the footnotes of a page below a short rule."""
        numbers = self.seen.notes.get(self.page, [])
        if not numbers:
            return
        y = BOTTOM + self.room(numbers) - 8
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, y, MARGIN + 50 * mm, y)
        y -= 4
        for paragraph in self.note_paragraphs(numbers):
            _, height = paragraph.wrap(MEASURE, HEIGHT)
            paragraph.drawOn(canvas, MARGIN, y - height)
            y -= height + 2

    def adorn_cover(self, canvas, _):
        """Sets the band of the cover."""
        self.listen(canvas)
        canvas.setFillColor(self.look.accent)
        canvas.rect(0, HEIGHT - 16 * mm, WIDTH, 16 * mm, stroke=0, fill=1)

    def adorn(self, canvas, _):
        """Sets the running header and footer of a page."""
        self.listen(canvas)
        look, number, unit = self.look, str(self.page), self.info["unit"]
        canvas.saveState()
        canvas.setFont(look.font, 8.5)
        canvas.setFillGray(0.3)
        if look.running_header:
            canvas.drawString(MARGIN, HEIGHT - 15 * mm, f"{unit}: inspection of probation services")
            canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 15 * mm, self.info["cover_date"])
            canvas.drawCentredString(WIDTH / 2, 12 * mm, number)
        elif look.footer_left:
            canvas.drawString(MARGIN, 12 * mm, f"Inspection of probation services: {unit}")
            canvas.drawRightString(WIDTH - MARGIN, 12 * mm, number)
        elif self.page % 2:
            canvas.drawRightString(WIDTH - MARGIN, 12 * mm, f"An inspection of {unit}  |  {number}")
        else:
            canvas.drawString(MARGIN, 12 * mm, f"{number}  |  An inspection of {unit}")
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, 16 * mm, WIDTH - MARGIN, 16 * mm)
        canvas.restoreState()

    def listen(self, canvas):
        """Lets paragraphs tell where they stand: `<onDraw name="mark" label="…"/>`."""
        canvas.setNamedCB("mark", lambda page, _, label: self.hear(page, label))

    def hear(self, canvas, label: str):
        kind, _, rest = label.partition(":")
        if kind == "note":
            notes = self.seen.notes.setdefault(self.page, [])
            notes.extend({int(rest)} - set(notes))
        elif kind == "heading":
            level, _, text = rest.partition(":")
            key = f"heading-{len(self.seen.headings)}"
            self.seen.headings.append((int(level), text, self.page))
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(text, key, int(level) - 1, closed=0)
        else:
            self.seen.marks.setdefault(label, self.page)


class Contents(Flowable):
    """The contents list: headings, dots, page numbers, each line a link."""

    def __init__(self, headings: list[tuple[int, str, int]], look, deepest: int):
        super().__init__()
        self.lines = [(place, *line) for place, line in enumerate(headings) if line[0] <= deepest]
        self.look = look
        self.step = look.leading * 1.35

    def wrap(self, width, _):
        self.width, self.height = width, self.step * len(self.lines) + 6
        return self.width, self.height

    def draw(self):
        canvas, y = self.canv, self.height - self.step
        for place, level, text, page in self.lines:
            font = self.look.bold() if level == 1 else self.look.font
            left, size = (level - 1) * 14, self.look.size
            canvas.setFont(font, size)
            canvas.drawString(left, y, text)
            start = left + canvas.stringWidth(text, font, size) + 4
            right = self.width - canvas.stringWidth(str(page), font, size)
            dot = canvas.stringWidth(".", font, size)
            count = max(3, int((right - 4 - start) / dot))
            canvas.drawString(right - 4 - count * dot, y, "." * count)
            canvas.drawString(right, y, str(page))
            canvas.linkRect("", f"heading-{place}", (0, y - 3, self.width, y + size), relative=1)
            y -= self.step
