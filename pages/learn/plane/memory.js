// What the browser keeps of the plane for a reload. Its storage may be full, blocked or tampered with.

import { preset, validScene } from "./points.js";
import { validSettings } from "./training.js";

const KEY = "ten-plane";

/**
 * @param {import("./points.js").Scene} scene
 * @param {import("./training.js").Settings} settings
 */
export const remember = (scene, settings) => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ scene, settings }));
  } catch {}
};

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
};

/** What was kept last, or three blobs. */
export const remembered = () => {
  const kept = read();
  return {
    scene: validScene(kept?.scene) ?? preset("blobs"),
    settings: validSettings(kept?.settings),
  };
};
