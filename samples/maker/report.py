"""A report's source as a PDF: cover, contents, ratings, recommendations, sections, tables."""

import re
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, PageBreak, Paragraph, Spacer, Table, TableStyle

from . import paper, rules
from .columns import Columns
from .source import NOTE, Block, Source

RULE = HexColor("#8a8a8a")
WIDE = {"ratings", "recommendations", "standard", "progress", "note"}
UNDIVIDED = ("Recommendations", "Annexe")


def pdf(source: Source, look) -> tuple[bytes, paper.Seen]:
    """The report as a PDF, and the pages on which its parts stand."""
    facts = source.facts
    info = {
        "title": facts["title"],
        "author": "HM Inspectorate of Probation (invented report)",
        "subject": NOTE,
        "unit": f"{facts['unit']} PDU",
        "cover_date": facts["cover_date"],
    }
    return paper.lay_out(lambda seen: Story(source, look).whole(seen), look, info, source.footnotes)


class Story:
    """The flowables of a report in one look."""

    def __init__(self, source: Source, look):
        self.source, self.facts, self.look = source, source.facts, look
        self.styles = look.styles()
        gutter = 8 * mm
        self.measure = (paper.MEASURE - gutter * (look.columns - 1)) / look.columns
        self.gutter = gutter

    def whole(self, seen: paper.Seen) -> list:
        """Every flowable, from the cover to the last note."""
        return [*self.cover(), *self.imprint(seen), *self.body()]

    def text(self, text: str, style: str, mark: str = "", bullet: str | None = None) -> Paragraph:
        """A paragraph of the markup, told apart by a mark where its page matters."""
        markup = re.sub(
            r"\[\^(\d+)\]",
            r'<onDraw name="mark" label="note:\1"/><super size="70%" rise="35%">\1</super>',
            escape(text),
        )
        if mark:
            markup = f'<onDraw name="mark" label="{escape(mark)}"/>{markup}'
        return Paragraph(markup, self.styles[style], bulletText=bullet)

    def heading(self, text: str, level: int) -> Paragraph:
        style = f"h{level}"
        return self.text(text, style, mark=f"heading:{level}:{text}" if level < 3 else "")

    def cover(self) -> list:
        facts = self.facts
        return [
            Spacer(1, 30 * mm),
            self.text("HM Inspectorate of Probation", "coverline"),
            Spacer(1, 34 * mm),
            self.text("An inspection of probation services in:", "coverline"),
            self.text(f"{facts['unit']} PDU", "cover", mark="cover"),
            self.text(f"The Probation Service – {facts['region']} region", "coverline"),
            Spacer(1, 8 * mm),
            self.text(f"HM Inspectorate of Probation, {facts['cover_date']}", "coverline"),
            Spacer(1, 60 * mm),
            self.text(NOTE, "boxhead"),
            PageBreak(),
        ]

    def imprint(self, seen: paper.Seen) -> list:
        """Contents, acknowledgements and the like, on the page after the cover."""
        facts = self.facts
        led = {
            "classic": "This inspection was led by HM Inspector {}, with six other inspectors. We are grateful to everyone who gave us their time.",
            "plain": "The inspection was led by HM Inspector {}, supported by a team from across the Inspectorate. We thank all who took part, and above all the people on probation who talked to us.",
            "columns": "Our thanks go to the staff and partners of the unit. The inspection was led by HM Inspector {}.",
        }[self.look.name]
        return [
            self.text("Contents", "h1"),
            paper.Contents(seen.headings, self.look, deepest=1 if self.look.name == "classic" else 2),
            Spacer(1, 6 * mm),
            self.text("Acknowledgements", "h3"),
            self.text(led.format(facts["lead_inspector"]), "small"),
            self.text("The role of HM Inspectorate of Probation", "h3"),
            self.text("The Inspectorate looks at how well probation and youth justice services work, and publishes what it finds. It answers to no service that it inspects.", "small"),
            self.text("People in the practice examples have been given other names.", "small"),
            self.text(f"ISBN {rules.isbn(facts['isbn'])}", "small"),
            self.text("Published by: HM Inspectorate of Probation", "small"),
            self.text(f"{NOTE}. It belongs to no government body and may be copied under the licences of Probity.", "small"),
        ]

    def body(self) -> list:
        """The sections. In a look with columns, headings and wide tables go across."""
        story, column, undivided = [], [], False

        def flush():
            if column:
                story.append(Columns(list(column), self.look.columns, self.gutter))
                column.clear()

        for block in self.source.blocks:
            flowables = self.flowables(block)
            if block.kind == "heading" and block.level == 1:
                undivided = block.text.startswith(UNDIVIDED)
            if self.look.columns == 1 or undivided or self.wide(block):
                flush()
                story.extend(flowables)
            else:
                column.extend(flowables)
        flush()
        return story

    @staticmethod
    def wide(block: Block) -> bool:
        """Whether a block goes across all columns."""
        return block.kind == "heading" and block.level < 3 or block.text in WIDE

    def flowables(self, block: Block) -> list:
        """What a block becomes."""
        if block.kind == "heading":
            starts_page = block.level == 1 and block.text.startswith(self.look.new_pages)
            heading = self.heading(block.text, block.level)
            if block.text.startswith("Progress"):
                heading.keepWithNext = 0
                return [CondPageBreak(70 * mm), heading]
            return [PageBreak()] * starts_page + [heading]
        if block.kind == "bullet":
            return [self.text(block.text, "bullet", bullet="•")]
        if block.kind == "quotation":
            return [self.text(block.text, "quotation")]
        if block.kind == "example":
            return [self.example(block)]
        if block.kind == "directive":
            return getattr(self, block.text)(*filter(None, [block.argument]))
        return [self.text(block.text, "body")]

    def signature(self) -> list:
        facts = self.facts
        name, role = self.text(facts["chief_inspector"], "signed"), self.text(facts["chief_role"], "body")
        return [name, role]

    def ratings(self) -> list:
        """The ratings page: unit, start of fieldwork, score, overall rating, standards."""
        facts, columns = self.facts, [paper.MEASURE * 0.66, paper.MEASURE * 0.34]
        top = Table(
            [
                [self.text(f"{facts['unit']} PDU", "head", mark="rating"), self.text("Score", "head"), self.text(facts["score_printed"], "head")],
                [self.text(f"Fieldwork started {facts['fieldwork_printed']}", "cell"), "", ""],
            ],
            colWidths=[paper.MEASURE * 0.66, paper.MEASURE * 0.17, paper.MEASURE * 0.17],
            style=TableStyle(
                [
                    ("BOX", (0, 0), (-1, -1), 0.8, RULE),
                    ("BACKGROUND", (0, 0), (-1, -1), self.look.shade),
                    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                    *padding(6),
                ]
            ),
        )
        rows, style = [[self.text("Overall rating", "head"), self.badge(facts["rating"])]], []
        for domain in facts["domain"]:
            style.append(("SPAN", (0, len(rows)), (1, len(rows))))
            style.append(("BACKGROUND", (0, len(rows)), (1, len(rows)), self.look.shade))
            rows.append([self.text(domain["heading"], "head"), ""])
            for standard in domain["standards"]:
                rows.append([self.text(f"{standard['id']} {standard['name']}", "cell"), self.badge(standard["rating"])])
        return [top, Spacer(1, 10), self.table(rows, columns, style, ratings_in=1)]

    def badge(self, rating: str) -> Paragraph:
        _, ink = self.look.rating_colours(rating)
        return Paragraph(f'<font color="{ink.hexval().replace("0x", "#")}">{rating}</font>', self.styles["head"])

    def table(self, rows: list, widths: list, style: list, ratings_in: int | None = None, repeat: int = 0) -> Table:
        """A ruled table; the column `ratings_in` gets the colours of the ratings in it."""
        for row, cells in enumerate(rows):
            word = cells[ratings_in].getPlainText() if ratings_in is not None and cells[ratings_in] else ""
            if word in rules.POINTS:
                ground, _ = self.look.rating_colours(word)
                style.append(("BACKGROUND", (ratings_in, row), (ratings_in, row), ground))
        base = [("GRID", (0, 0), (-1, -1), 0.6, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"), *padding(5)]
        return Table(rows, colWidths=widths, style=TableStyle(base + style), repeatRows=repeat, hAlign="LEFT")

    def recommendations(self) -> list:
        story, addressee = [], None
        for item in rules.numbered(self.facts):
            if item["addressee"] != addressee:
                addressee = item["addressee"]
                story.append(self.text(f"{addressee} should:", "addressee"))
            number = item["number"]
            story.append(self.text(item["text"], "numbered", mark=f"recommendation:{number}", bullet=f"{number}."))
        return story

    def standard(self, identifier: str) -> list:
        """The heading of a standard, its statement and its rating."""
        standard = self.source.standard(identifier)
        ground, _ = self.look.rating_colours(standard["rating"])
        table = Table(
            [[self.text(standard["statement"], "statement"), self.badge(standard["rating"])]],
            colWidths=[paper.MEASURE * 0.68, paper.MEASURE * 0.32],
            style=TableStyle([("BACKGROUND", (1, 0), (1, 0), ground), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *padding(5)]),
            spaceAfter=8,
        )
        table.keepWithNext = 1
        return [self.heading(f"{identifier}. {standard['name']}", 2), table]

    def questions(self, standard: str) -> list:
        """The table of a standard's key questions."""
        rows = [[self.text("Key question", "head"), self.text("Percentage ‘Yes’", "head")]]
        for place, (question, percent) in enumerate(self.source.questions(standard)):
            mark = f"question:{standard}:{place}"
            rows.append([self.text(question, "cell", mark=mark), self.text(f"{percent}%", "cell")])
        share = 0.76 if self.look.columns == 1 else 0.68
        widths = [self.measure * share, self.measure * (1 - share)]
        table = self.table(rows, widths, [("BACKGROUND", (0, 0), (-1, 0), self.look.shade)])
        table.splitByRow, table.spaceAfter = 0, 10
        return [table]

    def progress(self) -> list:
        """The table of earlier recommendations; its head is repeated on every page."""
        facts = self.facts
        head = ["Previous recommendation", "Action taken and impact", "Categorisation", "Improvement still required?"]
        hints = [facts["previous_heading"], "What was done, and what came of it", "Sufficient progress/some progress/no progress", "Yes/no"]
        rows = [[self.text(word, "head") for word in head], [self.text(hint, "footnote") for hint in hints]]
        for place, item in enumerate(facts["previous"]):
            cells = [item["text"], item["action"], item["progress"], item["required"]]
            first = self.text(cells[0], "cell", mark=f"previous:{place}")
            rows.append([first, *(self.text(cell, "cell") for cell in cells[1:])])
        widths = [paper.MEASURE * share for share in (0.29, 0.38, 0.175, 0.155)]
        style = [("BACKGROUND", (0, 0), (-1, 0), self.look.shade)]
        return [self.table(rows, widths, style, repeat=1), Spacer(1, 12)]

    def example(self, block: Block) -> Table:
        """A practice example in a shaded box."""
        inside = [self.text(block.text, "boxhead"), *(self.text(part.text, "box") for part in block.inside)]
        style = [("BACKGROUND", (0, 0), (-1, -1), self.look.shade), ("BOX", (0, 0), (-1, -1), 0.8, self.look.accent), *padding(8)]
        return Table([[inside]], colWidths=[self.measure], style=TableStyle(style), spaceBefore=10, spaceAfter=10)

    def note(self) -> list:
        return [Spacer(1, 10), self.text(f"{NOTE}.", "small")]


def padding(points: float) -> list:
    """Table commands for room inside cells."""
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), points) for side in sides]
