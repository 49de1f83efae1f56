"""The computations of the lesson's chapters: pure functions, mostly in NumPy float64."""
