"""Photos to numbers: Pillow decodes, pdqhash and OpenCV look. Both libraries are imported by the functions that need them, never at start-up."""
