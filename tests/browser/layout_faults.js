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
  // The width of a chart's lines, and what its labels may take of a narrow column.
  const PLOT_PX = 280;
  const MARGINS_PX = 72;
  const main = document.querySelector(".stMain");

  const walk = (root, out = []) => {
    for (const node of root.children) {
      // A node with `display: contents` has no box, and yet its children are seen.
      const boxless = getComputedStyle(node).display === "contents";
      if (node.matches(SKIPPED) || !(boxless || node.checkVisibility())) continue;
      if (!boxless && node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) out.push(node);
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
  // In its own scroller, such as the sidebar in a low window. (A scroll may return a promise.)
  const centred = (node) => {
    node.scrollIntoView({ block: "center", behavior: "instant" });
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
    for (const scroll of [seen, below, centred]) {
      if (scroll(target)) continue;
      const box = target.getBoundingClientRect();
      hit = deepest(box.left + box.width / 2, box.top + Math.min(box.height, 400) / 2);
      if (contains(target, hit)) return [];
    }
    return [`covered: ${named(target)} by ${hit ? named(hit) : "nothing"}`];
  };

  // A label of a chart where the page ends.
  const outside = (svg) => {
    if (svg.localName !== "svg" || !ours(svg)) return [];
    return [...svg.querySelectorAll("text")].flatMap((text) => {
      const { left, right } = text.getBoundingClientRect();
      const out = text.textContent.trim() && (left < -1 || right > innerWidth + 1);
      return out ? [`beyond the window: ${host(svg).localName} "${text.textContent}"`] : [];
    });
  };

  const overlap = (a, b) => ({
    across: Math.min(a.right, b.right) - Math.max(a.left, b.left),
    down: Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  });
  // A formula and what is laid over the page lie on other text by their nature.
  const APART = `.katex, [data-testid=stSidebar], [popover], .st-key-changed-settings, option`;
  const within = (node, selector) =>
    Boolean(node) && (Boolean(node.closest(selector)) || within(host(node), selector));
  // Where a line has its letters: above and below them its box is empty.
  const inked = ({ left, right, top, bottom, height }) => ({
    left, right, top: top + 0.22 * height, bottom: bottom - 0.2 * height,
  });
  // Lines of text that lie one on another, in charts or anywhere.
  const crossed = (nodes) => {
    const lines = nodes.flatMap((node) => {
      const texts = [...node.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
      if (!texts.length || node.clientWidth === 1 || within(node, APART)) return [];
      return texts.flatMap((text) => {
        range.selectNodeContents(text);
        return [...range.getClientRects()].map((box) => ({ node, box: inked(box), words: text.data.trim() }));
      });
    });
    lines.sort((a, b) => a.box.top - b.box.top);
    return lines.flatMap((a, i) => {
      const found = [];
      for (let k = i + 1; k < lines.length && lines[k].box.top < a.box.bottom - 2; k++) {
        const { across, down } = overlap(a.box, lines[k].box);
        if (across > 3 && down > 2)
          found.push(`crossed: ${named(a.node)} "${a.words}" and "${lines[k].words}"`);
      }
      return found;
    });
  };

  // The text nodes within, without the hidden copy of each formula.
  const seenText = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node];
    if (node.matches?.(".katex-mathml")) return [];
    return [...node.childNodes].flatMap(seenText);
  };
  // A line of prose that a control lies on. A sidebar that is open lies on a narrow page.
  const overlaid = (nodes) => {
    const controls = nodes
      .filter((node) => node.matches(CONTROLS) && !node.closest("[data-testid=stSidebar]"))
      .map((node) => /** @type {const} */ ([node, node.getBoundingClientRect()]));
    return nodes.flatMap((node) => {
      if (!node.matches(".stMarkdown :is(p, h1, h2, h3, li)") || node.closest(CONTROLS)) return [];
      const lines = seenText(node).flatMap((text) => {
        range.selectNodeContents(text);
        return [...range.getClientRects()];
      });
      const over = controls.find(
        ([control, box]) =>
          !contains(node, control) &&
          lines.some(
            (line) => overlap(line, box).across > 4 && overlap(line, box).down > 8,
          ),
      );
      return over ? [`overlaid: ${named(node)} by ${named(over[0])}`] : [];
    });
  };

  // A chart whose lines have too little width, where there would be more.
  const squeezed = (svg) => {
    if (svg.localName !== "svg" || !ours(svg) || !svg.querySelector("polyline")) return [];
    const grid = [...svg.querySelectorAll("line.grid")].map((line) => line.getBoundingClientRect().width);
    const [px, room] = [Math.max(...grid), Math.min(PLOT_PX, svg.clientWidth - MARGINS_PX)];
    const { currentCSSZoom = 1 } = svg;
    return grid.length && px / currentCSSZoom < room - 1 ? [`squeezed: the lines of ${host(svg).localName} in ${px} px`] : [];
  };

  const faults = () => {
    const nodes = walk(document.body);
    const found = nodes.flatMap((node) => [...cut(node), ...torn(node), ...outside(node)]);
    main.scrollTo(0, 0);
    found.push(...crossed(nodes), ...overlaid(nodes), ...nodes.flatMap(covered));
    const width = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    if (width > innerWidth) found.push(`the page is ${width} px wide`);
    found.push(...nodes.flatMap(squeezed));
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
