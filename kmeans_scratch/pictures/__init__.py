"""Pictures in, palettes out: any file as pixels, the palette of one picture or many, and the rock collection."""
