"""Files kept once by their content, official papers and their numbers."""
