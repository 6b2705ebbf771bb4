"""The code of the book: plain functions, arrays to arrays."""
