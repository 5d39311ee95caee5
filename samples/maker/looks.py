"""Three looks for reports: the fonts, colours and paragraph styles of each."""

from dataclasses import dataclass
from importlib.resources import files

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True)
class Look:
    """How a report looks."""

    name: str
    font: str
    accent: Color
    shade: Color
    size: float
    leading: float
    columns: int = 1
    justified: bool = False
    footer_left: bool = False
    running_header: bool = False
    coloured_ratings: bool = True
    new_pages: tuple = ("Foreword", "Ratings")

    def style(self, name: str) -> ParagraphStyle:
        """The paragraph style of that name."""
        return self.styles()[name]

    def styles(self) -> dict[str, ParagraphStyle]:
        """All paragraph styles by name."""
        body = ParagraphStyle(
            "body",
            fontName=self.font,
            bulletFontName=self.font,
            fontSize=self.size,
            leading=self.leading,
            spaceAfter=self.leading * 0.55,
            alignment=TA_JUSTIFY if self.justified else TA_LEFT,
            hyphenationLang="en_GB" if self.justified else None,
            hyphenationMinWordLength=6,
            embeddedHyphenation=1,
        )
        bold = f"{self.font}-Bold" if self.font != "Helvetica" else "Helvetica-Bold"

        def derived(name: str, **changes) -> ParagraphStyle:
            return ParagraphStyle(name, parent=body, **changes)

        plain = {"alignment": TA_LEFT, "hyphenationLang": None}
        heading = {"fontName": bold, "textColor": self.accent, "keepWithNext": 1, **plain}
        indented = {"leftIndent": 14, "bulletIndent": 2, "spaceAfter": self.leading * 0.4}
        small = {"fontSize": self.size * 0.82, "leading": self.leading * 0.82, **plain}
        return {
            "body": body,
            "h1": derived("h1", fontSize=20, leading=24, spaceBefore=20, spaceAfter=10, **heading),
            "h2": derived("h2", fontSize=14, leading=18, spaceBefore=10, spaceAfter=6, **heading),
            "h3": derived("h3", fontSize=self.size + 0.5, leading=self.leading, spaceBefore=4, spaceAfter=4, **heading),
            "bullet": derived("bullet", **indented),
            "numbered": derived("numbered", **(indented | {"leftIndent": 22, "bulletIndent": 4} | plain)),
            "addressee": derived("addressee", **(heading | {"textColor": HexColor("#1a1a1a"), "spaceBefore": 6})),
            "quotation": derived("quotation", fontName=self.italic(), leftIndent=20, rightIndent=16, **plain),
            "cell": derived("cell", spaceAfter=0, fontSize=self.size * 0.92, leading=self.leading * 0.93, **plain),
            "head": derived("head", spaceAfter=0, fontName=bold, fontSize=self.size * 0.92, leading=self.leading * 0.93, **plain),
            "white": derived("white", spaceAfter=0, fontName=bold, textColor=white, **plain),
            "statement": derived("statement", spaceAfter=0, fontName=self.italic(), **plain),
            "box": derived("box", **plain),
            "boxhead": derived("boxhead", fontName=bold, **plain),
            "signed": derived("signed", fontName=bold, spaceBefore=10, spaceAfter=2, keepWithNext=1, **plain),
            "footnote": derived("footnote", spaceAfter=2, **small),
            "small": derived("small", spaceAfter=6, **small),
            "cover": derived("cover", fontName=bold, fontSize=26, leading=32, spaceAfter=10, textColor=self.accent, **plain),
            "coverline": derived("coverline", fontSize=14, leading=19, spaceAfter=8, **plain),
        }

    def italic(self) -> str:
        """The name of the italic font."""
        return "Helvetica-Oblique" if self.font == "Helvetica" else f"{self.font}-Italic"

    def bold(self) -> str:
        """The name of the bold font."""
        return f"{self.font}-Bold"

    def rating_colours(self, rating: str) -> tuple[Color, Color]:
        """Ground and ink for a rating. The word is always printed: colour says nothing alone."""
        if not self.coloured_ratings:
            return self.shade, HexColor("#1a1a1a")
        return {
            "Outstanding": (HexColor("#0b5d3b"), white),
            "Good": (HexColor("#bfe3c6"), HexColor("#10331b")),
            "Requires improvement": (HexColor("#f6d58a"), HexColor("#3d2b00")),
            "Inadequate": (HexColor("#a8202b"), white),
        }[rating]


def registered(name: str, package: str, stem: str) -> str:
    """Registers a family of an embeddable font (SIL Open Font License) and gives its name."""
    folder = files(package) / "files"
    faces = {"": "Regular", "-Bold": "Bold", "-Italic": "It", "-BoldItalic": "BoldIt"}
    for suffix, face in faces.items():
        pdfmetrics.registerFont(TTFont(name + suffix, str(folder / f"{stem}-{face}.ttf")))
    pdfmetrics.registerFontFamily(name, name, f"{name}-Bold", f"{name}-Italic", f"{name}-BoldItalic")
    return name


def looks() -> dict[str, Look]:
    """The three looks by name."""
    sans = registered("SourceSans", "font_source_sans_pro", "SourceSansPro")
    serif = registered("SourceSerif", "font_source_serif_pro", "SourceSerifPro")
    return {
        "classic": Look(
            "classic", "Helvetica", HexColor("#3b2c63"), HexColor("#ebe8f2"), 10, 13.6,
            footer_left=True, coloured_ratings=False, new_pages=("Foreword", "Ratings", "1. ", "2. "),
        ),
        "plain": Look(
            "plain", sans, HexColor("#12436d"), HexColor("#e8f0f6"), 10.4, 13.4, running_header=True,
        ),
        "columns": Look(
            "columns", serif, HexColor("#7a2e1f"), HexColor("#f5ece6"), 9.6, 12.8, columns=2, justified=True,
        ),
    }
