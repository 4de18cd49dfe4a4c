"use strict";
(() => {
  if (!document.getElementById("economy-data")) return;
  const {coverage, qualities, clusters} = tools.read("economy-data");
  const {number, percent, element} = tools;

  function named(own, name) {
    if (!own) return [`No cluster names ${name}.`];
    const links = own.first.flatMap(([rank, anchor, title], at) => [at ? ", " : "", element("a", {href: `#${anchor}`}, title), ` (${number(rank)})`]);
    const more = own.count - own.first.length;
    return [`${number(own.count)} ${own.count === 1 ? "cluster names" : "clusters name"} ${name}: `, ...links, more > 0 ? ` and ${number(more)} more.` : "."];
  }

  const quality = ([kind, listings, located, right, expected, towns, postcodes, organisations, missing]) =>
    [tools.kinds[kind] ?? kind, number(listings), {text: percent(located), bar: located}, percent(right), percent(expected), number(towns), number(postcodes), number(organisations), missing];

  const year = ([source, published, listings, located, score, ...counts]) =>
    [source, String(published), number(listings), {text: percent(located / listings), bar: located / listings}, number(score, 2), ...counts.map((count) => percent(count / listings))];

  tools.tool("economy", ({economy}) => {
    const name = document.getElementById("economy-form").elements.economy.selectedOptions[0].textContent;
    document.getElementById("economy-clusters").replaceChildren(...named(clusters[economy], name));
    tools.fill("quality-table", (qualities[economy] ?? []).map(quality), `${name}: what its numbers are worth`);
    tools.fill("years-table", (coverage[economy] ?? []).map(year), `${name}: listings by source and year, and how finely they are known, in percent`);
  });
})();
