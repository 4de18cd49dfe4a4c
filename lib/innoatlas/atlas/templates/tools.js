"use strict";
// What the tools of the sections share: choices of clusters, addresses that can be passed on, tables filled from the data that the page carries.
const tools = (() => {
  const made = [];
  const drawn = [];                           // promises of what is drawn before the page is ready
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const {clusters, kinds} = read("choices");  // id, name, economies of the clusters that the tools know, by rank; heads by kind

  const number = (value, digits = 0) => value == null ? "–" : value.toLocaleString("en", {minimumFractionDigits: digits, maximumFractionDigits: digits});
  const percent = (share, digits = 1) => number(share == null ? null : 100 * share, digits);
  const place = (id) => clusters.findIndex((cluster) => cluster[0] === id);
  const address = (name, values) => `#${name}?${new URLSearchParams(values)}`;

  function element(name, properties, ...children) {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  }

  // A cell is a text or {text, link, bar, mark}: bar and mark are parts, 0 to 1, of the gauge beside the text.
  function cell(content, name, style) {
    const {text, link, bar, mark} = typeof content === "object" ? content : {text: content};
    const node = element(name, {className: style}, link ? element("a", {href: link}, text) : text);
    if (name === "th") node.scope = "row";
    if (bar === undefined) return node;
    const gauge = element("span", {className: mark === undefined ? "gauge" : "gauge marked"});
    gauge.style.setProperty("--bar", bar);
    gauge.style.setProperty("--mark", mark ?? 0);
    gauge.setAttribute("aria-hidden", "true");
    node.classList.add("gauged");
    node.append(gauge);
    return node;
  }

  // The rows of a table whose heads stand: each column is styled as its head is, and the first cell heads the row.
  function fill(id, rows, caption) {
    const table = document.getElementById(id);
    const styles = [...table.tHead.rows[0].cells].map((head) => head.className);
    table.tBodies[0].replaceChildren(...rows.map((row) => element("tr", {}, ...row.map((content, at) => cell(content, at ? "td" : "th", styles[at] ?? "")))));
    table.closest(".scroll").hidden = false;
    table.tHead.hidden = rows.length === 0;
    if (caption !== undefined) table.caption.textContent = rows.length ? `${caption}.` : `${caption}: none.`;
  }

  // The heads of a table whose columns are chosen; the first stands.
  function head(id, titles) {
    const row = document.getElementById(id).tHead.rows[0];
    row.replaceChildren(row.cells[0], ...titles.map((title) => element("th", {className: "n", scope: "col"}, title)));
  }

  function choose(form, values) {             // values that a form does not offer are passed over
    for (const [key, value] of Object.entries(values)) {
      const select = form.elements[key];
      if (select && [...select.options].some((option) => option.value === value)) select.value = value;
    }
  }

  const chosen = (form) => Object.fromEntries(new FormData(form));

  function follow(own) {                      // an address `#NAME?key=value` chooses in the form NAME-form
    const [name, query] = decodeURI(location.hash.slice(1)).split("?");
    if (name !== own.name || query === undefined) return false;
    choose(own.form, Object.fromEntries(new URLSearchParams(query)));
    return true;
  }

  function spread(own, cluster) {             // a cluster chosen in one tool is chosen in all that offer it
    for (const other of made) {
      if (other === own || !other.form.elements.cluster || other.form.elements.cluster.value === cluster) continue;
      choose(other.form, {cluster});
      other.draw(chosen(other.form));
    }
  }

  // A form of selects; `draw` is told what is chosen at once and whenever it changes.
  function tool(name, draw) {
    const own = {name, draw, form: document.getElementById(`${name}-form`)};
    if (!own.form) return;
    made.push(own);
    for (const select of own.form.querySelectorAll("select[data-clusters]")) {
      select.append(...clusters.map(([id, title, economies], at) => element("option", {value: id}, `${at + 1} ${title} (${economies})`)));
      if (select.dataset.clusters) select.value = clusters[+select.dataset.clusters]?.[0] ?? "";
    }
    own.form.addEventListener("submit", (event) => event.preventDefault());
    own.form.addEventListener("change", ({target}) => {
      history.replaceState(null, "", address(name, chosen(own.form)));
      own.draw(chosen(own.form));
      if (target.name === "cluster") spread(own, target.value);
    });
    own.form.addEventListener("redraw", () => draw(chosen(own.form)));
    addEventListener("hashchange", () => show(own));
    own.form.hidden = false;
    follow(own);
    draw(chosen(own.form));
  }

  function show(own) {
    if (!follow(own)) return;
    own.draw(chosen(own.form));
    if (own.form.elements.cluster) spread(own, own.form.elements.cluster.value);
    const section = own.form.closest("section");
    (section.querySelector("form") === own.form ? section : own.form).scrollIntoView({behavior: "instant"});
  }

  document.addEventListener("ready", () => made.forEach(show));
  return {drawn, read, clusters, kinds, number, percent, place, address, element, fill, head, tool};
})();
