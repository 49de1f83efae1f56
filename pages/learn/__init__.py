"""The lesson: a folder for each of its chapters; their texts are in text/<language>/*.md."""
