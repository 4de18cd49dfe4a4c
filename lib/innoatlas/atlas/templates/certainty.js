"use strict";
(() => {
  const ROW = 19, NAMED = 60;                  // pixels of a row; more rows than this have no names
  const item = document.getElementById("whiskers-item");
  if (!item) return;
  const {rules, words, clusters} = tools.read("certainty-data");

  async function drawWhiskers() {
    const place = document.getElementById("whiskers-picture");
    await Bokeh.embed.embed_item(tools.read("whiskers-item"), place.id);
    const model = (name) => Bokeh.documents.find((one) => one.get_model_by_name("whiskers")).get_model_by_name(name);
    const data = model("intervals").data;

    function show(first, last) {
      const rows = [...data.rank.keys()].slice(first - 1, last);
      const reach = rows.flatMap((at) => [data.low[at], data.high[at], data.whole[at] ?? data.rank[at]]);
      const [low, high] = [Math.min(...reach), Math.max(...reach)];
      const pad = Math.max(0.5, (high - low) * 0.02);
      const length = place.clientWidth < 500 ? 18 : 36;
      const named = rows.length <= NAMED ? rows : [];
      const short = (name) => name.length > length ? `${name.slice(0, length - 1)}…` : name;
      model("names_axis").major_label_overrides = new Map(named.map((at) => [data.rank[at], `${short(data.name[at])} ${data.rank[at]}`]));
      model("rank_ticks").ticks = named.map((at) => data.rank[at]);
      model("ranks_across").setv({start: low - pad, end: high + pad});
      model("ranks_down").setv({start: last + 0.7, end: first - 0.7});
      model("whole_count").visible = named.length > 0;
      model("whisker").glyph.line_width = named.length > 0 ? 2 : 0.5;
      model("whiskers").height = Math.max(240, 60 + ROW * Math.min(rows.length, NAMED));
    }

    function paint() {                         // the picture follows the reader's light or dark scheme
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(name).trim();
      const plot = model("whiskers");
      plot.background_fill_color = plot.border_fill_color = colour("--paper");
      for (const axis of [model("names_axis"), model("rank_axis")]) Object.assign(axis, {major_label_text_color: colour("--ink"), axis_label_text_color: colour("--soft"), axis_line_color: colour("--rule"), major_tick_line_color: colour("--rule"), minor_tick_line_color: null});
      model("rank_grid").grid_line_color = colour("--rule");
      model("whisker").glyph.line_color = colour("--link");
      Object.assign(model("dot").glyph, {fill_color: colour("--link"), line_color: colour("--link")});
      model("whole_count").glyph.line_color = colour("--down");
    }

    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
    paint();
    tools.tool("certainty", ({ranks}) => show(...ranks.split("-").map(Number)));
  }

  tools.tool("stability", ({cluster}) => {
    const at = tools.place(cluster);
    const [radii, weights] = [0, 1].map((side) => [...new Set(rules.map((rule) => rule[side]))]);
    const told = ([standing, kept, others]) => standing === "lost" ? words.lost : `${standing}${others && ` with ${others}`}, ${tools.number(kept, 1)} % kept`;
    tools.head("stability-table", weights.map((weight) => `weight ${tools.number(weight)}`));
    tools.fill("stability-table", clusters[at].length ? radii.map((radius) => [`${radius} km`, ...weights.map((weight) => told(clusters[at][rules.findIndex((rule) => rule[0] === radius && rule[1] === weight)]))]) : [], `${tools.clusters[at][1]} under each rule: how it fares, and the part of its weight that the cluster found holds`);
  });

  tools.drawn.push(drawWhiskers());
})();
