"""`python -m kmeans_scratch` is `kmeans-scratch`."""

import sys

from .shell.cli import main

if __name__ == "__main__":
    sys.exit(main())
