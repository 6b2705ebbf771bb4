"""The package of the book of one chapter."""
