"""Calls of the command line that several files of tests make."""

from pathlib import Path

import pytest

from kmeans_scratch.shell import cli


@pytest.fixture
def contents():
    """A function that returns the bytes of every file in this folder and below, by its path."""
    return lambda: {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.fixture
def run(capsys):
    """Call the command line: its exit code, and the lines on stdout and stderr."""

    def call(*arguments):
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code
        out, err = capsys.readouterr()
        assert out == "" or out.endswith("\n")
        return code, out.splitlines(), err.splitlines()

    return call


@pytest.fixture
def refuse(run, contents):
    """Call it and expect one line on stderr, nothing else, and every file as it was."""

    def call(*arguments):
        before = contents()
        code, out, err = run(*arguments)
        assert (code, out, len(err)) == (2, [], 1), (code, out, err)
        assert contents() == before
        return err[0]

    return call
