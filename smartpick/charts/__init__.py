"""Plotly figures from plain arrays, and the colours they share with the pages."""
