"""A worksheet to print: the tables of lesson 1, one iteration in the plane, and the answers to both."""

from io import BytesIO

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from ..lloyd import assign, squared_distances, update

A4 = (8.27, 11.69)  # inches
LENGTHS = np.array([[10.0], [15.0], [20.0], [40.0], [44.0], [51.0]])  # mm, the rocks A to F of lesson 1
MODELS = LENGTHS[:2]
ROCKS = np.array([[3, 2], [11, 11], [5, 9], [6, 11], [9, 9], [1, 1], [9, 10], [11, 6]]) * 1.0  # cm and 100 g
STARTS = np.array([[6, 1], [3, 7]]) * 1.0  # the first means are whole numbers, and one rock changes group


def worksheet_pdf() -> bytes:
    """Return the worksheet as a PDF of four pages: two for the students, two with the answers."""
    pdf = BytesIO()
    with style.context("default"), PdfPages(pdf) as pages:
        for solved in (False, True):
            pages.savefig(draw_tables(solved))
            pages.savefig(draw_plane(solved))
    return pdf.getvalue()


def draw_tables(solved: bool) -> Figure:
    """Draw page 1: three rounds with six rocks. The cells are empty unless they are solved."""
    figure = Figure(figsize=A4)
    heading(figure, "Sorting rocks, on paper", solved)
    words(figure, 0.885, "Six rocks, and their lengths in mm:")
    table(figure, 0.80, ["rock", "length"], [list("ABCDEF"), numbers(LENGTHS[:, 0])])
    lines = [
        "Sort them into two piles. The first models are the rocks A and B. In each round:",
        "1. Write down how far each rock is from each model. Mark the smaller distance.",
        "2. Write down the number of the pile, 0 or 1.",
        "3. Compute the mean of each pile. It is the new model.",
    ]
    for number, line in enumerate(lines):
        words(figure, 0.77 - 0.022 * number, line)
    models = MODELS
    for number, bottom in enumerate((0.53, 0.335, 0.14), start=1):
        known = solved or number == 1
        names = numbers(models[:, 0]) if known else ["......", "......"]
        words(figure, bottom + 0.13, f"Round {number}. The models are {names[0]} and {names[1]}.", bold=True)
        distances, labels = np.sqrt(squared_distances(LENGTHS, models)), assign(LENGTHS, models)
        rows = [*distances.T, labels] if solved else [[], [], []]
        titles = ["rock", f"from {names[0]}", f"from {names[1]}", "pile"]
        table(figure, bottom, titles, [list("ABCDEF"), *[numbers(row) if len(row) else 6 * [""] for row in rows]])
        models = update(LENGTHS, labels, models)
        means = numbers(models[:, 0]) if solved else ["............", "............"]
        words(figure, bottom - 0.025, f"mean of pile 0:  {means[0]}          mean of pile 1:  {means[1]}")
    words(
        figure,
        0.07,
        "When may you stop? Why?" + ("   No rock changes its pile, so the means stay." if solved else ""),
    )
    return figure


def draw_plane(solved: bool) -> Figure:
    """Draw page 2: one iteration with eight rocks and two models in the plane."""
    figure = Figure(figsize=A4)
    heading(figure, "One iteration in the plane", solved)
    labels, models = assign(ROCKS, STARTS), update(ROCKS, assign(ROCKS, STARTS), STARTS)
    lines = [
        "1. The squares are the models. Draw the line between them, and mark its middle.",
        "    Through the middle, draw a straight line at a right angle. It is the border.",
        "2. On which side of the border is each rock? Write 0 or 1 into the table.",
        "3. Compute the mean of each group, and draw it as a new square.",
        "4. Draw the new border. Which rock changes its group?",
    ]
    for number, line in enumerate(lines):
        words(figure, 0.90 - 0.022 * number, line)
    draw_rocks(figure.add_axes((0.17, 0.31, 0.66, 0.66 * A4[0] / A4[1])), labels, models, solved)
    given = [list("ABCDEFGH"), numbers(ROCKS[:, 0]), numbers(ROCKS[:, 1])]
    table(figure, 0.14, ["rock", "length", "weight", "group"], [*given, numbers(labels) if solved else 8 * [""]])
    means = [f"({m[0]:g}, {m[1]:g})" for m in models] if solved else 2 * ["( ........ , ........ )"]
    words(figure, 0.10, f"new model 0:  {means[0]}          new model 1:  {means[1]}")
    moved = "".join(
        name for name, old, new in zip("ABCDEFGH", labels, assign(ROCKS, models), strict=True) if old != new
    )
    words(figure, 0.07, f"The rock that changes its group:  {moved if solved else '........'}")
    return figure


def draw_rocks(axes: Axes, labels: np.ndarray, models: np.ndarray, solved: bool) -> None:
    """Draw the rocks on squared paper, and the models as squares; if solved, also the borders and the new models."""
    axes.set(xlim=(0, 12), ylim=(0, 12), xticks=range(13), yticks=range(13), aspect="equal")
    axes.set(xlabel="length in cm", ylabel="weight in 100 g", axisbelow=True)
    axes.grid(color="0.85")
    filled = ["white" if solved and label == 0 else "0.45" for label in labels]
    axes.scatter(ROCKS[:, 0], ROCKS[:, 1], s=90, c=filled, edgecolors="black", zorder=2)
    for name, place in zip("ABCDEFGH", ROCKS, strict=True):
        axes.annotate(name, place, (8, 6), textcoords="offset points", fontsize=13)
    draw_models(axes, STARTS, "black", "-" if solved else "")
    if solved:
        draw_models(axes, models, "0.5", "--")


def draw_models(axes: Axes, models: np.ndarray, color: str, border: str) -> None:
    """Draw two models as numbered squares, and the border between them in a style of line; "" draws none."""
    axes.scatter(models[:, 0], models[:, 1], s=330, marker="s", c=color, zorder=3)
    for number, place in enumerate(models):
        axes.annotate(str(number), place, color="white", fontsize=13, ha="center", va="center", zorder=4)
    if border:
        across = models[1] - models[0]
        middle = models.mean(axis=0)
        axes.axline(middle, middle + across[::-1] * (-1, 1), color=color, linestyle=border)


def heading(figure: Figure, title: str, solved: bool) -> None:
    """Write the title of a page, and a line for the name."""
    figure.text(0.1, 0.94, title, fontsize=20, weight="bold")
    figure.text(
        0.9, 0.94, "Answers" if solved else "Name ....................................", fontsize=12, ha="right"
    )


def words(figure: Figure, height: float, text: str, *, bold: bool = False) -> None:
    """Write a line at a height of the page, from 0 to 1."""
    figure.text(0.1, height, text, fontsize=11.5, weight="bold" if bold else "normal")


def table(figure: Figure, bottom: float, titles: list[str], rows: list[list[str]]) -> None:
    """Draw a table with a title before each row, large enough to write into."""
    height = 0.03 * len(rows)
    axes = figure.add_axes((0.1, bottom, 0.8, height))
    axes.set_axis_off()
    cells = [[title, *row] for title, row in zip(titles, rows, strict=True)]
    widths = [0.19, *[0.81 / len(rows[0])] * len(rows[0])]
    drawn = axes.table(cells, colWidths=widths, cellLoc="center", bbox=Bbox.from_bounds(0, 0, 1, 1))
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(12)


def numbers(values: np.ndarray) -> list[str]:
    """Write numbers without needless zeros.

    >>> numbers(np.array([10.0, 2.5]))
    ['10', '2.5']
    """
    return [f"{value:g}" for value in values]
