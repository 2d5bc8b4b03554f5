"""What can be wrong with the data, said so that whoever edits a table can mend it."""

import errno
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: `row` is the row a spreadsheet shows (the header is row 1), None for the whole file."""

    file: str
    row: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.reason}"


class DataFaults(Exception):  # noqa: N818 - it carries faults, plural, and is caught as such
    """The data cannot be built; `faults` holds every fault found, in order of file and row."""

    SHOWN = 50

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column or ""))
        super().__init__(self._message())

    def _message(self) -> str:
        count = len(self.faults)
        lines = [f"{count} fault{'s' if count != 1 else ''} in the data:"]
        lines += [str(fault) for fault in self.faults[: self.SHOWN]]
        if count > self.SHOWN:
            lines.append(f"... and {count - self.SHOWN} more.")
        return "\n".join(lines)


def cannot_write(error: OSError) -> str:
    """Return in one line why a file could not be read or written, and what to do where that is known."""
    place = f" {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full:{place or ' the file'} could not be written. Free some space and try again."
    return f"{error.strerror or error}:{place}".rstrip(": ")
