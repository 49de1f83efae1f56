// What is wrong with the page's layout at the present width; an empty list if nothing.
// It walks through all shadow roots. What is not shown, or only for screen readers, does not count.
async () => {
  const SKIPPED = `.st-key-remote, .st-key-preloader, [class*="st-key-installer-"], .katex-mathml,
    [data-testid=stSidebar][data-collapsed=true], [data-testid=stSkipLink], style`;
  const CONTROLS = `a[href], button, summary, select, textarea, input, [role=button], [role=radio],
    [role=slider], [role=tab], [role=checkbox], [role=switch]`;
  const CLIPS = ["hidden", "auto", "scroll", "clip"];
  // Streamlit's own boxes, with parts that are never shown.
  const UNCUT = "input, .stAppViewContainer, .stMainBlockContainer, [data-testid=stTopNav]";
  const CURVES_PX = 280;
  const main = document.querySelector(".stMain");

  const walk = (root, out = []) => {
    for (const node of root.children) {
      if (node.matches(SKIPPED) || !node.checkVisibility()) continue;
      if (node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) out.push(node);
      walk(node, out);
      if (node.shadowRoot) walk(node.shadowRoot, out);
    }
    return out;
  };
  const parent = (node) => node.parentElement || node.getRootNode().host;
  const contains = (outer, node) =>
    Boolean(node) && (node === outer || contains(outer, parent(node)));
  const host = (node) => node.getRootNode().host;
  const ours = (node) => host(node)?.localName.startsWith("ten-");
  const named = (node) => {
    const words = (node.ariaLabel || node.textContent || "").replace(/\s+/g, " ").trim();
    const place = node.closest("[class*='st-key-']")?.className.match?.(/st-key-[\w-]+/)?.[0] || "";
    const element = ours(node) ? host(node).localName : place;
    return `${element} ${node.localName} "${words.slice(0, 30)}"`;
  };

  // The innermost of the nodes that reach furthest to the right.
  const widest = (box) => {
    const ends = walk(box).map((node) => ({ node, right: node.getBoundingClientRect().right }));
    const last = Math.max(...ends.map(({ right }) => right));
    const found = ends.findLast(({ right }) => right > last - 1);
    return found ? named(found.node) : "";
  };
  // A text that reaches out of its own box, perhaps over the next one.
  const spills = (node) =>
    node.clientWidth > 2 &&
    node.scrollWidth > node.clientWidth + 2 &&
    !node.matches(`${UNCUT}, svg, svg *, .katex *`) &&
    [...node.childNodes].some((text) => text.nodeType === Node.TEXT_NODE && text.data.trim());
  // A box narrower than its content, or one that ends beyond the window.
  const cut = (node) => {
    const clips = node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 2;
    if (clips && !node.matches(UNCUT) && CLIPS.includes(getComputedStyle(node).overflowX))
      return [`cut: ${named(node)}, ${node.scrollWidth} px in ${node.clientWidth}; ${widest(node)}`];
    if (spills(node)) return [`spilt: ${named(node)}, ${node.scrollWidth} px in ${node.clientWidth}`];
    const { right } = ours(node) ? node.getBoundingClientRect() : { right: 0 };
    return right > innerWidth + 1 ? [`beyond the window: ${named(node)}, to ${right} px`] : [];
  };

  // A word on two lines.
  const range = document.createRange();
  const torn = (node) => {
    if (node.closest("code, pre, svg, .katex")) return [];
    return [...node.childNodes].flatMap((text) => {
      if (text.nodeType !== Node.TEXT_NODE || !text.data.trim()) return [];
      range.selectNodeContents(text);
      if (range.getClientRects().length < 2) return [];
      return [...text.data.matchAll(/[\p{L}\p{N}.,]{2,}/gu)].flatMap((word) => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const tops = [...range.getClientRects()].map(({ top }) => top);
        const apart = Math.max(...tops) - Math.min(...tops) > 4;
        return apart ? [`broken: ${word[0]} in ${named(node)}`] : [];
      });
    });
  };

  // A control that a click at its centre does not reach.
  const deepest = (x, y, root = document) => {
    const node = root.elementFromPoint(x, y);
    return node?.shadowRoot && node.shadowRoot !== root ? deepest(x, y, node.shadowRoot) || node : node;
  };
  // Each tells whether it was of no use.
  const seen = (node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return top < 80 || bottom > innerHeight - 8;
  };
  const below = (node) => {
    main.scrollBy(0, node.getBoundingClientRect().top - 100);
    return false;
  };
  const covered = (node) => {
    if (!node.matches(CONTROLS) || node.disabled || node.ariaDisabled === "true") return [];
    // The input of a slider or a switch is a hidden part of what is seen.
    const target =
      (node.localName === "input" && node.closest("label, .stElementContainer")) || node;
    if (target.clientWidth < 3 || target.clientHeight < 3) return [];
    /** @type {Element | null} */
    let hit = null;
    for (const scroll of [seen, below, () => target.scrollIntoView({ block: "center", behavior: "instant" })]) {
      if (scroll(target)) continue;
      const box = target.getBoundingClientRect();
      hit = deepest(box.left + box.width / 2, box.top + Math.min(box.height, 400) / 2);
      if (contains(target, hit)) return [];
    }
    return [`covered: ${named(target)} by ${hit ? named(hit) : "nothing"}`];
  };

  // Labels of a chart that lie one on another, or where the page ends.
  const crossed = (svg) => {
    if (svg.localName !== "svg" || !ours(svg)) return [];
    const texts = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent.trim())
      .map((text) => /** @type {const} */ ([text.textContent, text.getBoundingClientRect()]));
    const from = host(svg).localName;
    return texts.flatMap(([words, a], i) => [
      ...(a.left < -1 || a.right > innerWidth + 1 ? [`beyond the window: ${from} "${words}"`] : []),
      ...texts
        .slice(i + 1)
        .filter(
          ([, b]) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6,
        )
        .map(([others]) => `crossed: ${from} "${words}" and "${others}"`),
    ]);
  };

  // A line of prose that a control lies on. A sidebar that is open lies on a narrow page.
  const overlaid = (nodes) => {
    const controls = nodes
      .filter((node) => node.matches(CONTROLS) && !node.closest("[data-testid=stSidebar]"))
      .map((node) => /** @type {const} */ ([node, node.getBoundingClientRect()]));
    return nodes.flatMap((node) => {
      if (!node.matches(".stMarkdown :is(p, h1, h2, h3, li)") || node.closest(CONTROLS)) return [];
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()];
      const over = controls.find(
        ([control, box]) =>
          !contains(node, control) &&
          lines.some(
            (line) =>
              Math.min(line.right, box.right) - Math.max(line.left, box.left) > 4 &&
              Math.min(line.bottom, box.bottom) - Math.max(line.top, box.top) > 8,
          ),
      );
      return over ? [`overlaid: ${named(node)} by ${named(over[0])}`] : [];
    });
  };

  const faults = () => {
    const nodes = walk(document.body);
    const found = nodes.flatMap((node) => [...cut(node), ...torn(node), ...crossed(node)]);
    main.scrollTo(0, 0);
    found.push(...overlaid(nodes), ...nodes.flatMap(covered));
    const width = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    if (width > innerWidth) found.push(`the page is ${width} px wide`);
    for (const curves of nodes.filter((node) => node.localName === "ten-curves")) {
      const px = curves.clientWidth;
      if (px < CURVES_PX) found.push(`the curves are ${px} px wide`);
    }
    main.scrollTo(0, 0);
    return [...new Set(found)];
  };

  // Until the layout has settled.
  const frames = async (n) => {
    for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame);
  };
  await frames(2);
  let found = faults();
  for (let i = 0; i < 20 && found.length; i++) {
    await frames(3);
    found = faults();
  }
  return found;
};
