"""`make bench`: what a visitor, a class and the model wait for, beside an echo app and a Dash page."""
