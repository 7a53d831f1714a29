"""Programs that tests interrupt."""

import signal


def interruptible() -> None:
    """For a new process: a job in the background of a shell, as tests may be, leaves its children deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
