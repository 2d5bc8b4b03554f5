"""Does the model agree with what it should agree with."""
