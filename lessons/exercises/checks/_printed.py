"""Stand for `sys.stdout` while an answer runs."""

import io


class Kept(io.BufferedIOBase):
    """Keeps the beginning of the bytes that are written to it, and counts the lines; it cannot be closed."""

    def __init__(self):
        """Begin with nothing."""
        self.beginning, self.lines = b"", 0

    def writable(self):
        """Tell that it can be written to."""
        return True

    def write(self, data):
        """Take bytes."""
        data = bytes(data)
        self.beginning += data[: max(0, 2000 - len(self.beginning))]
        self.lines += data.count(b"\n")
        return len(data)

    def close(self):
        """Stay open: an answer may wrap this in a stream of its own, which closes it."""


class Printed(io.TextIOWrapper):
    """Stands for `sys.stdout`, and has all that a terminal's has: buffer, reconfigure, encoding."""

    def __init__(self):
        """Begin with nothing."""
        self.kept = Kept()
        super().__init__(self.kept, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)

    def text(self):
        """Decode the beginning of what was printed."""
        return self.kept.beginning.decode("utf-8", "replace")
