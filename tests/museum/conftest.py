"""Wrong answers are no tests: nothing is collected here."""

collect_ignore_glob = ["*"]
