// The colours of both themes, as in softmax/charts/palette.py. Hue is sign.

/** @typedef {(typeof PALETTES)["light"]} Palette */

export const PALETTES = {
  light: {
    page: "#FFFFFF",
    panel: "#F5F6F8",
    ink: "#12161C",
    ink2: "#434D59",
    ink3: "#5D6877",
    rule: "#DDE2E8",
    grid: "#EBEEF2",
    positive: "#0B4FA3",
    negative: "#B84A00",
    secondary: "#7D8896",
    mark: "#FFE477",
    diverging: ["#7A2E00", "#D9690F", "#F6BE8C", "#FFFFFF", "#9DC3EE", "#2E78CC", "#062F6E"],
  },
  dark: {
    page: "#0F1319",
    panel: "#181D26",
    ink: "#F3F5F8",
    ink2: "#BFC8D3",
    ink3: "#97A2B0",
    rule: "#2D3540",
    grid: "#1E252F",
    positive: "#78B7FF",
    negative: "#FFA35C",
    secondary: "#7D8896",
    mark: "#6A5600",
    diverging: ["#FFD2A1", "#F08A30", "#8A4310", "#0F1319", "#155094", "#3E92EC", "#B3D7FF"],
  },
};

// Where on -1..1 the diverging colours lie.
export const STOPS = [-1.0, -0.6, -0.28, 0.0, 0.28, 0.6, 1.0];
