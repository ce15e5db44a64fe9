"""Measures on units and people who drag their feet. The room is kept free by the commissioned layout."""
