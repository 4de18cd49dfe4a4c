"""What can go wrong, by whose hand it is mended. Each error is also the builtin that a stranger would catch.

A message names the subject, what was expected, what was found and what to do next.
"""


class PipelineError(Exception):
    """Anything that innoatlas refuses to go on with; `exit_code` is what the command line ends with."""

    exit_code = 3


class SettingsError(PipelineError, ValueError):
    """A setting, an option or the machine's set-up is unknown, missing or of the wrong type."""

    exit_code = 2


class ContractError(PipelineError, ValueError):
    """A table breaks its contract; the message lists every discrepancy at once."""


class MissingTableError(PipelineError, LookupError):
    """A job reads a table that no run has written yet."""

    exit_code = 2


class SourceError(PipelineError, OSError):
    """A raw file is absent, truncated or not of the format that was announced."""


class GeocoderError(PipelineError, RuntimeError):
    """The gazetteer index is absent, damaged or of another version."""


class TryAgainError(PipelineError, RuntimeError):
    """Another writer was faster, or a service did not answer; the same command may succeed later."""

    exit_code = 4
