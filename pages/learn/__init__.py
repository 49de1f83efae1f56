"""The lesson: a folder for each of its nine chapters; their texts are in text/<language>/*.md."""
