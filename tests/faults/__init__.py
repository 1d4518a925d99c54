"""How scripts end and what goes wrong while they run: `kogine run` against python, byte for byte."""
