#!/usr/bin/env python
"""Django's command line for the workbench."""

import os
import select
import signal
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        # A sentence for each wrong value of the environment. A trace would only hide them.
        sys.exit(str(error))
    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        if not nobody_reads():
            raise
        # `doctor | head`: who read has seen enough. What is left unsaid would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)


def nobody_reads() -> bool:
    """Whether the pipe that we write into was closed at its other end."""
    output = select.poll()
    output.register(sys.stdout.fileno(), 0)
    return bool(output.poll(0))


if __name__ == "__main__":
    main()
