"""Plotly figures of a training and its weights, with their palette and number formats."""

from softmax.charts.curves import curves
from softmax.charts.heatmaps import CAPTION, GAP, heatmaps, signed
from softmax.charts.numbers import percent
from softmax.charts.palette import PALETTES, STOPS, Palette, Theme, symmetric_limit

__all__ = [
    "CAPTION",
    "GAP",
    "PALETTES",
    "STOPS",
    "Palette",
    "Theme",
    "curves",
    "heatmaps",
    "percent",
    "signed",
    "symmetric_limit",
]
