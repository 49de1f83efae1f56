"""The lesson: nine chapters, their shell and their parts. Texts are in text/<language>/*.md."""
