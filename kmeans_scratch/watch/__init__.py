"""Watch a run: what is sorted, its steps in words, films, and the page to play in."""
