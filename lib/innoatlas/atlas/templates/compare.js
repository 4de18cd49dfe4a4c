"use strict";
(() => {
  if (!document.getElementById("compare-data")) return;
  const data = tools.read("compare-data");
  const fields = tools.read("fields-data");    // those of the section on fields
  const {number, percent} = tools;
  const range = (rank_low, rank_high) => rank_low == null ? "–" : rank_low === rank_high ? number(rank_low) : `${number(rank_low)}–${number(rank_high)}`;

  const FIGURES = [
    ["Rank within", (own, at) => range(own.rank_low[at], own.rank_high[at])],
    ["Previous rank", (own, at) => number(own.previous_rank[at])],
    ["Score", (own, at) => number(own.score[at], 2)],
    ["Growth of the score, %", (own, at) => number(own.score_growth[at], 1)],
    ["Score per million inhabitants", (own, at) => number(own.score_per_million[at], 3)],
    ["Rank by score per million", (own, at) => number(own.intensity_rank[at])],
    ["Inhabitants", (own, at) => number(own.population[at]) + (own.population[at] != null && own.is_proxy[at] ? " (proxy)" : "")],
    ["Radius, km", (own, at) => number(own.radius_km[at])],
    ["Person listings", (own, at) => number(own.listings_count[at])],
    ["Located share of its economies, %", (own, at) => percent(own.located_share[at])],
  ];
  const FIGURES_OF_KIND = [
    ["% of the world", (own, at) => number(own.share_percent[at], 2)],
    ["fractional", (own, at) => number(own.fractional_count[at], 1)],
    ["documents", (own, at) => number(own.documents_count[at])],
    ["growth, %", (own, at) => number(own.growth[at], 1)],
    ["per million", (own, at) => number(own.per_million[at])],
    ["foreign share, %", (own, at) => percent(own.foreign_share[at])],
    ["rank by foreign share", (own, at) => number(own.foreign_rank[at])],
    ["co-authorship share, %", (own, at) => percent(own.partner_share[at])],
  ];

  function figures(picked) {
    const rows = FIGURES.map(([title, of]) => [title, ...picked.map((at) => of(data, at))]);
    for (const [kind, label] of Object.entries(tools.kinds)) {
      for (const [title, of] of FIGURES_OF_KIND) rows.push([`${label}, ${title}`, ...picked.map((at) => of(data.kinds[kind], at))]);
    }
    return [["Rank", ...picked.map((at) => number(at + 1))], ["Economies", ...picked.map((at) => tools.clusters[at][2])], ...rows];
  }

  function shares(picked, kind) {              // fields that are among the ten largest of any of them, by the largest share
    if (!fields[kind]) return [];
    const {world, clusters} = fields[kind];
    const held = picked.map((at) => new Map(clusters[at].map(([field, share]) => [field, share])));
    const named = new Set(picked.flatMap((at) => clusters[at].slice(0, 10).map(([field]) => field)));
    const largest = (field) => Math.max(...held.map((own) => own.get(field) ?? 0));
    const top = Math.max(...[...named].map(largest));
    const rows = [...named].sort((a, b) => largest(b) - largest(a) || a - b);
    return rows.map((field) => [world[field][1], number(world[field][2], 1), ...held.map((own) => ({text: number(own.get(field) ?? 0, 1), bar: (own.get(field) ?? 0) / top, mark: world[field][2] / top}))]);
  }

  tools.tool("compare", ({a, b, c, d, kind}) => {
    const picked = [...new Set([a, b, c, d])].map(tools.place).filter((at) => at >= 0);
    const names = picked.map((at) => tools.element("a", {href: `#cluster-${tools.clusters[at][0]}`}, tools.clusters[at][1]));
    tools.head("compare-table", names);
    tools.fill("compare-table", figures(picked));
    tools.head("compare-fields", ["World", ...picked.map((at) => tools.clusters[at][1])]);
    tools.fill("compare-fields", shares(picked, kind), `${tools.kinds[kind]}: fields among the ten largest of any of them, in percent of the cluster's own; the tick is the world's share`);
  });
})();
