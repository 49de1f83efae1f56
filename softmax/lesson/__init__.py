"""What the lesson computes beyond softmax.maths: pure functions in NumPy float64, no pages."""
