"""Tables in HTML: how snapshots, models and runs show themselves in a notebook."""

from collections.abc import Sequence
from html import escape

import numpy as np

MOST_ROWS = 50


def html_table(rows: Sequence[Sequence[str]], colors: Sequence[str] = ()) -> str:
    """Return rows as a table in HTML. The first row is the heading. With `colors`, each other row ends with a swatch.

    >>> html_table([["label"], ["0"]], ["#ff8000"])[-62:]
    "<td style='width: 4em; background: #ff8000'></td></tr></table>"
    """
    head, *body = rows
    html = "<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"
    for number, row in enumerate(body):
        html += "<tr>" + "".join(f"<td style='text-align: right'>{escape(cell)}</td>" for cell in row)
        html += f"<td style='width: 4em; background: {colors[number]}'></td></tr>" if colors else "</tr>"
    return f"<table>{html}</table>"


def html_groups(centroids: np.ndarray, counts: np.ndarray, shift: np.ndarray | None = None, *, colors: bool) -> str:
    """Return a table of the groups: label, centroid, count, share and shift; with swatches if centroids are colours.

    At most the first 50 groups are shown.
    """
    rows = [["label", "centroid", "count", "share", "shift"][: 4 if shift is None else 5]]
    shares = counts / (counts.sum() or 1)
    for label, centroid in enumerate(centroids[:MOST_ROWS]):
        place = ", ".join(f"{number:.4g}" for number in centroid)
        row = [str(label), f"({place})", f"{counts[label]:,.6g}", f"{shares[label]:.1%}"]
        rows.append(row if shift is None else [*row, f"{shift[label]:.3g}"])
    levels = np.rint(centroids[:MOST_ROWS]).clip(0, 255).astype(np.uint8) if colors else []
    rest = f"<p>and {len(centroids) - MOST_ROWS} more</p>" if len(centroids) > MOST_ROWS else ""
    return html_table(rows, [f"#{bytes(color).hex()}" for color in levels]) + rest
