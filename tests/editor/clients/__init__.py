"""Editors and clients that nobody here wrote, each asked the same questions."""
