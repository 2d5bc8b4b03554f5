"""The one-page report of an assessment, as a PDF and as one HTML file; made in memory, without a browser.

from smartpick.report import report_html, report_pdf

pdf = report_pdf(assessment, engine, paper="letter", next_steps=["Ask Dr. A for a letter by May"])
html = report_html(assessment, engine)
"""

from smartpick.report.files import PAPERS, Paper, report_html, report_pdf

__all__ = ["PAPERS", "Paper", "report_html", "report_pdf"]
