"""The command line: thin twins of library calls. Data goes to standard output, everything else to standard error."""

from kg.cli.main import main

__all__ = ["main"]
