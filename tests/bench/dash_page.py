"""A page like ours in Dash: a slider, a chart and a list of 150 lines; `dash_page.py PORT`."""

import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, Patch, dcc, html

FIRST, LAST, LINES = 190, 290, 150
scores = list(range(FIRST, LAST + 1))
chances = [100 / (1 + 2.7 ** ((240 - score) / 15)) for score in scores]
figure = go.Figure(
    [
        go.Scatter(x=scores, y=[0.8 * chance for chance in chances], mode="lines"),
        go.Scatter(x=scores, y=[1.1 * chance for chance in chances], mode="lines", fill="tonexty"),
        go.Scatter(x=scores, y=chances, mode="lines"),
        go.Scatter(x=[225], y=[chances[35]], mode="markers"),
    ]
)
app = Dash(__name__)
app.layout = html.Div(
    [
        dcc.Slider(FIRST, LAST, 1, value=225, marks=None, id="score", updatemode="drag"),
        html.Div(id="answer"),
        dcc.Graph(figure=figure, id="curve"),
        html.Table(html.Tbody(id="list")),
    ]
)


@app.callback(
    Output("answer", "children"),
    Output("curve", "figure"),
    Output("list", "children"),
    Input("score", "value"),
)
def follow(score: int) -> tuple[str, Patch, list[html.Tr]]:
    """Draw all that rests on the score."""
    mark = Patch()
    mark["data"][3]["x"], mark["data"][3]["y"] = [score], [chances[score - FIRST]]
    lines = [
        html.Tr(
            [
                html.Td(line + 1),
                html.Td(f"Program {(line + score) % LINES}"),
                html.Td(f"{score / (line + 9):.1f} %"),
            ]
        )
        for line in range(LINES)
    ]
    return f"{score}", mark, lines


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), debug=False)
