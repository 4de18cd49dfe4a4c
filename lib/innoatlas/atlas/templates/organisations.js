"use strict";
(() => {
  if (!document.getElementById("organisations-form")) return;
  const industry = tools.read("organisations-data");
  const {number} = tools;

  const rows = (links, kind) => links.map(([other, documents]) => {
    const known = tools.clusters[other];       // else it is named
    return [known ? {text: known[1], link: tools.address("organisations", {cluster: known[0], kind})} : other, {text: number(documents), bar: documents / links[0][1]}];
  });

  tools.tool("organisations", ({cluster, kind}) => {
    const at = tools.place(cluster);
    const name = `${tools.clusters[at][1]}, ${tools.kinds[kind].toLowerCase()}`;
    tools.fill("companies-table", rows(industry[kind].companies[at], kind), `${name}: companies elsewhere that its universities work with`);
    tools.fill("universities-table", rows(industry[kind].universities[at], kind), `${name}: universities elsewhere that its companies work with`);
  });
})();
