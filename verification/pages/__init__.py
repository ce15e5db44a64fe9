"""Pages of verification: the desks, the form of each step beside the claim, papers and look-backs."""
