"""How surely and how fast claims are carried to a corrected version: accuracy, real revisions, speed, hostile texts.

`python -m benchmarks anchoring [accuracy real speed hostile] [--seeds 1,2,3] [--docs N] [--folder FOLDER]`.
FOLDER (by default ../shared/bench/anchoring beside the checkout) holds the generator with exact truth, the real
revision pairs and the prototype we compare with. All times are CPU seconds.
"""

import argparse
import importlib
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from rapidfuzz.distance import Indel

from annotations.anchoring.carrying import carry
from annotations.anchoring.suggesting import suggest
from annotations.anchoring.text import tokenize

Span = tuple[int, int]
Anchor = Callable[[str, str, Sequence[Span]], list[Span | None]]

FOLDER = Path(__file__).parents[2] / "shared" / "bench" / "anchoring"
PARTS = ("accuracy", "real", "speed", "hostile")
SIZES = ((5_000, 10), (5_000, 100), (50_000, 100), (50_000, 1_000), (200_000, 1_000), (2_000_000, 10_000))
# A whole-text longest common subsequence needs the product of the lengths in bits of memory.
MOST_WHOLE_TEXT = 200_000
HOSTILE_SIZES = ((50_000, 100), (200_000, 1_000))
CLAIMS_A_DOCUMENT = 10
# A suggestion is right when it and the truth share at least this much of what they cover together.
RIGHT_OVERLAP = 0.5
SPEED_SEED = 7


def main(arguments: list[str]) -> int:
    """Prints what was asked for; 1 when the folder to measure with is not there."""
    options = _options(arguments)
    if not (options.folder / "bench.py").exists():
        print(f"There is no generator in {options.folder}: nothing was measured.", file=sys.stderr)
        return 1
    sys.path.insert(0, str(options.folder))
    seeds = [int(seed) for seed in options.seeds.split(",")]
    parts: dict[str, Callable[[], None]] = {
        "accuracy": lambda: _accuracy(seeds, options.docs),
        "real": lambda: _real(seeds),
        "speed": _speed,
        "hostile": _hostile,
    }
    for part in options.parts or PARTS:
        print(f"\n{part}")
        parts[part]()
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks anchoring")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--seeds", default="1,2,3", help="of the edits and the claims, parted by commas")
    parser.add_argument("--docs", type=int, default=0, metavar="N", help="only the first N documents")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args(arguments)


def anchor(old: str, new: str, spans: Sequence[Span]) -> list[Span | None]:
    """`carry` in the form the generator asks for: its adapters call this module `x.benchmarks.anchoring`."""
    return [
        None if found.start is None or found.end is None else (found.start, found.end)
        for found in carry(old, new, spans)
    ]


def _prototype() -> Anchor:
    return importlib.import_module("prototype").anchor


def _bench() -> ModuleType:
    return importlib.import_module("bench")


# ------------------------------------------------------------------------------------------------- accuracy


def _accuracy(seeds: Iterable[int], docs: int) -> None:
    """Pooled over the seeds, ours and the prototype's on the same cases; then what is suggested for lost ones."""
    bench = _bench()
    scores: dict[str, Counter[str]] = {"ours": Counter(), "prototype": Counter()}
    suggested: Counter[str] = Counter()
    for seed in seeds:
        cases = bench.make_cases(seed, docs, CLAIMS_A_DOCUMENT)
        _score(bench, scores["ours"], cases, anchor)
        _score(bench, scores["prototype"], cases, _prototype())
        for _, old, new, claims, truth in cases:
            suggested += _suggestions(bench, old, new, claims, truth)
    for name, score in scores.items():
        _print_score(bench, name, score)
    lost = max(1, suggested["lost"])
    print(
        f"  falsely lost {suggested['lost']}: the first suggestion is right for {suggested['first'] / lost:.1%} "
        f"(exact {suggested['exact'] / lost:.1%}), one of three for {suggested['any'] / lost:.1%}"
    )


def _score(bench: ModuleType, score: Counter[str], cases: Iterable[Any], ask: Anchor) -> None:
    for _, old, new, claims, truth in cases:
        bench.score(old, new, claims, truth, ask(old, new, claims), score)


def _print_score(bench: ModuleType, name: str, score: Counter[str]) -> None:
    row = bench.rows(score)
    print(
        f"  {name:10} claims={row['n']} exact={row['exact']:.2f}% wrong={row['wrong']:.3f}% ({row['wrong_n']}) "
        f"far={row['far']:.3f}% ({row['far_n']}) falsely lost={row['forphan']:.2f}%"
    )


def _suggestions(
    bench: ModuleType, old: str, new: str, claims: Sequence[Span], truth: Sequence[Any]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for claim, (kind, place), found in zip(claims, truth, anchor(old, new, claims), strict=True):
        if kind == "span" and found is None:
            overlaps = [_overlap(bench.trim(new, *each[:2]), place) for each in suggest(old, new, claim)] or [
                0.0
            ]
            counts["lost"] += 1
            counts["first"] += overlaps[0] >= RIGHT_OVERLAP
            counts["exact"] += overlaps[0] == 1
            counts["any"] += max(overlaps) >= RIGHT_OVERLAP
    return counts


def _overlap(one: Span, other: Span) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _real(seeds: Iterable[int]) -> None:
    try:
        real = importlib.import_module("real")
        cases = [case for seed in seeds for case in real.cases(seed)[0]]
    except ModuleNotFoundError as missing:
        print(f"  not measured: the truth needs {missing.name}, which is not installed")
        return
    bench = _bench()
    for name, ask in (("ours", anchor), ("prototype", _prototype())):
        score: Counter[str] = Counter()
        _score(bench, score, cases, ask)
        _print_score(bench, name, score)


# ---------------------------------------------------------------------------------------------------- speed


def _speed() -> None:
    """Light edits; beside the prototype and a longest common subsequence of the whole texts."""
    scale = importlib.import_module("scale")
    prototype = _prototype()
    print(f"  {'characters':>10} {'claims':>6} {'ours':>9} {'prototype':>10} {'whole text':>11} {'peak':>8}")
    for characters, claims in SIZES:
        old, new, spans, _ = scale.case(characters, claims, SPEED_SEED)
        ours = _seconds(lambda: carry(old, new, spans))  # noqa: B023 - called at once
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        theirs = _seconds(lambda: prototype(old, new, spans))  # noqa: B023
        whole = "-"
        if characters <= MOST_WHOLE_TEXT:
            whole = _ratio(_seconds(lambda: Indel.opcodes(tokenize(old).keys, tokenize(new).keys)), ours)  # noqa: B023
        print(
            f"  {characters:10} {claims:6} {ours * 1000:7.1f}ms {_ratio(theirs, ours):>10} {whole:>11} {peak:6}MB"
        )
    old, new, spans, _ = scale.case(MOST_WHOLE_TEXT, 100, SPEED_SEED)
    slowest = max(_seconds(lambda: suggest(old, new, span), times=1) for span in spans[:20])  # noqa: B023
    print(f"  suggest at {MOST_WHOLE_TEXT} characters: {slowest * 1000:.0f}ms, the slowest of 20")


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def _ratio(seconds: float, to: float) -> str:
    return f"{seconds / to:.1f}x"


def _hostile() -> None:
    """Texts that repeat themselves, beside ordinary text of the same length."""
    scale = importlib.import_module("scale")
    for characters, claims in HOSTILE_SIZES:
        old, new, spans, _ = scale.case(characters, claims, SPEED_SEED)
        ordinary = _seconds(lambda: carry(old, new, spans))  # noqa: B023 - called at once
        print(f"  {characters} characters, {claims} claims: ordinary text {ordinary * 1000:.0f}ms")
        for name, before, after, places in _hostile_texts(old, new, spans):
            seconds = _seconds(lambda: carry(before, after, places))  # noqa: B023
            anchored = sum(found is not None for found in anchor(before, after, places))
            print(f"    {name:42} {_ratio(seconds, ordinary):>5}  anchored {anchored} of {len(places)}")


def _hostile_texts(old: str, new: str, spans: list[Span]) -> Iterator[tuple[str, str, str, list[Span]]]:
    size, rng = len(old), random.Random(5)
    regular = [(index * 40, index * 40 + 30) for index in range(len(spans))]
    paragraphs, words = new.split("\n\n"), new.split(" ")
    rng.shuffle(paragraphs)
    rng.shuffle(words)
    yield "paragraphs shuffled", old, "\n\n".join(paragraphs), spans
    yield "words shuffled", old, " ".join(words), spans
    yield "one line", old.replace("\n", " "), new.replace("\n", " "), spans
    yield "every word a line", old.replace(" ", "\n"), new.replace(" ", "\n"), spans
    yield "one word again and again", "spam " * (size // 5), "spam " * (size // 5 - 3) + "eggs spam", regular
    yield "two words in turn", "spam eggs " * (size // 10), "eggs spam " * (size // 10), regular
    yield "two marks in turn", ".," * (size // 2), ",." * (size // 2), regular
    pool = [" ".join(rng.choices(("alpha", "beta", "gamma", "delta"), k=12)) + "." for _ in range(40)]
    sentences = [rng.choice(pool) for _ in range(size // 75)]
    yield (
        "forty sentences repeated, shuffled",
        "\n\n".join(sentences),
        "\n\n".join(rng.sample(sentences, len(sentences))),
        regular,
    )
