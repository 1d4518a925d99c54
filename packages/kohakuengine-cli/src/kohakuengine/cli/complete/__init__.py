"""Shell completion: what the next word may be.

The scripts in `shells/` call `kogine _complete SHELL ...` at every press of Tab. click is not imported, and
the script that `--set` is for is read, never run.
"""
