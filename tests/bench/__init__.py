"""What a run costs, in CPU, against what a user would start instead."""
