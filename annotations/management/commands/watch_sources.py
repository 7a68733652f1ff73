"""`manage.py watch_sources`: whether the pages that claims quote still say so."""

import json
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand
from django.utils import timezone

from annotations.actions.watching import Look, Seen, watch_source
from annotations.models import Source

SAID = {
    Seen.SAME: "says the same",
    Seen.FIRST_COPY: "a first copy was kept",
    Seen.CHANGED: "has changed; a copy was kept",
    Seen.DOWN: "could not be looked at",
    Seen.UNREADABLE: "holds no text that could be read",
    Seen.LEFT_ALONE: "left alone",
}


class Command(BaseCommand):
    help = (
        "Look again at the web pages that claims quote, those first that were looked at longest ago. What changed is "
        "kept as a new copy; claims whose quoted passage is gone become stale. A page that is down changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=500, metavar="N", help="at most so many pages (500)")
        parser.add_argument(
            "--older-than",
            type=float,
            default=24.0,
            metavar="HOURS",
            help="only what was last looked at longer ago than this (24)",
        )
        parser.add_argument(
            "--pause", type=float, default=5.0, metavar="SECONDS", help="between two pages of one host (5)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a source")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(hours=options["older_than"])
        keys = list(
            Source.objects.quoted().not_watched_since(before).values_list("pk", flat=True)[: options["limit"]]
        )
        turns = Turns(options["pause"])
        counts = dict.fromkeys(Seen, 0)
        for done, key in enumerate(keys, start=1):
            # Read now: what has become confidential since this began is not asked for.
            source = Source.objects.quoted().filter(pk=key).first()
            if source is None:
                continue
            turns.wait_for(source.url)
            look = watch_source(source)
            counts[look.seen] += 1
            self.tell(source, look, as_line=options["json"])
            self.show_progress(done, len(keys))
        self.end(counts)

    def tell(self, source: Source, look: Look, *, as_line: bool) -> None:
        if as_line:
            self.stdout.write(json.dumps(told(source, look), ensure_ascii=False))
        elif look.seen != Seen.SAME:
            stale = f"Stale now: {', '.join(map(str, look.stale))}." if look.stale else ""
            said = (f"{source.url}: {SAID[look.seen]}.", look.why, stale)
            self.stdout.write(" ".join(filter(None, said)))

    def show_progress(self, done: int, total: int) -> None:
        """One line that is written over, where somebody looks on."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{done:,} of {total:,}", ending="")
            self.stderr.flush()

    def end(self, counts: dict[Seen, int]) -> None:
        said = ", ".join(f"{count:,} {SAID[seen]}" for seen, count in counts.items() if count)
        self.stderr.write(said or "No page is due.")


def told(source: Source, look: Look) -> dict[str, Any]:
    return {
        "source": str(source.uid),
        "url": source.url,
        "outcome": str(look.seen),
        "why": look.why,
        "snapshot": str(look.snapshot.uid) if look.snapshot else None,
        "stale": [str(claim.uid) for claim in look.stale],
        "lifted": [str(claim.uid) for claim in look.lifted],
    }


class Turns:
    """When each host was last asked: between two pages of one there is a pause."""

    def __init__(self, pause_seconds: float) -> None:
        self.pause_seconds = pause_seconds
        self.asked: dict[str, float] = {}

    def wait_for(self, url: str) -> None:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        free = self.asked.get(host, -self.pause_seconds) + self.pause_seconds
        time.sleep(max(0.0, free - time.monotonic()))
        self.asked[host] = time.monotonic()
