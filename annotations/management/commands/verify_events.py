"""`manage.py verify_events`: whether the log is whole and fits what it tells of."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from annotations.management.health.log import FAULTS
from annotations.models import Event

MOST_TOLD = 20
"""Of each kind of fault."""


class Command(BaseCommand):
    help = "Compare the log with itself and with the rows it tells of. Exit status 1 when something does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        faulty = 0
        for sentence, find in FAULTS.items():
            count = 0
            for count, fault in enumerate(find(), start=1):
                if count <= MOST_TOLD:
                    self.stdout.write(f"{sentence}: {fault}")
            if count > MOST_TOLD:
                self.stdout.write(f"{sentence}: and {count - MOST_TOLD:,} more")
            faulty += count
        if faulty:
            sys.exit(1)
        self.stdout.write(f"{Event.objects.count():,} events, and all of it fits.")
