"""The trail: who did what, when and why, sealed so that a change of the past is seen."""
