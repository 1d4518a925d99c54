"""What the distributions show to the outside: names, wheels, versions, arrows, the cost of an import."""
