"""The bridge to the JavaScript elements, and encodings for it."""
