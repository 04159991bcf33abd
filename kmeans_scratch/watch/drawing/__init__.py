"""Parts of figures, on matplotlib's Figure: nothing here opens a window or changes a global setting."""
