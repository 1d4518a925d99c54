"""Static facts of whatever a file may hold: hostile texts, mutated files, drawn programs."""
