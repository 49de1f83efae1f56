"""Plotly figures of a training and its weights, with their palette."""

from softmax.charts.curves import curves
from softmax.charts.heatmaps import CAPTION, GAP, heatmaps
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
    "symmetric_limit",
]
