"""Configs: what a script runs with, where it is written, and how values are read."""
