"use strict";
(() => {
  const EARTH = 6378137;                      // radius of Web Mercator in metres
  const DARK = matchMedia("(prefers-color-scheme: dark)");
  const all = (selector) => [...document.querySelectorAll(selector)];

  const project = (lon, lat) => [EARTH * lon * Math.PI / 180, EARTH * Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360))];

  async function drawMap() {
    const item = JSON.parse(document.getElementById("map-item").textContent);
    await Bokeh.embed.embed_item(item, "world");
    const page = Bokeh.documents.find((one) => one.get_model_by_name("world"));
    const model = (name) => page.get_model_by_name(name);
    const [x, y] = [model("east_west"), model("south_north")];
    const world = [x.start, x.end, y.start, y.end];
    const view = (west, east, south, north) => { x.setv({start: west, end: east}); y.setv({start: south, end: north}); };

    function zoom(factor) {
      const [cx, cy] = [(x.start + x.end) / 2, (y.start + y.end) / 2];
      const [w, h] = [(x.end - x.start) / 2 * factor, (y.end - y.start) / 2 * factor];
      view(cx - w, cx + w, cy - h, cy + h);
    }

    function visit(link) {
      const [cx, cy] = project(+link.dataset.x, +link.dataset.y);
      const h = Math.max(2.5 * link.dataset.km, 40) * 1000 / Math.cos(link.dataset.y * Math.PI / 180);
      const w = h * (world[1] - world[0]) / (world[3] - world[2]);
      view(cx - w, cx + w, cy - h, cy + h);
    }

    function paint() {                        // the ground follows the reader's light or dark scheme
      const style = getComputedStyle(document.documentElement);
      const plot = model("world");
      plot.background_fill_color = plot.border_fill_color = style.getPropertyValue("--sea").trim();
      Object.assign(model("land").glyph, {fill_color: style.getPropertyValue("--land").trim(), line_color: style.getPropertyValue("--border").trim()});
    }

    function near() {                         // from afar the places of a cluster lie under one pointer
      model("place_tips").active = x.end - x.start < 2.5e6;
    }

    function apply() {
      const form = document.getElementById("map-controls");
      const field = form.elements.colour.value;
      for (const layer of ["clusters", "footprints", "points"]) {
        const renderer = model(layer);
        for (const glyph of [renderer.glyph, renderer.nonselection_glyph, renderer.selection_glyph]) {
          if (!glyph || !glyph.fill_color) continue;
          glyph.fill_color = {field};
          if (layer === "footprints") glyph.line_color = {field};
        }
      }
      const shown = [...form.elements.layer];
      for (const box of shown) model(box.value).visible = box.checked;
      for (const legend of all("[data-legend]")) legend.hidden = legend.dataset.legend !== field && !(legend.dataset.legend === "grid" && model("cells").visible);
    }

    const controls = document.getElementById("map-controls");
    controls.hidden = false;
    controls.addEventListener("change", apply);
    controls.addEventListener("submit", (event) => event.preventDefault());
    for (const button of all("[data-zoom]")) button.addEventListener("click", () => button.dataset.zoom === "world" ? view(...world) : zoom(+button.dataset.zoom));
    for (const link of all("a[data-km]")) link.addEventListener("click", () => visit(link));
    DARK.addEventListener("change", paint);
    x.properties.start.change.connect(near);
    near();
    paint();
    apply();
  }

  async function sortTables() {
    const module = new Blob([document.getElementById("tables-module").textContent], {type: "text/javascript"});
    const {ITable, set_or_remove_dark_class} = await import(URL.createObjectURL(module));
    set_or_remove_dark_class();
    for (const table of all("table.sortable")) {
      const length = +table.dataset.page || -1;
      new ITable(table, {
        order: [], autoWidth: false, paging: length > 0, pageLength: length, lengthChange: false,
        language: {search: "Search", info: "_TOTAL_ of _MAX_ rows", infoFiltered: "", infoEmpty: "no row"},
        layout: {topStart: "search", topEnd: "info", bottomStart: null, bottomEnd: length > 0 ? "paging" : null},
      });
    }
  }

  addEventListener("DOMContentLoaded", () => Promise.all([drawMap(), sortTables(), ...tools.drawn]).then(() => {
    document.documentElement.dataset.ready = "yes";
    document.dispatchEvent(new Event("ready"));
  }));
})();
