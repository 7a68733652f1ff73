"""How well and how fast articles are read from saved pages: F1 of the body against the truth, time a page.

`python -m benchmarks intake [FOLDER] [--worst N]`. The pages are their publishers' and stay outside: FOLDER (by
default ../shared/bench/intake beside the checkout) holds ground-truth.json and html/ID.html.gz.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from annotations.errors import WorkbenchError
from annotations.intake import read

# The measure of the article-extraction benchmark: runs of so many words, each counted as often as it stands there.
RUN = 4
PAGES = Path(__file__).parents[2] / "shared" / "bench" / "intake"


class Rates(NamedTuple):
    precision: float
    recall: float


def main(arguments: list[str]) -> int:
    """Prints precision, recall and F1 over pages of `body`, milliseconds a page, and the worst pages."""
    options = _options(arguments)
    truth_path = options.folder / "ground-truth.json"
    if not truth_path.exists():
        print(f"There are no pages in {options.folder}: nothing was measured.", file=sys.stderr)
        return 1
    truth = json.loads(truth_path.read_text("utf-8"))
    measured = {page: _measure(options.folder, page, row) for page, row in truth.items()}
    _report(measured, truth, options.worst)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks intake")
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES)
    parser.add_argument(
        "--worst", type=int, default=10, metavar="N", help="how many of the worst pages are named"
    )
    return parser.parse_args(arguments)


def _measure(folder: Path, page: str, row: dict[str, str]) -> tuple[Rates, float]:
    """Precision and recall of the body, and the seconds that reading took. A page that cannot be read is empty."""
    data = gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes())
    began = time.perf_counter()
    try:
        body = read(data, "text/html", row["url"]).body
    except WorkbenchError as error:
        print(f"{page[:12]} cannot be read: {error.sentence}")
        body = ""
    return rates(row["articleBody"], body), time.perf_counter() - began


def _report(measured: dict[str, tuple[Rates, float]], truth: dict[str, dict[str, str]], worst: int) -> None:
    every = [found for found, _ in measured.values()]
    over_pages = Rates(*(statistics.fmean(column) for column in zip(*every, strict=True)))
    milliseconds = sorted(seconds * 1000 for _, seconds in measured.values())
    print(
        f"pages={len(every)} precision={over_pages.precision:.3f} recall={over_pages.recall:.3f}"
        f" F1={f1(over_pages):.3f}"
        f" ms/page: median={statistics.median(milliseconds):.1f} mean={statistics.fmean(milliseconds):.1f}"
        f" slowest={milliseconds[-1]:.1f}"
    )
    for page, (found, _) in sorted(measured.items(), key=lambda item: f1(item[1][0]))[:worst]:
        print(
            f"  {f1(found):.3f} p={found.precision:.3f} r={found.recall:.3f} {page[:12]} {truth[page]['url'][:80]}"
        )


def rates(truth: str, found: str) -> Rates:
    """Which share of the runs found is true, and which share of the true ones was found."""
    wanted, had = _runs(truth), _runs(found)
    both = (wanted & had).total()
    if not wanted and not had:
        return Rates(1.0, 1.0)
    return Rates(both / had.total() if had else 0.0, both / wanted.total() if wanted else 1.0)


def f1(of: Rates) -> float:
    total = of.precision + of.recall
    return 2 * of.precision * of.recall / total if total else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    length = min(RUN, len(words))
    return (
        Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1)) if words else Counter()
    )
