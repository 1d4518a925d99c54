"""The table of hard cases: every rule of a run, with scripts that hold and scripts that must fail."""
