// Puts the charts that stand on the page, a title and a credit line into one SVG, and saves it as it is or
// as a PNG. All of it happens in the reader's browser.

const SVG = "http://www.w3.org/2000/svg";
const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
const PADDING = 16;
const LEAST_WIDTH = 480; // under this the title and the credit would be broken into many lines
const PNG_SCALE = 2;

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".chart-image");
  const status = root.querySelector("[role=status]");
  for (const button of root.querySelectorAll("button")) {
    button.onclick = async () => {
      status.textContent = "";
      try {
        const picture = compose(data);
        const blob = button.dataset.format === "png" ? await asPng(picture) : asSvg(picture);
        save(blob, `${data.file}.${button.dataset.format}`);
        status.textContent = "Saved.";
      } catch (problem) {
        status.textContent = "The image could not be made. Scroll to the chart and try again.";
      }
    };
  }
}

function compose(data) {
  const name = data.chart.trim().replace(/[^a-zA-Z0-9_-]/g, "-"); // as Streamlit writes a key into a class
  const charts = [...document.querySelectorAll(`.st-key-${CSS.escape(name)} .js-plotly-plot`)].filter(
    (chart) => chart.getBoundingClientRect().width > 0,
  );
  if (!charts.length) throw new Error("no chart");
  const boxes = charts.map((chart) => chart.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const across = Math.max(...boxes.map((box) => box.right)) - left;
  const down = Math.max(...boxes.map((box) => box.bottom)) - top;
  const width = Math.max(across, LEAST_WIDTH) + 2 * PADDING;

  const heading = textLines(data.title, { size: 16, weight: 600, colour: data.ink, width, top: PADDING });
  const chartsTop = heading.bottom + 8;
  const caption = textLines(data.caption, {
    size: 12, weight: 400, colour: data.ink, width, top: chartsTop + down + 4,
  });
  const credit = textLines(data.credit, { size: 11, weight: 400, colour: data.muted, width, top: caption.bottom + 4 });
  const height = credit.bottom + PADDING;

  const picture = element("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(element("rect", { width, height, fill: data.background }), heading.node);
  charts.forEach((chart, i) => {
    for (const layer of chart.querySelectorAll("svg.main-svg")) {
      const copy = layer.cloneNode(true);
      copy.querySelectorAll(".hoverlayer, .draglayer").forEach((node) => node.remove());
      copy.removeAttribute("style");
      // Plotly keeps lines at one width on any zoom; enlarged as a picture they must grow along.
      copy.querySelectorAll("[style*=vector-effect]").forEach((node) => (node.style.vectorEffect = "none"));
      copy.setAttribute("x", PADDING + boxes[i].left - left);
      copy.setAttribute("y", chartsTop + boxes[i].top - top);
      picture.append(copy);
    }
  });
  const over = document.querySelector(`.st-key-${CSS.escape(name)}`).smartpickDrawnOver; // curve_mark.js
  if (over) {
    const copy = over.cloneNode(true);
    copy.querySelectorAll("[hidden], .at").forEach((node) => node.remove());
    const size = { x: PADDING, y: chartsTop, width: across, height: down, "font-family": FONT };
    for (const [attribute, value] of Object.entries(size)) copy.setAttribute(attribute, value);
    picture.append(copy);
  }
  picture.append(caption.node, credit.node);
  return { node: picture, width, height };
}

function textLines(text, { size, weight, colour, width, top }) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${FONT}`;
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && pen.measureText(longer).width > width - 2 * PADDING) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  const step = Math.round(size * 1.35);
  const node = element("text", { fill: colour, "font-size": size, "font-weight": weight, "font-family": FONT });
  lines.forEach((line, i) => {
    const row = element("tspan", { x: PADDING, y: top + size + i * step });
    row.textContent = line;
    node.append(row);
  });
  return { node, bottom: text ? top + lines.length * step : top };
}

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") node.setAttribute(key, value);
  return node;
}

function asSvg({ node }) {
  return new Blob([new XMLSerializer().serializeToString(node)], { type: "image/svg+xml" });
}

async function asPng(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture.node))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * PNG_SCALE;
  canvas.height = picture.height * PNG_SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no image"))), "image/png");
  });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
