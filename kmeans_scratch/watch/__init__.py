"""Watch a run: step through it, tell it in words, film it, play with it on a page."""
