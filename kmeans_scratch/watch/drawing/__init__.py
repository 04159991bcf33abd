"""Parts of matplotlib figures. Nothing here opens a window or changes a global setting."""
