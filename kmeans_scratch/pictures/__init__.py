"""Pictures in, palettes out: any file as pixels, the colours of a picture, and the rocks that stand for them."""
