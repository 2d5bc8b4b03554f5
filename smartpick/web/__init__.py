"""Streamlit widgets, session state and links."""
