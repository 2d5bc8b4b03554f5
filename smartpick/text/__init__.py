"""How a result is worded and rounded: text and tables, no widgets."""
