"""Text in columns of equal height, over as many pages as it needs."""

from reportlab.platypus import Flowable

LEAST = 90
STEP = 4


class Columns(Flowable):
    """Flowables side by side in columns. ReportLab's own balanced columns fail on tables they cannot split."""

    def __init__(self, content: list, count: int, gutter: float):
        super().__init__()
        self.content, self.count, self.gutter = content, count, gutter

    def wrap(self, width, height):
        """Takes the least height at which everything fits, or asks for more than there is."""
        self.width, self.column = width, (width - self.gutter * (self.count - 1)) / self.count
        self.height = LEAST / 2
        while self.height <= height:
            self.placed, rest = self.fill(self.height)
            if not rest:
                return self.width, self.height
            self.height += STEP
        return self.width, height + 1

    def split(self, width, height):
        """What fits into columns as high as the rest of the page, and what is left over."""
        if height < LEAST:
            return []
        placed, rest = self.fill(height)
        return [Filled(placed, self, height), Columns(rest, self.count, self.gutter)]

    def fill(self, height) -> tuple[list, list]:
        """The columns, each a list of flowables with the distance of their foot from the top; and the rest."""
        columns, rest = [], self.content
        for _ in range(self.count):
            column, rest = fill_column(rest, self.column, height)
            columns.append(column)
        return columns, rest

    def draw(self):
        for place, column in enumerate(self.placed):
            left = place * (self.column + self.gutter)
            for flowable, foot in column:
                flowable.drawOn(self.canv, left, self.height - foot)


class Filled(Columns):
    """Columns whose content has been dealt out already."""

    def __init__(self, placed: list, like: Columns, height: float):
        super().__init__([], like.count, like.gutter)
        self.placed, self.column, self.width, self.height = placed, like.column, like.width, height

    def wrap(self, width, height):
        return self.width, self.height


def fill_column(content: list, width: float, height: float) -> tuple[list, list]:
    """Deals flowables into one column; a heading never stays behind at its foot."""
    placed, rest, y = [], list(content), 0.0
    while rest:
        flowable = rest[0]
        top = y + (flowable.getSpaceBefore() if placed else 0)
        _, tall = flowable.wrap(width, height - top)
        if top + tall > height:
            parts = flowable.split(width, height - top)
            if len(parts) > 1:
                _, tall = parts[0].wrap(width, height - top)
                placed.append((parts[0], top + tall))
                rest = [*parts[1:], *rest[1:]]
            break
        placed.append((flowable, top + tall))
        rest = rest[1:]
        y = top + tall + flowable.getSpaceAfter()
    while placed and rest and placed[-1][0].getKeepWithNext():
        rest = [placed.pop()[0], *rest]
    return placed, rest
