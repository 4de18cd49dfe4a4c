"use strict";
(() => {
  if (!document.getElementById("collaboration-data")) return;
  const {kinds, economies} = tools.read("collaboration-data");
  const {number, percent} = tools;

  const partOf = (own, most) => (documents) => ({text: percent(own.documents_count ? documents / own.documents_count : null), bar: most ? documents / most : 0});

  function measures(own) {
    const links = own.domestic_links_count + own.foreign_links_count;
    const part = partOf(own, own.documents_count);
    const row = (title, documents, count) => [title, number(documents), part(documents), number(count), percent(links ? count / links : null)];
    return [
      row("At home", own.domestic_documents_count, own.domestic_links_count),
      row("Abroad", own.foreign_documents_count, own.foreign_links_count),
      row("Anywhere", own.partner_documents_count, links),
    ];
  }

  function partnerEconomies(own) {             // the largest, then the links with all others
    const part = partOf(own, own.links[0]?.[2]);
    const rows = own.links.map(([code, foreign, documents]) => [(economies[code] ?? code) + (foreign ? "" : ", at home"), number(documents), part(documents)]);
    const listed = own.links.reduce((sum, [, , documents]) => sum + documents, 0);
    const rest = own.domestic_links_count + own.foreign_links_count - listed;
    return rest > 0 ? [...rows, ["Other economies, links", number(rest), ""]] : rows;
  }

  function partnerClusters(own, kind) {
    const part = partOf(own, own.partners[0]?.[1]);
    return own.partners.map(([other, documents]) => {
      const known = tools.clusters[other];     // else it is named
      return [known ? {text: known[1], link: tools.address("collaboration", {cluster: known[0], kind})} : other, number(documents), part(documents)];
    });
  }

  function drawLines(own, at, kind) {          // the same partners on the map, lines as wide as they share documents
    const map = Bokeh.documents.find((one) => one.get_model_by_name("world"));
    if (!map) return;
    const marks = map.get_model_by_name("clusters").data_source.data;
    const point = (place) => { const row = marks.anchor.indexOf(`cluster-${tools.clusters[place][0]}`); return [marks.x[row], marks.y[row]]; };
    const lines = {x0: [], y0: [], x1: [], y1: [], width: []};
    for (const [other, documents] of own.partners.filter(([other]) => tools.clusters[other])) {
      const values = [...point(at), ...point(other), 0.8 + 3.2 * documents / own.partners[0][1]];
      Object.values(lines).forEach((list, column) => list.push(values[column]));
    }
    map.get_model_by_name("link_lines").data = lines;
    document.getElementById("links-label").textContent = `partners of ${tools.clusters[at][1]}, ${tools.kinds[kind].toLowerCase()}`;
  }

  tools.tool("collaboration", ({cluster, kind}) => {
    const at = tools.place(cluster);
    const own = Object.fromEntries(Object.entries(kinds[kind]).map(([figure, values]) => [figure, values[at]]));
    const none = own.documents_count == null;
    const name = `${tools.clusters[at][1]}, ${tools.kinds[kind].toLowerCase()}`;
    const told = none ? `${name}, documents` : `${name}: ${number(own.documents_count)} documents, of ${number(own.mean_economies_count, 2)} economies on average; rank by foreign share ${number(own.foreign_rank)}`;
    drawLines(own, at, kind);
    tools.fill("collaboration-table", none ? [] : measures(own), told);
    tools.fill("links-table", partnerEconomies(own), `${name}: partner economies`);
    tools.fill("partners-table", partnerClusters(own, kind), `${name}: partner clusters with most documents in common`);
  });
  document.addEventListener("ready", () => document.getElementById("collaboration-form").dispatchEvent(new Event("redraw")));
})();
